"""An answer as its author edits it: approved, drafted or returned."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import ClassVar

from coding.codebook.blank import REASONS, WhyBlank, why_blank
from coding.codebook.cells import CellValues
from coding.codebook.text import canonical
from coding.forms.draft import Draft, shown
from coding.history.codes_in_words import CodeChange, changes
from coding.history.differences import DiffPiece, difference
from coding.history.timeline import codes_suggested, words_suggested
from coding.models import Annotation, Revision
from coding.models.questionnaire import Question
from coding.models.revision import Status
from coding.models.variables import variables_at
from coding.pages.loaded_sheet import LoadedSheet
from coding.pages.phase_comparison import PhaseBefore, QuestionDifference
from coding.pages.question_codes import ROSTER_QUESTION, QuestionCodes
from coding.posted_drafts import DraftRefusal
from coding.workflow import rules
from coding.workflow.transitions import TRANSITIONS, Party, Transition


@dataclass(frozen=True)
class Editor:
    """One question as its author edits it. ``refusal`` says why an edit was refused."""

    question: Question
    approved: str
    text: str  # the text in the box: typed, else drafted, else returned, else approved
    note: str
    codes: QuestionCodes
    author: int  # the id of the person who edits
    own: Revision | None = None  # the author's draft or pending revision
    returned: Revision | None = None  # returned, and not taken up yet
    refusal: DraftRefusal | None = None
    phase_difference: QuestionDifference | None = None  # where the sheet follows another phase
    annotations: Sequence[Annotation] = ()  # of the coding rule
    reasons_for_blank: ClassVar = REASONS  # that may be chosen instead of an answer

    @property
    def steps(self) -> dict[str, Transition]:
        """The author's possible steps with the own revision, by name."""
        return {step.name: step for step in TRANSITIONS if step.party is Party.AUTHOR}

    @property
    def is_unsaved(self) -> bool:
        """Whether the box holds text that was sent and could not be saved."""
        return self.refusal is not None and self.refusal.typed is not None

    @property
    def is_conflict(self) -> bool:
        """Whether the author's draft was saved elsewhere after this page was loaded."""
        return self.refusal is not None and self.refusal.is_conflict

    @property
    def shown(self) -> str:
        """Fingerprint of what the page shows; unsaved text counts as just typed."""
        return "" if self.is_unsaved else shown(self.text, self.note, self.codes.shown)

    @property
    def rests_on(self) -> str:
        """Fingerprint of the approved answer, to detect whether new prose is proposed."""
        return shown(self.approved)

    @property
    def edits(self) -> int:
        """The number of saves when this page was loaded."""
        return self.own.edits if self.own else 0

    @property
    def is_pending(self) -> bool:
        """Whether the author's revision is in review, where it cannot be changed."""
        return self.own is not None and self.own.status == Status.PENDING

    @property
    def is_open(self) -> bool:
        """Whether the author can type an answer."""
        return self.why_not_revise is None and (not self.is_pending or self.is_unsaved)

    @property
    def is_blank(self) -> bool:
        """Whether there is neither an answer nor a reason for its absence."""
        text = self.own.text if self.own and self.is_pending and not self.is_unsaved else self.text
        return not canonical(text)

    @cached_property
    def why_blank(self) -> WhyBlank | None:
        return why_blank(canonical(self.text))

    @property
    def why_not_revise(self) -> str | None:
        return rules.why_not_ready_to_revise(self.question)

    @property
    def overtaken(self) -> list[DiffPiece]:
        """How the approved answer changed after the draft was begun."""
        if self.own is None or not self.own.changes_text or self.own.base == self.approved:
            return []
        return difference(self.own.base, self.approved)

    @property
    def overtaken_codes(self) -> list[CodeChange]:
        """How the approved codes that the draft replaces changed after it was begun."""
        if self.own is None:
            return []
        now = {cell: self.codes.approved.get(cell) for cell in self.own.base_codes}
        return changes(now, self.own.base_codes, self.codes.names)

    @property
    def code_changes(self) -> list[CodeChange]:
        """What the author's revision changes in the codes."""
        own = self.own
        return changes(own.codes, own.base_codes, self.codes.names) if own else []

    @property
    def answered(self) -> Revision | None:
        """The revision that was returned, or that the author's own one follows.

        A draft that was handed over leads to the revision that the former author's draft followed.
        """
        answered = self.returned or (self.own.follows if self.own else None)
        while answered and not answered.comment and answered.follows:
            answered = answered.follows
        return answered

    @property
    def words_suggested(self) -> list[DiffPiece]:
        """How the reviewer's suggestion differs from the proposal."""
        return words_suggested(self.answered) if self.answered else []

    @property
    def codes_suggested(self) -> list[CodeChange]:
        return codes_suggested(self.answered, self.codes.names) if self.answered else []


def editor_of(
    loaded: LoadedSheet,
    question: Question,
    before: PhaseBefore | None,
    *,
    refusal: DraftRefusal | None = None,
    is_alone: bool,
) -> Editor:
    """Return the editor of one question; ``before`` is the phase that the sheet follows.

    ``is_alone`` says that the question stands on its own page, with all its codes.
    """
    own, returned = loaded.own.get(question.number), loaded.returned.get(question.number)
    typed, kept = refusal.typed if refusal else None, own or returned
    codes = _codes_of(loaded, question, kept, typed, is_alone=is_alone)
    approved, author = loaded.approved.answers[question.number], loaded.user.pk
    text = kept.text if kept and kept.changes_text else approved
    note = kept.note if kept else ""
    if typed:
        text, note = typed.typed("text"), typed.typed("note")
    editor = Editor(question, approved, text, note, codes, author, own, returned, refusal)
    since = _since(before, editor) if before else None
    annotations = loaded.annotations.get(question.number, ())
    return replace(editor, phase_difference=since, annotations=annotations)


def _codes_of(
    loaded: LoadedSheet,
    question: Question,
    kept: Revision | None,
    typed: Draft | None,
    *,
    is_alone: bool,
) -> QuestionCodes:
    """Return the codes with the author's ``kept`` ones, or those ``typed`` and not saved."""
    return QuestionCodes(
        question,
        loaded.approved.coding,
        loaded.cells.get(question.number, {}),
        loaded.names,
        drafted=kept.codes if kept else {},
        roster_drafted=_roster_drafted(loaded, question),
        typed=typed.codes.raw if typed else {},
        joining=typed.codes.joining if typed else "",
        is_alone=is_alone,
    )


def _since(before: PhaseBefore, editor: Editor) -> QuestionDifference | None:
    """Compare the editor's answer and codes with the phase before."""
    codes, is_proposed = editor.codes, editor.own is not None
    cells = {**codes.approved, **codes.drafted}
    return before.difference(
        editor.question, editor.text, cells, codes.names, is_proposed=is_proposed
    )


def _roster_drafted(loaded: LoadedSheet, question: Question) -> CellValues:
    """Return the members that the author proposes at the roster, so that codes can be typed."""
    roster = loaded.own.get(ROSTER_QUESTION)
    is_of_members = any(variable.scope != "A" for variable in variables_at(question.number))
    if roster is None or question.number == ROSTER_QUESTION or not is_of_members:
        return {}
    return roster.codes
