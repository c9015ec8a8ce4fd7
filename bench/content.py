"""What both databases hold, as plain values: sheets, answers, five revisions of each.

Everything follows from the seed and the sheet's place, so that two processes that know nothing of
each other fill their databases with the same texts.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import islice

from bench.corpus import ATOP_ID, MEMBERS, SIGNED, Corpus, members, signed

SEED = 20171015
REVISIONS = 5
CODERS = 20  # authors of the generated revisions
BATCH = 250  # sheets inserted at a time
QUEUE_ROWS, LIST_ROWS = 25, 50  # rows of a page, on the site and in admin
PASSWORD = "a-password-for-benchmarks"
CLIENTS = 8  # people the benchmark signs in as, of each role
FIRST_DAY = datetime(2024, 1, 8, 9, tzinfo=UTC)
PENDING_SHARE = 10 / 17  # 500 of 850 sheets, 5,000 of 8,500
DRAFT_SHARE = 6 / 17  # and the others are approved

NOTES = (
    "The treaty text in the UNTS says otherwise.",
    "Checked against the ministry's website; the citation is new.",
    "Article 7 was overlooked in the first coding, see the second paragraph.",
    "Renewed since the last release.",
)
COMMENTS = ("Cite the article.", "Please quote the paragraph in full, in the official translation.")


@dataclass
class Proposed:
    """One revision; ``at`` holds when it was begun, submitted and decided, as far as it came."""

    question: int
    author: int
    reviewer: int
    status: str
    base: str
    text: str
    note: str
    mark: str
    at: tuple[datetime, ...]
    comment: str = ""

    @property
    def steps(self) -> list[tuple[str, datetime]]:
        """The steps it took after it was begun."""
        decision = {"approved": "approve", "returned": "return"}.get(self.status, "")
        return list(zip(("submit", decision), self.at[1:], strict=False))


@dataclass
class SheetContent:
    """One sheet: its answers at the start, and its revisions in the order of their decisions."""

    place: int
    atop_id: int
    started_at: datetime
    answers: dict[int, str]
    coded_like: int = 0  # the sample sheet whose codes it has
    revisions: list[Proposed] = field(default_factory=list)

    @property
    def answers_now(self) -> dict[int, str]:
        """The approved answers after the approved revisions."""
        later = {r.question: r.text for r in self.revisions if r.status == "approved"}
        return {**self.answers, **later}


def in_batches(found: Iterator[SheetContent], size: int) -> Iterator[list[SheetContent]]:
    """Cut into lists of that size."""
    while batch := list(islice(found, size)):
        yield batch


def sheets(corpus: Corpus, count: int) -> Iterator[SheetContent]:
    """Yield ``count`` sheets; ATOP IDs are spread over the four digits."""
    stride = 9000 // count
    if stride < 1:
        raise SystemExit("ATOP IDs have four digits, so there is room for 9,000 sheets.")
    for place in range(count):
        yield _sheet(corpus, place, 1000 + place * stride, count)


def _sheet(corpus: Corpus, place: int, atop_id: int, count: int) -> SheetContent:
    dice = random.Random(f"{SEED}-{atop_id}")
    answers = {number: corpus.answer(number, dice) for number in corpus.answers}
    answers |= {ATOP_ID: str(atop_id), SIGNED: signed(dice), MEMBERS: members(dice)}
    started_at = FIRST_DAY + timedelta(minutes=place * 10)
    sheet = SheetContent(place, atop_id, started_at, answers, dice.randrange(len(corpus.codes)))
    asked = dice.sample([n for n in answers if n not in (ATOP_ID, SIGNED, MEMBERS)], REVISIONS)
    for turn, number in enumerate(asked):
        sheet.revisions.append(_revision(corpus, sheet, turn, number, dice, _last(place, count)))
    return sheet


def _last(place: int, count: int) -> str:
    """The status of the sheet's newest revision: most wait, some are drafts, some approved."""
    spread = place * 7919 % count / count  # neighbours differ
    if spread < PENDING_SHARE:
        return "pending"
    return "draft" if spread < PENDING_SHARE + DRAFT_SHARE else "approved"


def _revision(
    corpus: Corpus, sheet: SheetContent, turn: int, number: int, dice: random.Random, last: str
) -> Proposed:
    status = ("approved", "returned", "approved", "approved", last)[turn]
    mark = f"{sheet.atop_id}-{turn + 1}"
    base = sheet.answers[number]
    begun = sheet.started_at + timedelta(days=30 * (turn + 1), minutes=dice.randrange(600))
    at = (begun, begun + timedelta(hours=2), begun + timedelta(days=3))
    return Proposed(
        question=number,
        author=dice.randrange(CODERS),
        reviewer=dice.randrange(CLIENTS),
        status=status,
        base=base,
        text=corpus.revised(base, mark, dice),
        note=dice.choice(NOTES),
        mark=mark,
        at=at[: {"draft": 1, "pending": 2}.get(status, 3)],
        comment=dice.choice(COMMENTS) if status == "returned" else "",
    )
