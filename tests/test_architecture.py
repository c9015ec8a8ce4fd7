"""The shape of the code: names, sizes that can be read in one sitting, nothing that is dead."""

import ast
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from vulture import Vulture

from tests.costly import on_the_gate

ROOT = Path(__file__).resolve().parent.parent
MODULES = [
    path
    for folder in ("coding", "atop_site", "bench")
    for path in sorted((ROOT / folder).rglob("*.py"))
    if "migrations" not in path.parts
]
LONGEST = 37  # lines of a function
# What libraries call by name; and two ways to decide, for tests alone.
USELESS = {"function", "method", "class", "property", "import", "unreachable_code"}
CALLED_BY_NAME = {
    *(
        "handle_no_permission",
        "not_allowed",
        "not_found",
        "not_understood",
        "server_error",
        "process_view",
        "find_class",
        "db_for_read",
        "db_for_write",
        "allow_relation",
        "allow_migrate",
    ),
    *(
        "CodingConfig",
        "clean_state",
        "clean_sheet",
        "clean_person",
    ),
    *(
        "process_exception",
        "Command",
        "handle",
        "add_arguments",
        "to_python",
        "to_url",
        "clone",
        "get_queryset",
    ),
    *("bulk_update", "clean_variable", "_write_characteristics", "last_spells"),
    *("format_value", "drawOn"),
    # What allauth asks of its adapters, and Django of a validator of passwords and of a form.
    *(
        "is_open_for_signup",
        "get_client_ip",
        "respond_user_inactive",
        "is_reauthentication_required",
    ),
    "generate_authenticator_name",
    *("get_totp_issuer", "get_totp_label", "can_delete_authenticator"),
    *("pre_social_login", "on_authentication_error", "get_session_store_class"),
    *("validate", "get_help_text", "password_changed"),
    *("get_invalid_login_error", "clean_old_password"),
}


@cache
def _parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


@on_the_gate
def test_every_module_says_what_it_is_for():
    silent = [path for path in MODULES if not ast.get_docstring(_parsed(path))]
    assert silent == []


def test_no_drawer_modules():
    drawers = {"utils", "helpers", "services", "managers", "common", "misc"}
    assert [path for path in MODULES if path.stem in drawers] == []


@on_the_gate
def test_a_name_of_a_class_means_one_thing():
    """Whoever reads one in a room need not look from where it comes."""
    meant: dict[str, set[str]] = {}
    for path in MODULES:
        if path.is_relative_to(ROOT / "coding") and "commands" not in path.parts:
            for node in _parsed(path).body:
                if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                    meant.setdefault(node.name, set()).add(str(path.relative_to(ROOT)))
    assert {name: places for name, places in meant.items() if len(places) > 1} == {}


@on_the_gate
def test_modules_and_functions_stay_small():
    long = []
    for path in MODULES:
        if (length := path.read_text().count("\n")) > 300:
            long.append(f"{path.relative_to(ROOT)}: {length} lines")
        for node in ast.walk(_parsed(path)):
            if isinstance(node, ast.FunctionDef) and (lines := _lines(node)) > LONGEST:
                long.append(f"{path.relative_to(ROOT)}: {node.name} has {lines} lines")
    assert long == []


def _lines(node: ast.FunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


@on_the_gate
def test_nothing_is_there_that_nobody_uses():
    """Django calls methods of admin, the registry its rules; templates and settings name others."""
    found = Vulture(ignore_decorators=["@rule"])
    found.scavenge([str(ROOT / room) for room in ("coding", "atop_site", "manage.py")])
    by_name = [*ROOT.glob("templates/**/*.*"), ROOT / "atop_site" / "settings.py"]
    named_elsewhere = set(_words(by_name))
    dead = [
        f"{item.filename.relative_to(ROOT)}:{item.first_lineno} {item.name}"
        for item in found.get_unused_code()
        if (item.typ in USELESS or (item.typ == "variable" and item.name.isupper()))
        and item.name not in CALLED_BY_NAME | named_elsewhere
        and not {"admin", "migrations", "atop_site"} & set(item.filename.parts)
    ]
    assert dead == []


def _words(paths: Iterable[Path]) -> Iterator[str]:
    for path in paths:
        yield from re.findall(r"\w+", path.read_text())
