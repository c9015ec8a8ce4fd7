"""The rail of all questions beside a sheet: the current one, blank ones, open ones."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from coding.models.questionnaire import QUESTIONS, SECTIONS, Question, Section
from coding.models.revision import Status
from coding.pages.open_revisions import Mark

_WORDS = {Status.PENDING: "in review", Status.DRAFT: "in draft", Status.RETURNED: "returned"}


@dataclass(frozen=True)
class RailLink:
    """One question in the rail."""

    question: Question
    address: str
    is_blank: bool
    is_here: bool
    marks: list[Mark] = field(default_factory=list)


@dataclass(frozen=True)
class Rail:
    """The rail; ``counts`` say what the dots mean, and how many there are."""

    answered: int
    counts: list[tuple[str, str]]
    sections: list[tuple[Section, list[RailLink]]]
    questions: int = len(QUESTIONS)


def rail(
    answers: Mapping[int, str],
    marks: Mapping[int, list[Mark]],
    href: Callable[[Question], str],
    here: Question | None = None,
) -> Rail:
    """Return the rail of a sheet; ``href`` returns the link of a question."""

    def link(question: Question) -> RailLink:
        number = question.number
        is_blank = not answers.get(number)
        return RailLink(question, href(question), is_blank, question is here, marks.get(number, []))

    statuses = [mark.status for of_question in marks.values() for mark in of_question]
    return Rail(
        answered=sum(1 for answer in answers.values() if answer),
        counts=[
            (status.value, f"{statuses.count(status)} {words}")
            for status, words in _WORDS.items()
            if status in statuses
        ],
        sections=[(section, [link(q) for q in section.questions]) for section in SECTIONS],
    )
