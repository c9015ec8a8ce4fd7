"""The sheet as it would read with proposals inserted, and changed places marked."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import prefetch_related_objects
from django.http import QueryDict

from coding.codebook.sheet import SheetState
from coding.forms.queue_filter import IMPORTS
from coding.forms.review import Marked
from coding.history.codes_in_words import CodeLine, lines_of, merge_alike
from coding.models import Revision, Sheet
from coding.models.people_names import with_username
from coding.models.questionnaire import QUESTIONS, SECTIONS, Question, Section
from coding.models.revision import Origin, Status
from coding.pages.approval import Approval, approvals_of
from coding.pages.loaded_sheet import LoadedSheet, load_for
from coding.pages.open_revisions import marks_of
from coding.pages.proposals import proposals_of
from coding.pages.rail import Rail, rail
from coding.pages.review import Choice
from coding.workflow import rules
from coding.workflow.checking import with_revisions

ALL = "~all"  # all submitted proposals; no user name has a tilde
_LABELS = {ALL: "all that is submitted", IMPORTS: "imports"}


@dataclass(frozen=True)
class ProposalsOf:
    """A person whose proposals can be shown, as the address names them."""

    name: str
    label: str
    count: int


@dataclass(frozen=True)
class QuestionAsProposed:
    """One question as it would read. ``follows`` are codes derived from the changes."""

    question: Question
    answer: str
    lines: list[CodeLine]
    follows: list[CodeLine]
    choices: list[Choice]

    @property
    def is_contested(self) -> bool:
        """Whether the question has several proposals, of which only one is approved at a time."""
        return len(self.choices) > 1

    @property
    def is_changed(self) -> bool:
        return bool(self.choices or self.follows)


@dataclass(frozen=True)
class SheetAsProposed:
    """The page. ``by`` is the one of ``whose`` that is shown."""

    sheet: Sheet
    whose: list[ProposalsOf]
    by: str
    sections: list[tuple[Section, list[QuestionAsProposed]]]
    rail: Rail
    is_changed_only: bool
    count: int
    drafts: int  # number of the reader's own drafts among them
    approvals: list[Approval]  # effects of approving the proposals shown

    @property
    def is_to_decide(self) -> bool:
        """Whether the reader may decide on one of the proposals."""
        choices = [
            choice
            for _, listed in self.sections
            for question in listed
            for choice in question.choices
        ]
        return any(choice.proposal.reason_against is None for choice in choices)


def load_sheet_as_proposed(sheet: Sheet, user: Any, query: QueryDict) -> SheetAsProposed:
    """Return the page of a sheet that is loaded with its sections."""
    loaded = load_for(user, sheet, QUESTIONS)
    groups = _groups(loaded)
    by = query.get("by") or _usual(groups, user)
    shown, is_changed_only = groups.get(by, []), query.get("show") == "changed"
    state, questions = _questions(loaded, shown)
    listed = {number: q for number, q in questions.items() if q.is_changed or not is_changed_only}
    return SheetAsProposed(
        sheet=sheet,
        whose=[
            ProposalsOf(name, _label(name, given, user), len(given))
            for name, given in groups.items()
        ],
        by=by,
        sections=[
            (section, _in_section(section, listed))
            for section in SECTIONS
            if _in_section(section, listed)
        ],
        rail=rail(state.answers, marks_of(shown, user), lambda question: f"#q{question.number}"),
        is_changed_only=is_changed_only,
        count=len(shown),
        drafts=sum(revision.status == Status.DRAFT for revision in shown),
        approvals=approvals_of(_approved_together(questions.values()), {sheet.pk: loaded.approved}),
    )


def _approved_together(questions: Iterable[QuestionAsProposed]) -> list[Revision]:
    """Return what the reader could approve together; if nothing, all proposals shown."""
    put_in = [q.choices[0].proposal for q in questions if q.choices and not q.is_contested]
    open_to_them = [proposal.revision for proposal in put_in if proposal.may_be_approved]
    return open_to_them or [proposal.revision for proposal in put_in]


def _groups(loaded: LoadedSheet) -> dict[str, list[Revision]]:
    """Return the proposals in groups: all that are submitted, and each person's.

    Drafts are in their author's group only: nobody else reads them as proposals.
    """
    submitted = [own for own in loaded.open_revisions if own.status == Status.PENDING]
    drafted = [revision for revision in loaded.own.values() if revision.status == Status.DRAFT]
    prefetch_related_objects([*submitted, *drafted], "author", "follows")
    groups = {ALL: submitted}
    for revision in sorted([*submitted, *drafted], key=lambda own: (own.author_name, own.question)):
        revision.sheet = loaded.sheet
        groups.setdefault(_name(revision), []).append(revision)
    return groups


def _name(revision: Revision) -> str:
    if revision.origin == Origin.IMPORTED or revision.author is None:
        return IMPORTS
    return revision.author.get_username()


def _usual(groups: Mapping[str, list[Revision]], user: Any) -> str:
    """Return the default group: a coder's own, else all."""
    own = user.get_username()
    return own if own in groups and rules.why_not_decide(user) else ALL


def _label(name: str, given: list[Revision], user: Any) -> str:
    if name in _LABELS:
        return _LABELS[name]
    if name == user.get_username():
        return "yours"
    return with_username(given[0].author_name, name)


def _questions(
    loaded: LoadedSheet, shown: list[Revision]
) -> tuple[SheetState, dict[int, QuestionAsProposed]]:
    """Return the sheet with the proposals, and each question as it would read.

    Where a question has several proposals, none of them is inserted.
    """
    choices: dict[int, list[Choice]] = defaultdict(list)
    for proposal in proposals_of(loaded, shown):
        choices[proposal.revision.question].append(Choice(proposal, Marked()))
    alone = [revision for revision in shown if len(choices[revision.question]) == 1]
    state = with_revisions(loaded.approved, alone)
    is_coded = any(revision.codes for revision in alone)
    return state, {
        question.number: _question(loaded, state, question, choices[question.number], is_coded)
        for question in QUESTIONS
    }


def _question(
    loaded: LoadedSheet,
    state: SheetState,
    question: Question,
    choices: list[Choice],
    is_coded: bool,
) -> QuestionAsProposed:
    """Return one question; ``is_coded`` says that the proposals contain codes."""
    lines = lines_of(question, state.coding, loaded.names)
    follows = []
    if is_coded:
        now = lines_of(question, loaded.approved.coding, loaded.names)
        follows = [line for line in lines if line.is_derived and line not in now]
    return QuestionAsProposed(
        question,
        loaded.approved.answers[question.number],
        [] if choices else merge_alike(line for line in lines if line not in follows),
        merge_alike(follows),
        choices,
    )


def _in_section(
    section: Section, questions: Mapping[int, QuestionAsProposed]
) -> list[QuestionAsProposed]:
    return [questions[q.number] for q in section.questions if q.number in questions]
