"""The scripts of the pages: what one uses of others is said, and loaded before it."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SCRIPTS = {path.stem: path.read_text() for path in (ROOT / "static/js").glob("*.js")}
USED = {
    name: set(re.findall(r"(\w+)\.js", " ".join(re.findall(r"^// Uses (.*)", text, re.MULTILINE))))
    for name, text in SCRIPTS.items()
}
DECLARED = re.compile(r"^(?:const|let|function|async function|class) (\w+)", re.MULTILINE)
ON_EVERY_PAGE = {"shortcuts"}


@pytest.mark.parametrize(
    ("name", "other"), [(n, other) for n in sorted(USED) for other in sorted(USED[n])]
)
def test_a_script_uses_what_it_says(name, other):
    code = re.sub(r"//.*", "", SCRIPTS[name])
    assert any(re.search(rf"(?<![\w.]){own}\b", code) for own in DECLARED.findall(SCRIPTS[other]))


def test_scripts_are_loaded_after_those_that_they_use():
    late = []
    for path in (ROOT / "templates/coding").rglob("*.html"):
        loaded = re.findall(r'"(\w+)"', " ".join(re.findall(r"scripts\((.*?)\)", path.read_text())))
        for place, name in enumerate(loaded):
            if missing := USED[name] - {*loaded[:place]} - ON_EVERY_PAGE:
                late.append(f"{path.name}: {name} before {', '.join(missing)}")
    assert late == []
