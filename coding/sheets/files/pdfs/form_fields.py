"""Read the text of a PDF's form fields as answers to the questions above or beside them."""

from collections.abc import Iterable

from coding.sheets.files.pdfs.extras import Extra
from coding.sheets.files.pdfs.lines import Box, Glyph, PrintedLine
from coding.sheets.questions.locate import LONGEST_WORDING, WHOLE_WORDINGS
from coding.sheets.questions.wording import letters

_MOST = 300  # fields; a sheet has 61 questions


def fill_in(
    lines: list[PrintedLine], extras: Iterable[Extra]
) -> tuple[list[PrintedLine], list[Extra]]:
    """Insert the words of text fields where they stand on the page; return the other extras.

    Words beside several lines, or over a line, may belong to either: they stay with the others.
    """
    lines, rest = list(lines), []
    for number, extra in enumerate(sorted(extras, key=lambda extra: not extra.is_field)):
        place = _place(lines, extra) if extra.is_field and number < _MOST else None
        if place is None:
            rest.append(extra)
        else:
            lines[place:place] = _lines(extra)
    return lines, rest


def _place(lines: list[PrintedLine], field: Extra) -> int | None:
    """Return the place of the line before which the words belong; None if it is unknown."""
    on_page = [n for n, line in enumerate(lines) if line.page == field.page and line.shown]
    beside = [n for n in on_page if -field.box.top < lines[n].down < -field.box.bottom]
    if len(beside) > 1 or any(lines[n].end > field.box.left + 1 for n in beside):
        return None
    above = [n for n in on_page if lines[n].down <= -field.box.top]
    if not beside and not above:
        return None
    return _after_wording(lines, (beside or above)[-1]) + 1


def _after_wording(lines: list[PrintedLine], place: int) -> int:
    """Return the last line of the wording that this line is part of, or this line."""
    for start in range(place, max(place - LONGEST_WORDING, -1), -1):
        for end in range(start + LONGEST_WORDING, place, -1):
            asked = letters("".join(line.text for line in lines[start : end + 1])).lstrip(
                "0123456789"
            )
            if asked in WHOLE_WORDINGS:
                return end
    return place


def _lines(field: Extra) -> list[PrintedLine]:
    """Return the words as lines of the page, spread over their field."""
    paragraphs = field.words.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    height = (field.box.top - field.box.bottom) / len(paragraphs)
    return [
        _line(field, paragraph, -field.box.top + (n + 0.8) * height, height)
        for n, paragraph in enumerate(paragraphs)
    ]


def _line(field: Extra, text: str, down: float, height: float) -> PrintedLine:
    left, right = field.box.left, field.box.right
    step = (right - left) / max(len(text), 1)
    glyphs = (
        Glyph(char, left + n * step, left + (n + 1) * step, down, height, Box(0, 0, 0, 0))
        for n, char in enumerate(text)
    )
    return PrintedLine(field.page, tuple(glyphs))
