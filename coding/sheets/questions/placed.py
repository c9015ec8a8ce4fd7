"""Where a question was found on the page, and how its number may be printed."""

import re
from dataclasses import dataclass

from coding.models.questionnaire import Question
from coding.sheets.questions.wording import Match

# "14.", "014.", "45,", "Q14:", "14)", "(14)", "14 –", "I.14" with the section's number, or a number
# alone; the wording may follow below. Not "No. 14", which may be the answer above and the question
# run together.
NUMBER = re.compile(
    r"\W{0,3}(?:(?:Q|Question|Item)\b\.?\s*|Q(?=\d))?#?\s?(?:(?:I{1,3}|IV|V)[.-](?=\d))?"
    r"0?(?P<number>\d{1,2})(?!\d)\s?"
    r"(?P<mark>\.?\s?[–—/-]|[.,:;)\]]?)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Placed:
    """A question found in the document: from ``line`` to (``end_line``, ``end_column``).

    ``column`` is where it begins if the answer above is on the same line, else 0. ``tail`` has the
    words at its end that differ from the form's. A question that ``is_reworded`` is known by its
    number and place alone.
    """

    question: Question
    line: int
    end_line: int
    end_column: int
    match: Match
    number: int | None
    mark: str = ""
    tail: str = ""
    is_reworded: bool = False
    column: int = 0

    @property
    def begin(self) -> tuple[int, int]:
        return self.line, self.column


@dataclass(frozen=True)
class Located:
    """The place chosen for each question, repeated questions, and numbers of no question."""

    chosen: dict[int, Placed]
    repeated: dict[int, list[Placed]]
    other_numbers: list[tuple[int, int]]

    @property
    def places(self) -> list[Placed]:
        again = (placed for places in self.repeated.values() for placed in places[1:])
        return sorted((*self.chosen.values(), *again), key=lambda placed: placed.begin)

    def begins_and_ends(self, number: int) -> bool:
        """Whether the question after this one follows it, so that its answer is whole."""
        placed, following = self.chosen.get(number), self.chosen.get(number + 1)
        if placed is None or following is None:
            return False
        return (placed.end_line, placed.end_column) <= following.begin
