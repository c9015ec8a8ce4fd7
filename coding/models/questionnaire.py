"""The questionnaire as the section models declare it: its questions in five sections.

Everything that needs the questions (forms, pages, import, differences, exports) reads them here,
so that each stays declared once, on its section model.
"""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from coding.codebook.declarations import mistakes_in_question
from coding.codebook.questionnaire import PrintedQuestion
from coding.models.answer_fields import Answer, Identifier
from coding.models.context import Context
from coding.models.documentation import Documentation
from coding.models.formation import Formation
from coding.models.institutionalization import Institutionalization
from coding.models.obligations import Obligations
from coding.models.section import SectionRow

MODELS: tuple[type[SectionRow], ...] = (
    Formation,
    Obligations,
    Institutionalization,
    Context,
    Documentation,
)


@dataclass(frozen=True)
class Section:
    """One of the five printed sections; ``key`` names it in addresses and on Sheet."""

    key: str
    numeral: str
    title: str
    model: type[SectionRow] = field(repr=False)

    @cached_property
    def questions(self) -> tuple["Question", ...]:
        return tuple(
            Question(self, declared)
            for declared in self.model._meta.local_fields
            if isinstance(declared, Answer)
        )

    @property
    def heading(self) -> str:
        """The printed heading, as in "SECTION II: OBLIGATIONS"."""
        return f"SECTION {self.numeral}: {self.title.upper()}"

    @property
    def first(self) -> int:
        return self.questions[0].number

    @property
    def last(self) -> int:
        return self.questions[-1].number


class Question:
    """One printed question: what its field declares, and the section it stands in."""

    def __init__(self, section: Section, declared: Answer) -> None:
        self.section = section
        self.kind = declared
        self.key = declared.name
        self.number = declared.number
        self.n = str(declared.number)  # as pages print it; templates format numbers slowly
        self.wording = declared.wording
        self.label = declared.label
        self.help = declared.help
        self.rows = declared.rows
        self.placeholder = declared.placeholder
        self.inline = declared.inline
        self.revisable = declared.revisable

    @cached_property
    def plain(self) -> PrintedQuestion:
        """The question for rooms that do not know the models."""
        section = f"{self.section.numeral} {self.section.title}"
        return PrintedQuestion(
            self.number,
            section,
            self.wording,
            self.label,
            self.kind.since,
            self.kind.formerly,
            self.help,
        )

    def answer_on(self, sheet: Any) -> str:
        """Return the approved answer of a sheet that is loaded with its sections."""
        return str(getattr(getattr(sheet, self.section.key), self.key))

    def __repr__(self) -> str:
        return f"Q{self.number} {self.label}"


SECTIONS: tuple[Section, ...] = tuple(
    Section(model._meta.model_name or "", model.numeral, model.title, model) for model in MODELS
)
QUESTIONS: tuple[Question, ...] = tuple(
    question for section in SECTIONS for question in section.questions
)
BY_NUMBER: dict[int, Question] = {question.number: question for question in QUESTIONS}
if [*BY_NUMBER] != list(range(1, len(QUESTIONS) + 1)):
    raise ImproperlyConfigured(
        "The questions are not numbered 1, 2, 3 … in printed order, each number once: "
        f"{', '.join(question.n for question in QUESTIONS)}. Mend their numbers in coding/models."
    )
if mistakes := [mistake for asked in QUESTIONS for mistake in mistakes_in_question(asked.plain)]:
    raise ImproperlyConfigured(" ".join(mistakes))

ALWAYS_ASKED = tuple(question for question in QUESTIONS if not question.kind.since)


def question_of_kind(kind: type[Answer]) -> Question:
    """Return the first question that is answered in this kind."""
    return next(question for question in QUESTIONS if isinstance(question.kind, kind))


IDENTIFIER = question_of_kind(Identifier)
BY_KEY: dict[str, Section] = {section.key: section for section in SECTIONS}
