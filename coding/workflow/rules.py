"""Rules that return a reason or None: actions raise it, pages show it.

Two kinds are kept apart: may this person do it, and is the thing ready for it
(``why_not_ready_…``).
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects
from django.utils import timezone

from coding.codebook.cells import CellValues
from coding.codebook.text import as_typed
from coding.models import Release, Revision, RevisionEvent
from coding.models.questionnaire import Question
from coding.models.revision import Status
from coding.models.times import time_in_words
from coding.workflow.permissions import has_permission
from coding.workflow.proposed_codes import is_another_state, is_entered_at
from coding.workflow.transitions import Effect, Party, Transition, decisions, step_named, steps_from

Reason = str | None
WhyNot = Callable[[Any], Reason]


def _permitted(permission: str, otherwise: str) -> WhyNot:
    """Return the rule that asks for a permission; ``otherwise`` is the reason it gives."""
    return lambda user: None if has_permission(user, permission) else otherwise


why_not_read = _permitted(
    "view_sheet",
    "Your account has no role yet. Ask an admin to make you reader, coder or reviewer.",
)
# Assignments guide work, they do not fence it: coders write on any sheet.
why_not_propose = _permitted(
    "propose_revision", "Only coders write answers. Ask an admin for the coder role."
)
why_not_decide = _permitted(
    "decide_revision", "Only reviewers decide. Ask an admin for the reviewer role."
)
why_not_start = _permitted("start_sheet", "Only coders and admins start new sheets.")
why_not_put_aside = _permitted("put_sheet_aside", "Only admins put sheets aside.")
why_not_import = _permitted("import_sheets", "Only admins import.")
why_not_hand_over = _permitted("change_assignment", "Only admins hand work over.")
why_not_assign = _permitted("change_assignment", "Only admins assign sheets.")


def why_not_comment(user: Any) -> Reason:
    """Refuse people who only read: coders, reviewers and importing admins comment."""
    if any(why_not(user) is None for why_not in (why_not_propose, why_not_decide, why_not_import)):
        return None
    return "Only coders, reviewers and admins comment."


def why_not_name(user: Any) -> Reason:
    """Refuse all but those who decide or import: usual names are valid without review."""
    if why_not_decide(user) is None or why_not_import(user) is None:
        return None
    return "Only reviewers and admins say what an alliance is usually called."


why_not_annotate = _permitted("add_annotation", "Only admins annotate coding rules.")
why_not_load = _permitted("change_state", "Only admins load reference data.")
why_not_run_releases = _permitted("change_release", "Only admins freeze and publish releases.")
why_not_watch_exports = _permitted("view_exportrun", "Only admins look after the nightly export.")


def why_not_download(user: Any, release: Release | None) -> Reason:
    """Refuse a release that is not published to people without the right to read."""
    return None if release and release.published_at else why_not_read(user)


def why_not_take(transition: Transition, revision: Revision, user: Any) -> Reason:
    """Refuse unless this person may take this step with this revision."""
    if transition.party is Party.AUTHOR:
        return why_not_own(revision, user) or why_not_propose(user)
    if transition.party is Party.ADMIN:
        return why_not_hand_over(user)
    if revision.author_id is not None and revision.author_id == user.pk:
        return "You wrote this change, so somebody else decides on it."
    if transition.effect is Effect.ANSWER and _are_words_of(revision, user):
        return "These words are yours, suggested or begun, so somebody else approves them."
    if transition.effect is Effect.ANSWER and user.pk in revision.brought_by:
        return "You brought these words to the import desk, so somebody else approves them."
    return why_not_decide(user)


def _are_words_of(revision: Revision, user: Any) -> bool:
    return revision.words_by_id == user.pk or user.pk in revision.words_also_by


def why_not_own(revision: Revision, user: Any) -> Reason:
    """Refuse anybody but the author of the revision."""
    if revision.author_id is None or revision.author_id != user.pk:
        return f"Only {revision.author_name} can do this: it is their change."
    return None


def steps_open_to(user: Any, revision: Revision) -> list[Transition]:
    """Return the steps that this person may take with the revision as it stands."""
    steps = steps_from(revision.status)
    return [step for step in steps if why_not_take(step, revision, user) is None]


def why_not_review(revision: Revision, user: Any) -> Reason:
    """Refuse if there is no decision that this person may take on the revision now."""
    reason: Reason = None
    for transition in decisions():
        against = why_not_take(transition, revision, user) or why_not_from(
            transition, revision, user
        )
        if against is None:
            return None
        reason = reason or against
    return reason


def why_not_from(transition: Transition, revision: Revision, user: Any) -> Reason:
    """Refuse if the revision is not where the step begins; say who moved it on and when."""
    if revision.status == transition.source:
        is_empty = transition.effect is Effect.SUGGEST and not revision.suggestion
        return "Nothing is suggested. Write what should stand instead." if is_empty else None
    steps = list(revision.events.all())
    if not steps:
        return f"This is {revision.get_status_display()}, not {transition.source.label}."
    last = steps[-1]
    who = "you" if last.by_id and last.by_id == user.pk else last.by_name
    when = "at" if timezone.localdate(last.at) == timezone.localdate() else "on"
    return f"Already {step_named(last.step).done} by {who} {when} {time_in_words(last.at)}."


def read_steps(revisions: Iterable[Revision]) -> None:
    """Prefetch the steps of revisions that are no longer pending; rules then need no query."""
    moved_on = [revision for revision in revisions if revision.status != Status.PENDING]
    events = RevisionEvent.objects.only("revision_id", "step", "by_id", "by_name", "at")
    prefetch_related_objects(moved_on, Prefetch("events", events))


def has_decided_so(transition: Transition, revision: Revision, user: Any, comment: str) -> bool:
    """Whether this person took the very same decision before, as when a button is pressed twice."""
    is_own = revision.decided_by_id is not None and revision.decided_by_id == user.pk
    is_same_comment = revision.comment == as_typed(comment)
    return is_own and is_same_comment and revision.status == transition.target


def why_not_without(transition: Transition, comment: str) -> Reason:
    """Refuse an empty comment if the step needs one."""
    return None if as_typed(comment) else transition.why_comment or None


def why_not_ready_to_submit(revision: Revision, approved: str, replaced: CellValues) -> Reason:
    """Refuse a draft that changes nothing or lacks a reason; ``replaced`` has approved codes."""
    says_prose = revision.changes_text and revision.text != approved
    new_codes = [cell for cell, value in revision.codes.items() if replaced.get(cell) != value]
    if not says_prose and not new_codes:
        return f"Q{revision.question}: the draft says what is already approved. Nothing to submit."
    replaces = (says_prose and approved) or any(replaced.get(c) is not None for c in new_codes)
    if replaces and not revision.note:
        return f"Q{revision.question}: say why the approved answer should change."
    return None


def why_not_ready_to_code(question: Question, cells: CellValues) -> Reason:
    """Refuse cells of other questions, and members that stand under another state."""
    strays = [cell for cell in cells if not is_entered_at(question, cell)]
    if strays:
        return f"{strays[0]} is not entered at question {question.number}. Reload the page."
    misnamed = [cell for cell, value in cells.items() if is_another_state(cell, value)]
    if misnamed:
        return f"{misnamed[0]} cannot be {cells[misnamed[0]]}: it says which state joins. Reload."
    return None


def why_not_ready_to_revise(question: Question) -> Reason:
    """Refuse a question whose answers cannot be revised at all."""
    if question.revisable:
        return None
    return f"Q{question.number} is the sheet's own number. It is set when the sheet is started."


def why_not_ready_to_suggest(revision: Revision) -> Reason:
    """Refuse a suggestion that equals the proposal, or has cells of other questions."""
    text, codes = revision.suggestion["text"], revision.suggestion["codes"]
    if text == revision.text and codes == revision.codes:
        return "You suggest what is proposed already. Change it, or return it with a comment alone."
    return why_not_ready_to_code(revision.asked, codes)


def why_not_ready_to_take_up(returned: Revision, own: Revision | None) -> Reason:
    """Refuse if there is no suggestion left to take up; ``own`` is the author's open revision."""
    if not returned.suggestion or returned.status != Status.RETURNED:
        return "Nothing was suggested with it."
    if own is not None or returned.followed_by.exists():
        return "You went on from it already. Copy what you want of the suggestion."
    return None


def why_not_ready_to_hand_over(revision: Revision, to: Any, own: Revision | None) -> Reason:
    """Refuse unless the author left and ``to`` can continue; ``own`` is that coder's open revision.

    A pending revision is not handed over: it can be decided on without its author.
    """
    is_returned = revision.status == Status.RETURNED and not revision.followed_by.exists()
    if revision.status == Status.PENDING:
        return "It is in review. Where it is returned, it can be handed over."
    if revision.status != Status.DRAFT and not is_returned:
        return f"It is {revision.get_status_display()}, and nothing is left to write."
    if revision.author is None or why_not_propose(revision.author) is None:
        return f"{revision.author_name} still writes answers, and goes on with it."
    if why_not_ready_to_assign(to):
        return why_not_ready_to_assign(to)
    if own is not None:
        return f"{own.author_name} has an open change of their own there."
    return None


def why_not_ready_to_assign(to: Any) -> Reason:
    """Refuse unless the person is an active coder."""
    if to is None or why_not_propose(to) is not None:
        return "Choose a coder whose account is active."
    return None


def why_not_ready_to_hand_sheets_over(of: Any, to: Any) -> Reason:
    """Refuse to hand sheets over to the coder who has them."""
    return "They would stay with the same coder. Choose another one." if of == to else None


def why_not_go_back(own: Revision | None) -> Reason:
    """Refuse if the person has an open revision of the question."""
    if own is None:
        return None
    if own.status == Status.PENDING:
        return "A change of yours is in review there. Withdraw it, or wait for the decision."
    return "You have a draft there. Submit or discard it first."
