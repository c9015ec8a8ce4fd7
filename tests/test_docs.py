"""The documentation names every command and every environment variable, and no other."""

import re
from collections import Counter
from pathlib import Path

import pytest
from django.core.management import get_commands

from tests import acceptance

ROOT = Path(__file__).resolve().parent.parent
DOCS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
COMMANDS = sorted(path.stem for path in ROOT.glob("coding/management/commands/[a-z]*.py"))


def variables_read() -> set[str]:
    """The variables that the settings read, straight from the source."""
    source = (ROOT / "atop_site/settings.py").read_text()
    names = set(re.findall(r'read_\w+\("(\w+)"', source))
    names |= {
        f"{name}_FILE" for name in re.findall(r'read_(?:secret|private|mail)\("(\w+)"', source)
    }
    if "dj_database_url.config(" in source:
        names.add("DATABASE_URL")
    return names


def variables_documented() -> set[str]:
    return set(re.findall(r"^\| `(\w+)` \|", (ROOT / "docs/settings.md").read_text(), re.MULTILINE))


def variables_of_the_makefile() -> set[str]:
    return set(re.findall(r"^(\w+) \?=", (ROOT / "Makefile").read_text(), re.MULTILINE))


def test_every_variable_is_documented():
    assert variables_read() <= variables_documented()


def test_every_documented_variable_is_read():
    assert variables_documented() <= variables_read() | variables_of_the_makefile()


def test_the_map_names_every_room():
    told = (ROOT / "CONTRIBUTING.md").read_text()
    rooms = {path.name for path in (ROOT / "coding").iterdir() if path.suffix in ("", ".py")}
    known = {"__init__.py", "__pycache__", "apps.py", "urls.py", "templatetags", "migrations"}
    assert {room for room in rooms - known if not re.search(rf"[`/]{room}[`/]", told)} == set()


@pytest.mark.parametrize("path", DOCS, ids=lambda path: path.name)
def test_every_file_of_the_code_that_is_named_exists(path):
    named = set(re.findall(r"`([\w-]+/[\w/.-]+\.(?:py|html|js|css))`", path.read_text()))
    places = (ROOT, ROOT / "coding", ROOT / "templates/coding")
    assert {name for name in named if not any((at / name).exists() for at in places)} == set()


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_documented(command):
    assert any(re.search(rf"manage\.py {command}\b", path.read_text()) for path in DOCS)


@pytest.mark.parametrize("path", DOCS, ids=lambda path: path.name)
def test_every_documented_command_exists(path):
    named = set(re.findall(r"manage\.py ([a-z_]+)", path.read_text()))
    assert named <= set(get_commands())


@pytest.mark.parametrize("path", DOCS, ids=lambda path: path.name)
def test_every_documented_make_target_exists(path):
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert set(re.findall(r"`make ([a-z]+)", path.read_text())) <= targets


@pytest.mark.parametrize("path", DOCS, ids=lambda path: path.name)
def test_every_relative_link_leads_somewhere(path):
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", path.read_text()):
        assert (path.parent / target).exists(), target


def test_what_the_site_is_accepted_by_is_as_the_tests_are_marked():
    assert acceptance.PAGE.read_text() == acceptance.page(), "make acceptance"


def test_only_lines_that_there_are_are_shown():
    assert set(acceptance.shown_by_line()) <= set(acceptance.LINES)


def test_each_line_of_the_standard_for_security_is_answered_once_and_counted():
    page = (ROOT / "docs/asvs.md").read_text()
    lines = re.findall(
        r"^\| (\d+)\.(\d+)\.(\d+) \| [12] \| .* \| (.+?) \| .* \| .* \|$", page, re.M
    )
    numbers = [tuple(map(int, line[:3])) for line in lines]
    assert (len(numbers), numbers) == (253, sorted(set(numbers)))  # as ASVS 5.0 has them
    answers = Counter(line[3] for line in lines)
    told = [answers[word] for word in ("met", "**in part**", "**not met**", "operator", "–")]
    assert [253, *told] == [int(n) for n in re.findall(r"\d+", page.partition("Of ")[2])[:6]]
