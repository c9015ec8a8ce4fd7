"""Pages, guides and e-mails call a thing by one word: the glossary's, and none that it replaced."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SPOKEN = sorted(
    path
    for place in ("templates", "docs/guides", "docs/glossary.md", "README.md")
    for path in ([ROOT / place] if (ROOT / place).is_file() else (ROOT / place).rglob("*.*"))
)
REPLACED = {
    r"proposals?": "change",
    r"pending": "in review",
    r"mend(ed|s|ing)?": "correct",
    r"put(ting)? (it |them )?right": "correct",
    r"brought in": "imported",
    r"approved record": "approved data",
    r"not now": "cancel",
}
NO_WORDS = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}|<[^>]*>", re.DOTALL)


def spoken(path):
    """What people read of a file: no tags, no expressions."""
    return NO_WORDS.sub(" ", path.read_text())


@pytest.mark.parametrize(("word", "instead"), REPLACED.items(), ids=REPLACED.values())
def test_no_page_uses_a_word_that_another_one_replaced(word, instead) -> None:
    found = re.compile(rf"\b({word})\b", re.IGNORECASE)
    said = [
        f"{path.relative_to(ROOT)}: “{hit[0]}”, say “{instead}”"
        for path in SPOKEN
        for hit in found.finditer(spoken(path))
    ]
    assert said == []


def test_texts_are_read_without_their_markup() -> None:
    pages = [path for path in SPOKEN if path.name == "base.html"]
    assert "Keyboard shortcuts" in spoken(pages[0])
    assert "csrf_input" not in spoken(pages[0])
