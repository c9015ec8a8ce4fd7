"""A hyphen at a line end: is it the word's own, or did it only part the word?

Word processors break after hyphens that are there ("inter-|ethnic" 4235, "non-|interference" 4765)
but hyphenate words by themselves only when told to ("obliga-|tions"). What the sheet and the
questionnaire write elsewhere decides; then the parts of the word; and every case is listed.
"""

import re
from collections.abc import Iterable
from functools import cache

from coding.models.questionnaire import QUESTIONS

SOFT_HYPHEN = "\xad"
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_LEFT = re.compile(r"[\w'’-]*[-‐\xad]$")
_RIGHT = re.compile(r"[\w'’]+(?:-[\w'’]+)*")

# First parts that the treaties' English writes with a hyphen before a whole word.
_COMPOUNDING = re.compile(
    "non|self|anti|ex|quasi|multi|semi|well|two|three|four|five|six|seven|eight|nine|ten|twelve|"
    "twenty|thirty|half|mid|long|short|high|low|full|third|military|socio|politico"
)
_SOMETIMES_COMPOUNDING = re.compile("inter|co|sub|pre|post|counter")
# First parts of words now written closed: "with|out", "there|fore".
_CLOSING = re.compile(
    "with|in|up|on|how|there|here|where|through|never|not|any|every|some|under|over|out|for|can"
)
_FRAGMENT = re.compile(  # "tions", "ment", "pretation": what no word consists of
    r"\w{0,5}?(?:tion|sion|ment|ence|ance|ency|ancy|ity|ing|ness|ship|able|ible|ous|ive|al|ally|"
    r"ory|ure|ism|ize|ise|ized|ised|ful|less|ly|ed|er|est|ies|ty|cy|ry|gy)s?"
)
_CONJUNCTIONS = ("and", "or", "to")


class Lexicon:
    """The words that a sheet and the questionnaire write, with and without hyphens."""

    def __init__(self, lines: Iterable[str]) -> None:
        self.words = set(_questionnaire_words())
        for line in lines:
            self.words |= _words(line, is_line=True)

    def rejoin(self, left: str, right: str) -> str | None:
        """Return the word parted over a line end ("inter-", "ethnic relations"), or None."""
        head, tail = _LEFT.search(left), _RIGHT.match(right)
        if not head or not tail or len(head[0]) < 2 or head[0][-2] == "-":
            return None
        first, second = head[0][:-1], tail[0]
        if head[0].endswith(SOFT_HYPHEN):
            return first + second
        if second.lower() in _CONJUNCTIONS:  # "short- and long-term"
            return f"{head[0]} {second}"
        return head[0] + second if self._is_compound(first, second) else first + second

    def _is_compound(self, first: str, second: str) -> bool:
        left, right = first.casefold().rpartition("-")[2], second.casefold().partition("-")[0]
        if second[0].isupper() or not (first[-1].isalpha() and second[0].isalpha()):
            return True
        if "-" in first and first.casefold() + right in self.words:
            return False
        if left + right in self.words:
            return False
        if f"{left}-{right}" in self.words or _COMPOUNDING.fullmatch(left):
            return True
        if _CLOSING.fullmatch(left) or (_FRAGMENT.fullmatch(right) and right not in self.words):
            return False
        known = left in self.words and (right in self.words or len(right) > 5)
        return known or bool(_SOMETIMES_COMPOUNDING.fullmatch(left))


def _words(text: str, *, is_line: bool) -> set[str]:
    """Return the words of a text; not the first and last of a line, which may be halves."""
    found = [match[0].casefold() for match in _WORD.finditer(text)]
    if is_line and text.endswith(("-", SOFT_HYPHEN, "‐")):
        found = found[:-1]
    words = set(found)
    for word in found:
        words.update(word.split("-"))
    return words


@cache
def _questionnaire_words() -> frozenset[str]:
    words: set[str] = set()
    for question in QUESTIONS:
        words |= _words(question.wording, is_line=False)
    return frozenset(words)
