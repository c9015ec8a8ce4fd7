"""What a reviewer sends: a decision on one revision, or one on each of several."""

from collections.abc import Mapping
from dataclasses import dataclass

from django import forms
from django.http import QueryDict

from coding.forms.places import read_id
from coding.models import Revision
from coding.workflow.review import Verdict
from coding.workflow.transitions import Transition, decisions, step_named

LEAVE = "leave"  # marks a proposal that is left open


class Decision(forms.Form):
    """A decision on one revision, bound to what was on the screen."""

    decision = forms.TypedChoiceField(
        choices=lambda: [(one.name, one.label) for one in decisions()], coerce=step_named
    )
    comment = forms.CharField(required=False)
    seen = forms.CharField(required=False)


@dataclass(frozen=True)
class Marked:
    """What a reviewer marked at one of several proposals: a decision, LEAVE, or nothing."""

    decision: str = ""
    comment: str = ""
    seen: str = ""


class Decisions:
    """Decisions on several revisions: ``revision`` and ``seen`` come in pairs, in the page's order.

    Each may have a ``decision-ID`` and a ``comment-ID`` of its own. ``others`` is the decision on
    those without, with ``comment``; it is empty where only those that are marked are decided on.
    """

    def __init__(self, data: QueryDict) -> None:
        ids = [read_id(text) for text in data.getlist("revision")]
        seen = dict(zip(ids, data.getlist("seen"), strict=False))
        self.is_sent = "others" in data
        self.others = data.get("others", "")
        self.comment = data.get("comment", "")
        self.marked: dict[int, Marked] = {
            pk: Marked(
                data.get(f"decision-{pk}", ""), data.get(f"comment-{pk}", ""), seen.get(pk, "")
            )
            for pk in ids
            if pk is not None
        }

    def verdicts(self, found: Mapping[int, Revision]) -> list[Verdict]:
        """Return the decisions on those of the revisions that were found."""
        return [
            Verdict(step, found[pk], one.seen, one.comment if one.decision else self.comment)
            for pk, one in self.marked.items()
            if pk in found and (step := self._step_of(one))
        ]

    def not_sent(self, found: Mapping[int, Revision]) -> dict[int, str]:
        """Return those that have a comment and no decision, and why nothing was done with it."""
        return {
            pk: "It is left open, so its comment was not stored."
            if one.decision == LEAVE
            else "There is a comment, but no decision. Choose one, or empty the comment."
            for pk, one in self.marked.items()
            if pk in found and one.comment.strip() and not self._step_of(one)
        }

    def _step_of(self, marked: Marked) -> Transition | None:
        """Return the decision on one; a comment alone may be an objection, and decides nothing."""
        steps = {one.name: one for one in decisions()}
        if marked.decision or marked.comment.strip():
            return steps.get(marked.decision)
        return steps.get(self.others)
