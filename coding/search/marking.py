"""Shows found words in context: an excerpt of the text in which they are marked."""

from collections.abc import Iterable
from typing import NamedTuple

from coding.search.words import Words

BEFORE, LONGEST = 70, 240  # characters of a piece of text


class MarkedText(NamedTuple):
    """Some text, marked or not."""

    text: str
    is_marked: bool = False


def excerpt(text: str, looked_for: Iterable[Words]) -> list[MarkedText]:
    """Return the text around the first match, with matches marked; its beginning without any."""
    text = " ".join(text.split())
    spans = _merged(span for words in looked_for for span in words.spans(text))
    start, end = _window(text, spans[0][0] if spans else 0)
    pieces = [MarkedText("…")] if start else []
    place = start
    for first, last in spans:
        if first < start or last > end:
            continue
        pieces += [MarkedText(text[place:first]), MarkedText(text[first:last], is_marked=True)]
        place = last
    pieces += [MarkedText(text[place:end]), *([MarkedText("…")] if end < len(text) else [])]
    return [piece for piece in pieces if piece.text]


def _window(text: str, around: int) -> tuple[int, int]:
    """Return where a piece of text begins and ends, between words."""
    start = max(around - BEFORE, 0)
    if start:
        start = text.find(" ", start, around) + 1 or start
    end = min(start + LONGEST, len(text))
    if end < len(text):
        end = max(text.rfind(" ", start, end), around + 1)
    return start, end


def _merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for first, last in sorted(spans):
        if merged and first < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
        else:
            merged.append((first, last))
    return merged
