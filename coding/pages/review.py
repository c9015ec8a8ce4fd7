"""The reviewer's pages: the queue with one change in full, or several together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict

from coding.forms.places_in_lists import read_id
from coding.forms.review import Marked
from coding.models import Revision
from coding.models.compiled_queries import REVISION_WITH_SHEET
from coding.models.questionnaire import BY_NUMBER, SECTIONS, Question
from coding.models.revision import RevisionQuerySet
from coding.pages.approval import Approval, approvals_of
from coding.pages.comments import Discussion, discussion_at
from coding.pages.loaded_sheet import load_compared
from coding.pages.proposals import Proposal, proposals_of
from coding.pages.queue import MOST, Queue, load_beside, load_page
from coding.workflow.rules import read_steps
from coding.workflow.visibility import VisibleQuery, visible_to

MOST_BESIDE = 12  # other changes of the sheet that are named


@dataclass(frozen=True)
class OtherChange:
    """Another waiting change of the sheet. ``author`` is "" if both have the same author."""

    pk: int
    question: Question
    author: str


@dataclass(frozen=True)
class ReviewPage:
    """A part of the queue, and one of its changes in full, if any."""

    queue: Queue
    proposal: Proposal | None
    others: list[OtherChange]  # the first of the other waiting changes of the sheet
    has_more: bool  # whether there are further ones
    discussion: Discussion | None = None  # of its question
    approvals: list[Approval] = field(default_factory=list)  # the effects of approving it


@dataclass(frozen=True)
class Choice:
    """One of several proposals with the reviewer's mark, and why that was not carried out."""

    proposal: Proposal
    marked: Marked
    why_not: str = ""


def load_queue_page(user: Any, query: QueryDict) -> ReviewPage:
    """Return a page of the queue, with its first change in full."""
    queue = load_page(user, query)
    first = REVISION_WITH_SHEET.first(queue.listed[0].pk) if queue.listed else None
    return _page(queue, first, user)


def load_change_page(revision: Revision, user: Any, query: QueryDict) -> ReviewPage:
    """Return one change in full, with its neighbours; it is loaded with sheet and sections."""
    return _page(load_beside(revision, user, query), revision, user)


def _page(queue: Queue, revision: Revision | None, user: Any) -> ReviewPage:
    if revision is None:
        return ReviewPage(queue, None, [], False)
    loaded = load_compared([revision], user)[revision.sheet_id]
    others = _other_changes(revision, user)
    (proposal,) = proposals_of(loaded, [revision])
    decided = [] if proposal.reason_against else [revision]
    approvals = approvals_of(decided, {revision.sheet_id: loaded.approved})
    has_more = len(others) > MOST_BESIDE
    discussion = discussion_at(revision.sheet, revision.asked, user, proposals=[revision])
    discussion = replace(discussion, back=revision.pk, query=queue.query)
    return ReviewPage(queue, proposal, others[:MOST_BESIDE], has_more, discussion, approvals)


def _other_changes(revision: Revision, user: Any) -> list[OtherChange]:
    listed = _OTHERS.rows(user, revision.sheet_id, revision.pk)
    return [
        OtherChange(pk, BY_NUMBER[number], _other_author(revision, name, username))
        for pk, number, name, username in listed
    ]


def _other_author(revision: Revision, name: str, username: str | None) -> str:
    """Return the author of the other change, with the user name if the authors share a name."""
    if name != revision.author_name:
        return name
    own = revision.author.get_username() if revision.author else None
    return "" if username == own else f"{name} ({username})"


def _others_of_sheet(visible: RevisionQuerySet, sheet: int, pk: int) -> "QuerySet[Revision, Any]":
    waiting = visible.pending().filter(sheet_id=sheet).exclude(pk=pk).order_by("question", "id")
    values = waiting.values_list("pk", "question", "author_name", "author__username")
    return values[: MOST_BESIDE + 1]


_OTHERS = VisibleQuery(_others_of_sheet)


def with_answers(user: Any) -> RevisionQuerySet:
    """Return the revisions that the person may see, with their sheets and sections."""
    sections = [f"sheet__{section.key}" for section in SECTIONS]
    return visible_to(user).select_related("sheet", "follows", "author", "words_by", *sections)


def load_effect(query: QueryDict, user: Any) -> list[Approval]:
    """Return the effects of approving the changes in the address that still wait."""
    asked = [pk for pk in map(read_id, query.getlist("revision")) if pk][:MOST]
    waiting = with_answers(user).pending().filter(pk__in=asked)
    return approvals_of(waiting.order_by("pk"))


def choices_of(
    revisions: Sequence[Revision],
    user: Any,
    marked: Mapping[int, Marked],
    skipped: Mapping[int, str],
) -> list[Choice]:
    """Return the proposals with their marks, in the order given."""
    loaded = load_compared(revisions, user)
    read_steps(revisions)
    proposals = {
        proposal.revision.pk: proposal
        for sheet, compared in loaded.items()
        for proposal in proposals_of(compared, [r for r in revisions if r.sheet_id == sheet])
    }
    return [
        Choice(
            proposals[revision.pk], marked.get(revision.pk, Marked()), skipped.get(revision.pk, "")
        )
        for revision in revisions
    ]
