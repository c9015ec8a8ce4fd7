"""Marks that a form adds to an answer, and that are no part of it: "Answer:", boxes to tick."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from coding.codebook.counted_nouns import counted
from coding.sheets.document import Document, Repair
from coding.sheets.lines.paragraphs import Paragraph
from coding.sheets.understanding.parts import Part, Whose

_NAMED = re.compile(r"(?:Answers?|Ans\.?|Response|Coding)\s*[:=–—-]+\s*", re.IGNORECASE)
_LETTER = re.compile(r"[AR]\s*[:=]\s*")
BOXES = "Boxes read by the one that is ticked"
FEWEST = 6  # answers that begin with the mark: "A: No"
_BESIDE = " ,;/|"
_BOX = r"(?:[☐☑☒✓✔✗✘■□▪▢]|\[\s?[xX✓*]?\s?\]|\(\s?[xX✓*]?\s?\)|_[xX]_)"
_TICKED = re.compile(r"[☑☒✓✔✗✘■]|[xX✓*]")
_LABEL = r"(?:yes|no|n/?a|not\s+applicable|unknown|unclear|public|secret)\b"
_BOX_FIRST = re.compile(
    rf"(?P<box>{_BOX})\s*(?P<label>{_LABEL})(?P<more>(?:(?!{_BOX}).)*)", re.IGNORECASE | re.DOTALL
)
_BOX_LAST = re.compile(
    rf"(?P<label>(?:yes|no|n/?a|not applicable)\b\W?)\s*(?P<box>{_BOX})\s*", re.IGNORECASE
)


def take_marks(page: Document, parts: list[Part]) -> tuple[list[Part], list[Repair]]:
    """Leave out "Answer:" before the answers if the form has it; return what is listed, too."""
    marks: dict[int, str] = {}
    firsts = _first_parts(page, parts)
    for form in (_NAMED, _LETTER):
        marked = {
            n: match[0] for n in firsts if (match := form.match(parts[n].text_on(page).lstrip()))
        }
        marks |= marked if len(marked) >= FEWEST else {}
    if not marks:
        return parts, []
    alike: dict[str, list[str]] = defaultdict(list)
    for place, mark in marks.items():
        alike[mark.strip()].append(str(parts[place].question))
    repairs = [_repair_of_mark(mark, numbers) for mark, numbers in alike.items()]
    return [
        piece for n, part in enumerate(parts) for piece in _cut(page, part, marks.get(n))
    ], repairs


def _repair_of_mark(mark: str, numbers: list[str]) -> Repair:
    what = f"The mark before {counted(len(numbers), 'answer')} left out"
    return Repair(None, f"{what}, questions {', '.join(numbers)}", mark, left_out=True)


def _first_parts(page: Document, parts: list[Part]) -> list[int]:
    seen: set[int | None] = set()
    firsts = []
    for place, part in enumerate(parts):
        if part.whose is Whose.ANSWER and part.question not in seen:
            seen.add(part.question)
            firsts += [] if page.lines[part.index].verbatim else [place]
    return firsts


def _cut(page: Document, part: Part, mark: str | None) -> Iterator[Part]:
    """Yield the part, or the mark and the rest for the answer."""
    if mark is None:
        yield part
        return
    space = part.end - part.start - len(part.text_on(page).lstrip())
    column = part.start + space + len(mark)
    yield replace(part, end=column, whose=Whose.LEFT_OUT)
    if column < part.end:
        yield replace(part, start=column)


def read_boxes(number: int, listed: list[Paragraph]) -> tuple[list[Paragraph], list[Repair]]:
    """Read boxes of which one is ticked as the label of that one: "☐ Yes ☒ No" is "No".

    Text after the last box and its label stays; more than one word there is no part of the label.
    """
    count = 0
    while count < len(listed) and _boxes(listed[count].text) and not listed[count].verbatim:
        count += 1
    if not count:
        return listed, []
    shown = " ".join(paragraph.text for paragraph in listed[:count])
    boxes = _boxes(shown)
    ticked = [label for box, label in boxes if _TICKED.search(box)]
    if len(ticked) != 1 or len(boxes) < 2:
        return listed, []  # a doubt says that the choice is kept
    more = _text_after_boxes(shown)
    answer = f"{ticked[0]} {more}".strip()
    repair = Repair(listed[0].line, BOXES, shown, answer, number, bool(more), left_out=True)
    lines = tuple(line for paragraph in listed[:count] for line in paragraph.lines)
    return [replace(listed[0], text=answer, lines=lines), *listed[count:]], [repair]


def _boxes(text: str) -> list[tuple[str, str]]:
    """Return (box, label) of a text that begins with boxes and their labels, else nothing."""
    boxes = list(_BOX_FIRST.finditer(text))
    is_first = bool(boxes) and not text[: boxes[0].start()].strip(_BESIDE)
    if is_first and all(_is_label(match["more"]) for match in boxes[:-1]):
        return [(match["box"], _label(match)) for match in boxes]
    boxes = list(_BOX_LAST.finditer(text))
    if boxes and not _BOX_LAST.sub("", text).strip(_BESIDE):
        return [(match["box"], match["label"].strip(_BESIDE)) for match in boxes]
    return []


def _label(match: re.Match[str]) -> str:
    more = match["more"] if _is_label(match["more"]) else ""
    return f"{match['label']}{more}".strip(_BESIDE)


def _is_label(more: str) -> bool:
    """Whether the text after "Yes" or "No" is part of the label, as in "No provision"."""
    return len(more.strip(_BESIDE).split()) < 2


def _text_after_boxes(text: str) -> str:
    boxes = list(_BOX_FIRST.finditer(text))
    return boxes[-1]["more"].strip() if boxes and not _is_label(boxes[-1]["more"]) else ""
