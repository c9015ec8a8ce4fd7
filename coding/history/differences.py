"""Differences between two answers, word by word."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import chain

# A word carries the white space after it: with separate tokens for spaces the comparison becomes
# quadratic in practice.
_WORDS = re.compile(r"\S+\s*|\s+")
_LINES = re.compile(r"[^\n]*\n|[^\n]+")
_MOST_WORDS = 4000

SAME, ADDED, REMOVED = "same", "added", "removed"


@dataclass(frozen=True)
class Piece:
    """A run of words that stayed, was added, or was removed."""

    kind: str
    text: str

    @property
    def parts(self) -> tuple[str, str, str]:
        """Return the line ends before the words, the words, and the line ends after them."""
        words = self.text.strip("\n")
        return self.text.partition(words) if words else ("", "", self.text)


def difference(old: str, new: str) -> list[Piece]:
    """Return the pieces that lead from the old text to the new one.

    Joined, the pieces that stayed or were added give the new text; those that stayed or were
    removed give the old one. Very long texts are compared line by line.
    """
    tokens = _WORDS if max(len(old), len(new)) < 8 * _MOST_WORDS else _LINES
    before, after = tokens.findall(old), tokens.findall(new)
    # The last word of a text has no white space after it; compare without, print with.
    old_words, new_words = _bare(before), _bare(after)
    start = _common(zip(old_words, new_words, strict=False))
    end = _common(zip(reversed(old_words[start:]), reversed(new_words[start:]), strict=False))
    i, j = len(before) - end, len(after) - end
    # Most revisions change a few words of a long answer: only the middle is compared at length.
    matcher = SequenceMatcher(None, old_words[start:i], new_words[start:j], autojunk=False)
    pieces = chain(
        _same(before[:start], after[:start]),
        _pieces(matcher, before[start:i], after[start:j]),
        _same(before[i:], after[j:]),
    )
    return list(_merged(pieces))


def _bare(words: list[str]) -> list[str]:
    return [word.rstrip() for word in words]


def _common(pairs: Iterable[tuple[str, str]]) -> int:
    """Return how many pairs are equal before the first that is not."""
    count = 0
    for one, other in pairs:
        if one != other:
            break
        count += 1
    return count


def _pieces(matcher: "SequenceMatcher[str]", old: list[str], new: list[str]) -> Iterator[Piece]:
    for operation, i1, i2, j1, j2 in matcher.get_opcodes():
        if operation == "equal":
            yield from _same(old[i1:i2], new[j1:j2])
            continue
        if i2 > i1:
            yield Piece(REMOVED, "".join(old[i1:i2]))
        if j2 > j1:
            yield Piece(ADDED, "".join(new[j1:j2]))


def _same(old: list[str], new: list[str]) -> Iterator[Piece]:
    """Return words that stayed, with a change of the white space behind them as its own piece."""
    for before, after in zip(old, new, strict=True):
        if before == after:
            yield Piece(SAME, after)
            continue
        word = before.rstrip()
        yield Piece(SAME, word)
        if before != word:
            yield Piece(REMOVED, before[len(word) :])
        if after != word:
            yield Piece(ADDED, after[len(word) :])


def _merged(pieces: Iterable[Piece]) -> Iterator[Piece]:
    last: Piece | None = None
    for piece in pieces:
        if last and last.kind == piece.kind:
            last = Piece(last.kind, last.text + piece.text)
            continue
        if last:
            yield last
        last = piece
    if last:
        yield last
