"""Rules that return a reason or None: actions raise it, pages show it.

Two kinds are kept apart: may this person do it, and is the thing ready for it
(``why_not_ready_…``).
"""

from typing import Any

from django.utils import timezone

from coding.codebook.cells import CellValues
from coding.models import Release, Revision
from coding.models.questionnaire import Question
from coding.workflow.proposed_codes import belongs, names_another
from coding.workflow.transitions import (
    Party,
    Transition,
    decisions,
    step_named,
    steps_from,
)

Reason = str | None


def why_not_read(user: Any) -> Reason:
    """Coders, reviewers and admins read sheets."""
    if user.has_perm("coding.view_sheet"):
        return None
    return "Your account has no role yet. Ask an admin to make you coder or reviewer."


def why_not_propose(user: Any) -> Reason:
    """Coders propose answers, on any sheet: assignments guide work, they do not fence it."""
    if user.has_perm("coding.propose_revision"):
        return None
    return "Only coders write answers. Ask an admin for the coder role."


def why_not_decide(user: Any) -> Reason:
    """Reviewers decide."""
    if user.has_perm("coding.decide_revision"):
        return None
    return "Only reviewers decide. Ask an admin for the reviewer role."


def why_not_start(user: Any) -> Reason:
    """Coders and admins start new sheets."""
    if user.has_perm("coding.start_sheet"):
        return None
    return "Only coders and admins start new sheets."


def why_not_import(user: Any) -> Reason:
    """Admins import printed sheets."""
    if user.has_perm("coding.import_sheets"):
        return None
    return "Only admins import printed sheets."


def why_not_download(user: Any, release: Release | None) -> Reason:
    """Everybody takes files of a published release; readers, of the others and of the record."""
    return None if release and release.published_at else why_not_read(user)


def why_not_run_releases(user: Any) -> Reason:
    """Admins open, freeze and publish releases."""
    if user.has_perm("coding.change_release"):
        return None
    return "Only admins freeze and publish releases."


def why_not_watch_exports(user: Any) -> Reason:
    """Admins are told when the nightly export fails."""
    if user.has_perm("coding.view_exportrun"):
        return None
    return "Only admins look after the nightly export."


def why_not_take(transition: Transition, revision: Revision, user: Any) -> Reason:
    """Whether this person may take this step with this revision."""
    if transition.party is Party.AUTHOR:
        if revision.author_id is None or revision.author_id != user.pk:
            return f"Only {revision.author_name} can do this: it is their revision."
        return None
    if revision.author_id is not None and revision.author_id == user.pk:
        return "You wrote this revision, so somebody else decides on it."
    return why_not_decide(user)


def steps_open_to(user: Any, revision: Revision) -> list[Transition]:
    """Return the steps that this person may take with the revision as it stands."""
    steps = steps_from(revision.status)
    return [one for one in steps if why_not_take(one, revision, user) is None]


def why_not_review(revision: Revision, user: Any) -> Reason:
    """Whether there is no decision that this person may take on the revision as it stands."""
    reason: Reason = None
    for one in decisions():
        against = why_not_take(one, revision, user) or why_not_from(one, revision, user)
        if against is None:
            return None
        reason = reason or against
    return reason


def why_not_from(transition: Transition, revision: Revision, user: Any) -> Reason:
    """Whether the revision stands where the step begins; else, who moved it on and when."""
    if revision.status == transition.source:
        return None
    last = revision.events.order_by("-id").first()
    if last is None:
        return f"This is {revision.get_status_display()}, not {transition.source.label}."
    who = "you" if last.by_id and last.by_id == user.pk else last.by_name
    is_today = last.at.date() == timezone.now().date()
    when = "at" if is_today else f"on {last.at.day} {last.at:%B %Y},"
    return f"Already {step_named(last.step).done} by {who} {when} {last.at:%H:%M} UTC."


def why_not_without(transition: Transition, comment: str) -> Reason:
    """Whether the step needs a comment and there is none."""
    return None if comment.strip() else transition.why_comment or None


def why_not_ready_to_submit(revision: Revision, approved: str, replaced: CellValues) -> Reason:
    """Whether the draft says something new, and why; ``replaced`` are the approved codes."""
    says_prose = revision.changes_text and revision.text != approved
    new_codes = [cell for cell, value in revision.codes.items() if replaced.get(cell) != value]
    if not says_prose and not new_codes:
        return f"Q{revision.question}: the draft says what is already approved. Nothing to submit."
    replaces = (says_prose and approved) or any(replaced.get(c) is not None for c in new_codes)
    if replaces and not revision.note.strip():
        return f"Q{revision.question}: say why the approved answer should change."
    return None


def why_not_ready_to_code(question: Question, cells: CellValues) -> Reason:
    """Whether all the codes are entered at this question, and members under their own codes."""
    strays = [cell for cell in cells if not belongs(question, cell)]
    if strays:
        return f"{strays[0]} is not entered at question {question.number}. Reload the page."
    misnamed = [cell for cell, value in cells.items() if names_another(cell, value)]
    if misnamed:
        return f"{misnamed[0]} cannot be {cells[misnamed[0]]}: it says which state joins. Reload."
    return None


def why_not_ready_to_revise(question: Question) -> Reason:
    """Whether answers to the question can be revised at all."""
    if question.revisable:
        return None
    return f"Q{question.number} is the sheet's own number. It is set when the sheet is started."
