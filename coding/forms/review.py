"""What a reviewer sends: a decision on one revision, or one on each of several."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict

from coding.forms.places_in_lists import read_id
from coding.models import Revision
from coding.workflow.review import Verdict
from coding.workflow.transitions import Transition, decisions, step_named

LEAVE = "leave"  # leaves a proposal undecided


def why_not_with_comment(step: Transition, comment: str, *, is_meant: bool) -> str:
    """Return why the comment may be there by mistake: the step stores it but needs none."""
    if step.needs_comment or is_meant or not comment.strip():
        return ""
    return (
        "There is a comment, and it may be meant as a reason to return. Tick that it is stored "
        "with the approval, empty its box, or return."
    )


class Decision(forms.Form):
    """A decision on one revision, bound to what was on the screen."""

    decision = forms.TypedChoiceField(
        choices=lambda: [(transition.name, transition.label) for transition in decisions()],
        coerce=step_named,
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), "Nothing was decided. Press one of the buttons below."
        ),
    )
    comment = forms.CharField(required=False)
    with_comment = forms.BooleanField(required=False)
    seen = forms.CharField(required=False)

    def clean(self) -> dict[str, Any]:
        """Ask before a comment is stored with an approval: it may be meant as an objection."""
        data = self.cleaned_data
        step: Transition | None = data.get("decision")
        is_meant = data["with_comment"]
        why = why_not_with_comment(step, data["comment"], is_meant=is_meant) if step else ""
        if why:
            raise forms.ValidationError(f"Nothing was decided. {why}")
        return data


@dataclass(frozen=True)
class Marked:
    """The mark on one of several proposals: a decision, LEAVE, or nothing."""

    decision: str = ""
    comment: str = ""
    seen: str = ""


class Decisions:
    """Decisions on several revisions: ``revision`` and ``seen`` come in pairs, in the page's order.

    Each may have its own ``decision-ID`` and ``comment-ID``. ``others`` is the decision on the
    unmarked ones, with ``comment``; it is empty if only the marked ones are decided on.
    """

    def __init__(self, data: QueryDict) -> None:
        ids = [read_id(text) for text in data.getlist("revision")]
        seen = dict(zip(ids, data.getlist("seen"), strict=False))
        self.is_sent = "others" in data
        self.others = data.get("others", "")
        self.comment = data.get("comment", "")
        self.with_comment = "with_comment" in data
        self.marked: dict[int, Marked] = {
            pk: Marked(
                data.get(f"decision-{pk}", ""), data.get(f"comment-{pk}", ""), seen.get(pk, "")
            )
            for pk in ids
            if pk is not None
        }

    def verdicts(self, revisions: Mapping[int, Revision]) -> list[Verdict]:
        """Return the decisions on those revisions that were found."""
        return [
            Verdict(
                step,
                revisions[pk],
                marked.seen,
                marked.comment if marked.decision else self.comment,
            )
            for pk, marked in self.marked.items()
            if pk in revisions and (step := self._step_of(marked))
        ]

    def not_sent(self, revisions: Mapping[int, Revision]) -> dict[int, str]:
        """Return the revisions not decided because of an ambiguous comment, with the reason."""
        why = {
            pk: self._why_not_sent(marked) for pk, marked in self.marked.items() if pk in revisions
        }
        return {pk: reason for pk, reason in why.items() if reason}

    def _why_not_sent(self, marked: Marked) -> str:
        if self._step_of(marked):
            return ""
        if marked.comment.strip() and marked.decision == LEAVE:
            return "It is left open, so its comment was not stored."
        if marked.comment.strip():
            return "There is a comment, but no decision. Choose one, or empty the comment."
        return "" if marked.decision else self._why_not_others()

    def _why_not_others(self) -> str:
        """Return why the common comment may be meant as a reason against the approval."""
        step = {transition.name: transition for transition in decisions()}.get(self.others)
        return why_not_with_comment(step, self.comment, is_meant=self.with_comment) if step else ""

    def _step_of(self, marked: Marked) -> Transition | None:
        """Return the decision on one; a comment alone may be an objection, and decides nothing."""
        steps = {transition.name: transition for transition in decisions()}
        if marked.decision or marked.comment.strip():
            return steps.get(marked.decision)
        return None if self._why_not_others() else steps.get(self.others)
