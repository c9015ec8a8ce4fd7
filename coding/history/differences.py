"""Differences between two answers, word by word."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import chain, groupby, starmap, takewhile
from operator import attrgetter

from coding.codebook.text import SHOWS_ITSELF, is_unseen, name_of_character

# A word carries the white space after it: with separate tokens for spaces the comparison becomes
# quadratic in practice.
_WORDS = re.compile(r"\S+\s*|\s+")
_SENTENCES = re.compile(r"[^.;:!?\n]+[.;:!?\n]*\s*|[.;:!?\n]+\s*")
_MOST_WORDS = 4000  # that are compared with each other

# Letters of other scripts that look like Latin ones, and signs that look like keyboard signs.
_LOOKS_LIKE = str.maketrans(
    "АВЕЅІЈКМНОРСТУХаеорсухіјѕһԁԛԝӏΑΒΕΖΗΙΚΜΝΟΡΤΥΧοѵν‐‑‒−ʼ‚∶ː։⁄∕―",
    "ABESIJKMHOPCTYXaeopcyxijshdqwlABEZHIKMNOPTYXovv----’,::://—",
)

SAME, ADDED, REMOVED = "same", "added", "removed"


@dataclass(frozen=True)
class DiffPiece:
    """A run of words that stayed, was added, or was removed."""

    kind: str
    text: str
    told_by: tuple[str, ...] = ()  # names of the characters that differ, if the words look the same

    @property
    def parts(self) -> tuple[str, str, str]:
        """Return the line ends before the words, the words, and the line ends after them."""
        words = self.text.strip("\n")
        return self.text.partition(words) if words else ("", "", self.text)


def difference(old: str, new: str) -> list[DiffPiece]:
    """Return the pieces that lead from the old text to the new one.

    Joined, the pieces that stayed or were added give the new text; those that stayed or were
    removed give the old one.
    """
    return list(_told_apart(list(_merged(_by_words(old, new)))))


def _by_words(old: str, new: str) -> Iterator[DiffPiece]:
    """Compare word by word what lies between the first change and the last one.

    Words that look the same are aligned; otherwise nobody could see which of them changed. A very
    long stretch is compared sentence by sentence first.
    """
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    # The last word of a text has no white space after it; compare without, print with.
    old_words, new_words = _looks(before), _looks(after)
    start = _common(zip(old_words, new_words, strict=False))
    end = _common(zip(reversed(old_words[start:]), reversed(new_words[start:]), strict=False))
    i, j = len(before) - end, len(after) - end
    yield from _same(before[:start], after[:start])
    if max(i, j) - start > _MOST_WORDS:
        yield from _by_sentences("".join(before[start:i]), "".join(after[start:j]))
    else:
        yield from _matched(before[start:i], after[start:j])
    yield from _same(before[i:], after[j:])


def _by_sentences(old: str, new: str) -> Iterator[DiffPiece]:
    before, after = _SENTENCES.findall(old), _SENTENCES.findall(new)
    for operation, i1, i2, j1, j2 in _operations(before, after):
        removed, added = "".join(before[i1:i2]), "".join(after[j1:j2])
        if operation == "equal":
            yield from _same(before[i1:i2], after[j1:j2])
        elif (removed, added) == (old, new):  # no sentence stayed
            yield from (DiffPiece(REMOVED, removed), DiffPiece(ADDED, added))
        else:
            yield from _by_words(removed, added)


def _looks(words: list[str]) -> list[str]:
    bare = [word.rstrip() for word in words]
    return bare if SHOWS_ITSELF.fullmatch("".join(words)) else [_look(word) for word in bare]


def _common(pairs: Iterable[tuple[str, str]]) -> int:
    """Return how many pairs are equal before the first that is not."""
    return sum(1 for _ in takewhile(_is_equal, pairs))


def _operations(old: list[str], new: list[str]) -> Sequence[tuple[str, int, int, int, int]]:
    return SequenceMatcher(None, _looks(old), _looks(new), autojunk=False).get_opcodes()


def _matched(old: list[str], new: list[str]) -> Iterator[DiffPiece]:
    for operation, i1, i2, j1, j2 in _operations(old, new):
        if operation == "equal":
            yield from _same(old[i1:i2], new[j1:j2])
            continue
        if i2 > i1:
            yield DiffPiece(REMOVED, "".join(old[i1:i2]))
        if j2 > j1:
            yield DiffPiece(ADDED, "".join(new[j1:j2]))


def _same(old: list[str], new: list[str]) -> Iterator[DiffPiece]:
    """Return words that look unchanged; a change that cannot be seen is a piece of its own."""
    for is_equal, pairs in groupby(zip(old, new, strict=True), key=_is_equal):
        if is_equal:
            yield DiffPiece(SAME, "".join(after for _, after in pairs))
        else:
            yield from chain.from_iterable(starmap(_unseen_change, pairs))


def _is_equal(pair: tuple[str, str]) -> bool:
    return pair[0] == pair[1]


def _unseen_change(before: str, after: str) -> Iterator[DiffPiece]:
    word = before.rstrip()
    if word != after.rstrip():  # the letters differ, not only the white space
        yield from (DiffPiece(REMOVED, before), DiffPiece(ADDED, after))
        return
    yield DiffPiece(SAME, word)
    if before != word:
        yield DiffPiece(REMOVED, before[len(word) :])
    if after != word:
        yield DiffPiece(ADDED, after[len(word) :])


def _merged(pieces: Iterable[DiffPiece]) -> Iterator[DiffPiece]:
    for kind, alike in groupby(pieces, key=attrgetter("kind")):
        yield DiffPiece(kind, "".join(piece.text for piece in alike))


def _told_apart(pieces: list[DiffPiece]) -> Iterator[DiffPiece]:
    """If a removed and an added piece look the same, name the characters that differ."""
    for place, piece in enumerate(pieces):
        other = (
            pieces[place + 1 : place + 2] if piece.kind == REMOVED else pieces[place - 1 : place]
        )
        if other and {piece.kind, other[0].kind} == {REMOVED, ADDED}:
            yield _told_by(piece, other[0].text)
        else:
            yield piece


def _told_by(piece: DiffPiece, other: str) -> DiffPiece:
    if _look(piece.text) != _look(other):
        return piece
    is_in_other_order = set(piece.text) == set(other)
    own = [sign for sign in dict.fromkeys(piece.text) if is_in_other_order or sign not in other]
    return replace(
        piece, told_by=tuple(name_of_character(sign) for sign in own if not sign.isascii())
    )


def _look(text: str) -> str:
    """Return the text without invisible characters, and one sign for all that look alike."""
    if SHOWS_ITSELF.fullmatch(text):
        return text
    shown = text.translate({ord(letter): None for letter in set(text) if is_unseen(letter)})
    return unicodedata.normalize("NFKC", shown).translate(_LOOKS_LIKE)
