"""What stands between the answers and is no part of them: section headings."""

from dataclasses import replace

from coding.models.questionnaire import SECTIONS, Section
from coding.sheets.document import Document, Repair
from coding.sheets.headings import heading_at_end, heading_repair
from coding.sheets.parts import Part, Whose


def take_out(page: Document, parts: list[Part]) -> tuple[list[Part], list[Repair]]:
    """Give the headings among the answers to themselves, with a repair where one is misprinted."""
    repairs: list[Repair] = []
    for section in SECTIONS:
        parts, repair = _take_heading(page, parts, section)
        repairs += [repair] if repair else []
    left_out = (page.lines[part.index] for part in parts if part.whose is Whose.LEFT_OUT)
    what = "Left out, before the first question"
    return parts, [*repairs, *(Repair(line.number, what, line.text) for line in left_out)]


def _take_heading(
    page: Document, parts: list[Part], section: Section
) -> tuple[list[Part], Repair | None]:
    """Take the heading before a section's first question out of the answer above.

    Addresses after it belong to no answer.
    """
    above = section.first - 1
    rows = [part for part in parts if part.question == above and part.whose is Whose.ANSWER]
    rows = [part for part in rows if not page.lines[part.index].is_bare_url]
    if section is SECTIONS[0]:
        tail = [part for part in parts if part.whose is Whose.HEADING]
    else:
        texts = [page.lines[part.index].text[part.start :].strip() for part in rows]
        count = heading_at_end(texts, section)
        tail = rows[-count:] if count else []
    if not tail or any(part.start or page.lines[part.index].verbatim for part in tail):
        return parts, None
    text = " ".join(page.lines[part.index].text for part in tail)
    changed = [_after_heading(part, tail, above) for part in parts]
    return changed, heading_repair(page.lines[tail[0].index].number, text, section)


def _after_heading(part: Part, tail: list[Part], above: int) -> Part:
    if part in tail:
        return replace(part, whose=Whose.HEADING, question=None)
    is_address = part.question == above and part.whose is Whose.ANSWER
    if is_address and part.index > tail[0].index:
        return replace(part, whose=Whose.ADDRESS)
    return part
