"""What a person decides about a page that was not understood automatically, as plain data."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any

from coding.sheets.document import Document, Repair
from coding.sheets.understanding.parts import Part, Whose


class Act(StrEnum):
    """What a person does with lines of the page, or with the sheet as a whole."""

    GIVE = "give"  # the lines to a question's answer or wording, to the notes, or to nobody
    BEGIN = "begin a paragraph"  # with the first of the lines
    JOIN = "join to the paragraph above"
    BLANK = "blank"  # the page does not have this question: its answer is blank
    IDENTIFY = "identify"  # the sheet's ATOP ID and phase


@dataclass(frozen=True)
class PageCorrection:
    """One decision. Lines are numbered as the document's are; columns cut a single line.

    Without ``start`` and ``end`` whole lines are meant. A ``why`` says why something is left out.
    """

    act: Act
    first: int = 0
    last: int = 0
    whose: Whose = Whose.ANSWER
    question: int | None = None
    why: str = ""
    start: int = 0
    end: int | None = None
    atop_id: int = 0
    phase: int = 0

    @property
    def lines(self) -> range:
        return range(self.first, max(self.first, self.last) + 1)

    def as_text(self) -> dict[str, Any]:
        """Return the correction as plain values for JSON; ``from_text`` reads them."""
        return asdict(self)

    @classmethod
    def from_text(cls, data: Mapping[str, Any]) -> "PageCorrection":
        whose = Whose(data.get("whose", Whose.ANSWER))
        return cls(**{**data, "act": Act(data["act"]), "whose": whose})


def corrected(
    page: Document, parts: list[Part], corrections: Iterable[PageCorrection]
) -> list[Part]:
    """Return the parts as a person reassigned their lines, in the order of the decisions."""
    indexes = {line.number: index for index, line in enumerate(page.lines)}
    for correction in corrections:
        if correction.act is not Act.GIVE:
            continue
        given = {indexes[number] for number in correction.lines if number in indexes}
        parts = [cut for part in parts for cut in _cut_part(part, given, correction)]
    return parts


def _cut_part(part: Part, given: set[int], to: PageCorrection) -> list[Part]:
    """Return the part, or the up to three parts that it is cut into."""
    if part.index not in given:
        return [part]
    start, end = max(part.start, to.start), part.end if to.end is None else min(part.end, to.end)
    if start >= end:
        return [part]
    changed = replace(
        part, start=start, end=end, whose=to.whose, question=to.question, why=to.why, settled=True
    )
    before, after = replace(part, end=start), replace(part, start=end)
    return [part for part in (before, changed, after) if part.start < part.end]


def beginnings(corrections: Iterable[PageCorrection]) -> dict[int, bool]:
    """Return a person's decisions whether a paragraph begins at a line, by line."""
    acts = {Act.BEGIN: True, Act.JOIN: False}
    return {fix.first: acts[fix.act] for fix in corrections if fix.act in acts}


def settled_blank(corrections: Iterable[PageCorrection]) -> list[int]:
    """Return the questions that the page does not have, as a person found."""
    return [fix.question for fix in corrections if fix.act is Act.BLANK and fix.question]


def settled(corrections: Iterable[PageCorrection]) -> set[int]:
    """Return the questions to which a person gave lines, or that a person left blank."""
    return {correction.question for correction in corrections if correction.question is not None}


def left_out_by_hand(page: Document, parts: Iterable[Part]) -> list[Repair]:
    return [
        Repair(
            page.lines[part.index].number,
            f"Left out by hand{f', {part.why}' if part.why else ''}",
            part.text_on(page).strip(),
            left_out=True,
        )
        for part in parts
        if part.settled and part.whose is Whose.LEFT_OUT
    ]


def given_lines(corrections: Iterable[PageCorrection]) -> set[int]:
    return {line for fix in corrections if fix.act is Act.GIVE for line in fix.lines}
