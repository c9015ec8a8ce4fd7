"""Marks that a form sets to an answer, and that are no part of it: "Answer:", boxes to tick."""

import re
from collections.abc import Iterator
from dataclasses import replace

from coding.sheets.document import Document, Repair
from coding.sheets.lines.paragraphs import Paragraph
from coding.sheets.understanding.parts import Part, Whose

_NAMED = re.compile(r"(?:Answers?|Ans\.?|Response|Coding)\s*[:=–—-]+\s*", re.IGNORECASE)
_LETTER = re.compile(r"[AR]\s*[:=]\s*")
BOXES = "Boxes read by the one that is ticked"
FEWEST = 6  # answers that begin with a letter: "A: No"
_BOX = r"(?:[☐☑☒✓✔✗✘■□▪▢]|\[\s?[xX✓*]?\s?\]|\(\s?[xX✓*]?\s?\)|_[xX]_)"
_TICKED = re.compile(r"[☑☒✓✔✗✘■]|[xX✓*]")
_LABEL = r"(?:yes|no|n/?a|not\s+applicable|unknown|unclear|public|secret)\b(?:(?!{box}).)*"
_BOX_FIRST = re.compile(
    rf"(?P<box>{_BOX})\s*(?P<label>{_LABEL.format(box=_BOX)})", re.IGNORECASE | re.DOTALL
)
_BOX_LAST = re.compile(
    rf"(?P<label>(?:yes|no|n/?a|not applicable)\b\W?)\s*(?P<box>{_BOX})\s*", re.IGNORECASE
)


def take_marks(page: Document, parts: list[Part]) -> tuple[list[Part], list[Repair]]:
    """Give "Answer:" before the answers to their questions, with what is listed of it."""
    firsts = _first_parts(page, parts)
    named = [n for n in firsts if _NAMED.match(_text(page, parts[n]))]
    lettered = [n for n in firsts if _LETTER.match(_text(page, parts[n]))]
    found = dict.fromkeys(named, _NAMED)
    found |= dict.fromkeys(lettered, _LETTER) if len(lettered) >= FEWEST else {}
    if not found:
        return parts, []
    cut = [each for n, part in enumerate(parts) for each in _cut(page, part, found.get(n))]
    first = page.lines[parts[min(found)].index]
    what = f"The mark before {len(found)} answers left out"
    return cut, [Repair(first.number, what, first.text[:40])]


def _first_parts(page: Document, parts: list[Part]) -> list[int]:
    seen: set[int | None] = set()
    firsts = []
    for place, part in enumerate(parts):
        if part.whose is Whose.ANSWER and part.question not in seen:
            seen.add(part.question)
            firsts += [] if page.lines[part.index].verbatim else [place]
    return firsts


def _text(page: Document, part: Part) -> str:
    return page.lines[part.index].text[part.start : part.end].lstrip()


def _cut(page: Document, part: Part, mark: re.Pattern[str] | None) -> Iterator[Part]:
    """Yield the part, or the mark for the question and the rest for the answer."""
    match = mark.match(_text(page, part)) if mark else None
    if match is None:
        yield part
        return
    space = part.end - part.start - len(_text(page, part))
    column = part.start + space + match.end()
    yield replace(part, end=column, whose=Whose.QUESTION)
    if column < part.end:
        yield replace(part, start=column)


def read_boxes(number: int, said: list[Paragraph]) -> tuple[list[Paragraph], list[Repair]]:
    """Read boxes where one is ticked as the answer beside it: "☐ Yes ☒ No" is "No"."""
    count = 0
    while count < len(said) and _boxes(said[count].text) and not said[count].verbatim:
        count += 1
    if not count:
        return said, []
    shown = " ".join(paragraph.text for paragraph in said[:count])
    ticked = [label for box, label in _boxes(shown) if _TICKED.search(box)]
    if len(ticked) != 1 or len(_boxes(shown)) < 2:
        return said, []  # a doubt says that the choice is kept
    answer = ticked[0].strip(" ,;/|")
    repair = Repair(said[0].line, BOXES, shown, answer)
    lines = tuple(line for paragraph in said[:count] for line in paragraph.lines)
    first = replace(said[0], text=answer, lines=lines)
    return [first, *said[count:]], [replace(repair, question=number)]


def _boxes(text: str) -> list[tuple[str, str]]:
    """Return (box, label) of a text that is nothing but boxes and their labels, else nothing."""
    for pattern in (_BOX_FIRST, _BOX_LAST):
        found = list(pattern.finditer(text))
        rest = pattern.sub("", text)
        if found and not rest.strip(" ,;/|"):
            return [(match["box"], match["label"]) for match in found]
    return []
