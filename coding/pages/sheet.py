"""The sheet's own page: the printed form, now or at a past moment, and open changes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from coding.codebook.blank import why_blank
from coding.codebook.still_to_do import Progress, count
from coding.conversation.comment_threads import open_on
from coding.history import timeline
from coding.history.codes_in_words import CodeLine, lines_of, merge_alike
from coding.models import CheckCount, RevisionEvent, Sheet
from coding.models.compiled_queries import CompiledQuery
from coding.models.questionnaire import QUESTIONS, SECTIONS, Question, Section
from coding.models.release import release_at
from coding.models.revision import RevisionQuerySet, Status
from coding.models.variables import VARIABLES
from coding.pages.loaded_sheet import LoadedSheet, load_at, load_for
from coding.pages.open_revisions import Mark, own_drafts
from coding.pages.phase_comparison import QuestionDifference, of_sheet
from coding.pages.phase_place import PhasePlace, place_of
from coding.pages.rail import Rail, rail
from coding.pages.sheet_order import assignees
from coding.workflow import rules
from coding.workflow.transitions import step_named
from coding.workflow.visibility import visible_to_all

LATEST = 8  # number of steps shown


@dataclass(frozen=True)
class AnsweredQuestion:
    """One question with its answer and codes, and its open changes."""

    question: Question
    wording: str  # at the time of the answer
    answer: str
    lines: list[CodeLine]
    marks: list[Mark] = field(default_factory=list)
    phase_difference: QuestionDifference | None = None
    threads: int = 0  # open threads of comments

    @property
    def says_why_blank(self) -> bool:
        """Whether the answer is only the reason why there is none."""
        return bool(self.answer) and why_blank(self.answer) is not None


@dataclass(frozen=True)
class SheetPage:
    """The page of a sheet. ``moment`` is None for the sheet as it is now."""

    sheet: Sheet
    moment: datetime | None
    sections: list[tuple[Section, list[AnsweredQuestion]]]  # none before the first approval
    place: PhasePlace
    changed: list[int]  # the questions that differ from the phase before
    rail: Rail
    progress: Progress | None  # None for a past moment
    may_revise: bool
    notes: tuple[str, ...]
    steps: list[tuple[str, RevisionEvent]]  # the newest ones, with what was done
    own_drafts: list[Mark]
    has_open: bool  # whether something is submitted, or drafted by the reader
    assignees: list[str]  # the names of the assigned coders


def load_sheet_page(sheet: Sheet, moment: datetime | None, user: Any) -> SheetPage:
    loaded = load_at(moment, user, sheet) if moment else load_for(user, sheet, QUESTIONS)
    differences = {} if moment else of_sheet(loaded)
    threads = {} if moment else open_on(sheet)
    return SheetPage(
        sheet=sheet,
        moment=moment,
        sections=_sections(loaded, differences, threads, moment) if loaded.approved.answers else [],
        place=place_of(loaded),
        changed=[number for number, difference in differences.items() if not difference.is_same],
        rail=rail(loaded.approved.answers, loaded.marks, lambda question: f"#q{question.number}"),
        progress=None if moment else _progress(loaded),
        may_revise=not moment and rules.why_not_propose(user) is None,
        notes=revision_notes(sheet, until=moment),
        steps=[
            (step_named(event.step).done, event)
            for event in timeline.of_sheet(sheet, viewer=user, most=LATEST)
        ],
        own_drafts=own_drafts(loaded.marks),
        has_open=_has_open(loaded),
        assignees=[] if moment else assignees([sheet.pk]).get(sheet.pk, []),
    )


def _has_open(loaded: LoadedSheet) -> bool:
    shown = (mark for marks in loaded.marks.values() for mark in marks)
    return any(line.status == Status.PENDING or line.is_own_draft for line in shown)


def _sections(
    loaded: LoadedSheet,
    differences: Mapping[int, QuestionDifference],
    threads: Mapping[int, int],
    moment: datetime | None,
) -> list[tuple[Section, list[AnsweredQuestion]]]:
    release = release_at(moment) if moment else ""

    def answered(question: Question) -> AnsweredQuestion:
        number = question.number
        return AnsweredQuestion(
            question=question,
            wording=question.plain.wording_in(release),
            answer=loaded.approved.answers[number],
            lines=merge_alike(lines_of(question, loaded.approved.coding, loaded.names)),
            marks=loaded.marks.get(number, []),
            phase_difference=differences.get(number),
            threads=threads.get(number, 0),
        )

    return [(section, [answered(q) for q in section.questions]) for section in SECTIONS]


def _progress(loaded: LoadedSheet) -> Progress:
    answered = sum(1 for answer in loaded.approved.answers.values() if answer)
    counted = _CHECK_COUNT.first(loaded.sheet.pk)
    codes = count(loaded.approved.coding, VARIABLES)
    return Progress(answered, len(QUESTIONS), *codes, counted.found if counted else 0)


def revision_notes(sheet: Sheet, *, until: datetime | None = None) -> tuple[str, ...]:
    """Return the sheet's revision notes in the printed form, as they were at the moment."""
    if until is None:
        return timeline.revision_notes(_APPROVED.all(sheet.pk))
    return timeline.revision_notes(_approved(sheet).filter(decided_at__lte=until))


def _approved(sheet: Any) -> RevisionQuerySet:
    return visible_to_all().filter(sheet=sheet).defer("text", "base", "note", "comment")


_APPROVED = CompiledQuery(_approved)
_CHECK_COUNT = CompiledQuery(
    lambda sheet: CheckCount.objects.filter(sheet=sheet).defer("by_section", "saw", "findings")
)
