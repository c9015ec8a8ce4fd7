"""Proposals as a reader sees them: what each changes, next to what stays."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from coding.codebook.cells import Address, CellValues
from coding.codebook.variables import Variable
from coding.history.codes_in_words import CodeChange, CodeLine, changes, lines_of, merge_alike
from coding.history.differences import DiffPiece, difference
from coding.models import Annotation, Revision
from coding.models.questionnaire import Question
from coding.models.variables import declared
from coding.pages.loaded_sheet import LoadedSheet
from coding.pages.members_changed import MembersChanged, members_changed
from coding.pages.phase_comparison import PhaseBefore, QuestionDifference, lines_proposed
from coding.pages.proposal_in_words import in_words
from coding.workflow import rules
from coding.workflow.record_writer import fingerprint
from coding.workflow.transitions import Transition, decisions


@dataclass(frozen=True)
class Proposal:
    """One revision compared with approved data; ``seen`` binds a decision to what is shown."""

    revision: Revision
    seen: str
    in_words: list[str]
    approved: str
    pieces: list[DiffPiece]  # changes of the prose; none where it stays
    codes: list[CodeChange]
    members: MembersChanged | None  # changes by members, where there are many
    variables: list[Variable]  # with changed codes
    unchanged: list[CodeLine]  # the other approved codes of the question
    is_overtaken: bool  # whether the approved answer changed after the proposal was begun
    reason_against: str | None  # why the viewer may not decide on it
    steps: list[Transition]  # the decisions that the viewer may take
    against: QuestionDifference | None  # the phase before, if this is the phase's first answer
    lines: list[CodeLine]  # its codes, if compared with the phase before
    annotations: Sequence[Annotation]  # of the coding rule

    @property
    def may_be_approved(self) -> bool:
        return self.reason_against is None and any(step.brings_answer for step in self.steps)

    @property
    def is_of_codes_alone(self) -> bool:
        return not self.revision.changes_text


def proposals_of(loaded: LoadedSheet, revisions: Iterable[Revision]) -> list[Proposal]:
    """Return the proposals of the sheet's revisions; the phase before is read if needed."""
    shown = list(revisions)
    is_any_first = any(_is_first(loaded, revision) for revision in shown)
    before = PhaseBefore.of(loaded.sheet) if is_any_first else None
    return [_proposal(loaded, revision, before) for revision in shown]


def _is_first(loaded: LoadedSheet, revision: Revision) -> bool:
    """Whether neither prose nor a code is approved at the question yet."""
    number = revision.question
    return not loaded.approved.answers[number] and not loaded.cells_at(number)


def _proposal(loaded: LoadedSheet, revision: Revision, before: PhaseBefore | None) -> Proposal:
    asked, names = revision.asked, loaded.names
    approved = loaded.approved.answers[revision.question]
    cells = loaded.cells_at(revision.question)
    replaced = {cell: cells.get(cell) for cell in revision.codes}
    against = None
    if before and _is_first(loaded, revision):
        against = before.of_revision(revision, names)
    return Proposal(
        revision=revision,
        seen=fingerprint(revision, approved, replaced),
        in_words=in_words(loaded, revision, approved, replaced),
        approved=approved,
        pieces=difference(approved, revision.text) if revision.changes_text else [],
        codes=changes(revision.codes, replaced, names),
        members=members_changed(revision.codes, replaced, loaded.approved.coding, names),
        variables=_variables(revision.codes),
        unchanged=unchanged_codes(loaded, asked, revision.codes),
        is_overtaken=(revision.changes_text and approved != revision.base)
        or replaced != revision.base_codes,
        reason_against=rules.why_not_review(revision, loaded.user),
        steps=[
            step for step in decisions() if rules.why_not_take(step, revision, loaded.user) is None
        ],
        against=against,
        lines=lines_proposed(revision, names) if against else [],
        annotations=loaded.annotations.get(revision.question, ()),
    )


def _variables(cells: CellValues) -> list[Variable]:
    ats = [Address.of(cell) for cell in cells]
    named = {(at.variable, bool(at.partner)): None for at in ats}
    return [declared(name, is_pair=is_pair) for name, is_pair in named]


def unchanged_codes(loaded: LoadedSheet, question: Question, changed: CellValues) -> list[CodeLine]:
    """Return the question's approved codes that stay, without derived ones.

    Derived codes may follow from what changes.
    """
    cells = loaded.cells_at(question.number)
    going = {cell: None for cell in changed if cell in cells}
    staying = loaded.approved.coding.with_cells(going) if going else loaded.approved.coding
    lines = lines_of(question, staying, loaded.names, names_all=False)
    return merge_alike(line for line in lines if not line.is_derived)
