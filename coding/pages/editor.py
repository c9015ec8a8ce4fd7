"""An answer as its author finds it: the box to write in, what stands approved, what came back."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from coding.forms.draft import Draft, shown
from coding.history.codes_in_words import CodeChange, changes
from coding.history.differences import Piece, difference
from coding.models import Revision, Sheet
from coding.models.questionnaire import Question
from coding.models.revision import Origin, Status
from coding.pages.code_panel import Panel
from coding.pages.phase_comparison import Against, mark
from coding.workflow import rules


@dataclass
class Box:
    """One question's box. ``typed`` is what was sent and could not be kept as it was sent."""

    question: Question
    approved: str
    codes: Panel
    author: int  # the id of the person who writes here
    own: Revision | None = None  # the author's draft or pending revision
    returned: Revision | None = None  # came back, and was not taken up yet
    typed: Draft | None = None
    error: str = ""
    error_at: str = "text"
    has_conflict: bool = False
    against: Against | None = None  # the phase before, where the sheet follows one

    @property
    def text(self) -> str:
        """What stands in the box: typed, else drafted, else returned, else approved."""
        if self.typed:
            return str(self.typed.data.get(self.typed.add_prefix("text"), ""))
        kept = self.own or self.returned
        return kept.text if kept and kept.changes_text else self.approved

    @property
    def note(self) -> str:
        """The reason, from where the text comes from."""
        if self.typed:
            return str(self.typed.data.get(self.typed.add_prefix("note"), ""))
        kept = self.own or self.returned
        return kept.note if kept else ""

    @property
    def shown(self) -> str:
        """Fingerprint of what the page shows. Text that was not kept counts as typed anew."""
        return "" if self.typed else shown(self.text, self.note, self.codes.shown)

    @property
    def rests_on(self) -> str:
        """Fingerprint of the approved answer, to tell whether other prose is proposed at all."""
        return shown(self.approved)

    @property
    def seen(self) -> SafeString:
        """The hidden fields that tell a save from a section what the page has seen.

        Put together here: they are a quarter of what a template would look up for a section.
        """
        fields = (
            ("author", self.author, ' data-part="author"'),
            ("shown", self.shown, ""),
            ("approved", self.rests_on, ' data-part="approved"'),
            ("edits", self.edits, ' data-part="edits"'),
        )
        start = f'<input type="hidden" name="q{self.question.n}-'
        parts = [f'{start}{name}" value="{value}"{part}>' for name, value, part in fields]
        return mark_safe("".join(parts))  # numbers and fingerprints

    @property
    def edits(self) -> int:
        """The number of saves that this page has seen."""
        return self.own.edits if self.own else 0

    @property
    def is_pending(self) -> bool:
        """Whether the own revision is in review, where nobody changes it."""
        return self.own is not None and self.own.status == Status.PENDING

    @property
    def is_open(self) -> bool:
        """Whether there is something to type into."""
        return self.reason_against is None and (not self.is_pending or self.typed is not None)

    @property
    def reason_against(self) -> str | None:
        """Why the answer cannot be revised at all."""
        return rules.why_not_ready_to_revise(self.question)

    @property
    def overtaken(self) -> list[Piece]:
        """How the approved answer changed since the draft was begun."""
        if self.own is None or not self.own.changes_text or self.own.base == self.approved:
            return []
        return difference(self.own.base, self.approved)

    @property
    def overtaken_codes(self) -> list[CodeChange]:
        """How the approved codes that the draft replaces changed since it was begun."""
        if self.own is None:
            return []
        now = {cell: self.codes.approved.get(cell) for cell in self.own.base_codes}
        return changes(now, self.own.base_codes, self.codes.names)

    @property
    def code_changes(self) -> list[CodeChange]:
        """What the own revision changes in the codes."""
        own = self.own
        return changes(own.codes, own.base_codes, self.codes.names) if own else []

    @property
    def suffix(self) -> str:
        """What tells this box's anchors from the others' on a page of many."""
        return f"-{self.question.n}"

    @property
    def paragraphs(self) -> list[str]:
        """The approved answer's paragraphs; none when it is blank."""
        return self.approved.split("\n") if self.approved else []

    def refuse(self, typed: Draft | None, reason: str, *, at: str = "text") -> None:
        """Show the reason; ``typed`` is what was sent and has to stay in the box."""
        reason = reason.removeprefix(f"Q{self.question.number}: ")
        # What is said of codes may begin with the name of a variable, which has no capital.
        is_of_codes = at in ("checks", "codes")
        self.error = reason if is_of_codes else reason[:1].upper() + reason[1:]
        self.typed, self.error_at = typed, at
        if typed:
            self.codes.typed, self.codes.joining = typed.codes.raw, typed.codes.joining


def boxes_of(
    sheet: Sheet, panels: Iterable[Panel], revisions: list[Revision], user: Any
) -> dict[int, Box]:
    """Return a box for each panel's question, on a sheet loaded with its sections.

    The revisions hold at least what the user has open, or got back, on these questions.
    """
    boxes = {
        panel.question.number: Box(
            panel.question,
            getattr(getattr(sheet, panel.question.section.key), panel.question.key),
            panel,
            user.pk,
        )
        for panel in panels
    }
    taken_up = {revision.follows_id for revision in revisions}
    for revision in sorted(revisions, key=lambda one: one.pk):
        box = boxes.get(revision.question)
        if box is None or revision.author_id != user.pk or revision.origin != Origin.WRITTEN:
            continue
        if revision.is_open:
            box.own = revision
        elif revision.status == Status.RETURNED and revision.pk not in taken_up:
            box.returned = revision
    for box in boxes.values():
        kept = box.own or box.returned
        box.codes.kept = kept.codes if kept else {}
    mark(sheet, boxes.values())
    return boxes
