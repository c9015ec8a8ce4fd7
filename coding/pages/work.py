"""A coder's own list: what came back, what is being written, what waits, what is assigned."""

from itertools import groupby
from typing import Any

from django.db.models import QuerySet

from coding.codebook.still_to_do import Progress
from coding.models import Assignment, Revision
from coding.models.membership import titles
from coding.models.progress import progress_of, with_answered
from coding.models.revision import CAME_BACK, Status
from coding.workflow.visibility import visible_to

MOST = 200
LATEST = 10
TITLE = (
    "sheet__atop_id",
    "sheet__phase",
    "sheet__formation__members",
    "sheet__formation__signature_dates",
)


def work_of(user: Any) -> dict[str, Any]:
    """Return the coder's revisions by what is to be done with them, and the sheets assigned."""
    own = (
        visible_to(user)
        .filter(author=user)
        .select_related("sheet__formation")
        .prefetch_related(titles("sheet__memberships"))
        .only(
            "question",
            "saved_at",
            "submitted_at",
            "decided_at",
            "comment",
            "version",
            "suggestion",
            *TITLE,
        )
    )
    drafts = own.drafts().order_by("sheet__atop_id", "sheet__phase", "question")
    return {
        "returned": own.filter(CAME_BACK).order_by("-decided_at")[:MOST],
        "drafts": _by_sheet(drafts[:MOST]),
        "pending": own.filter(status=Status.PENDING).order_by("submitted_at")[:MOST],
        "approved": own.filter(status=Status.APPROVED).order_by("-decided_at")[:LATEST],
        "assigned": _assigned(user),
    }


def _by_sheet(revisions: QuerySet[Revision]) -> list[tuple[Any, list[Revision]]]:
    """Group the revisions, which come in order of sheet: a sheet's drafts are submitted at once."""
    groups = groupby(revisions, key=lambda revision: revision.sheet_id)
    listed = [list(of_sheet) for _, of_sheet in groups]
    return [(of_sheet[0].sheet, of_sheet) for of_sheet in listed]


def _assigned(user: Any) -> list[tuple[Assignment, Progress]]:
    assigned = (
        Assignment.objects.filter(coder=user)
        .select_related("sheet__formation")
        .prefetch_related(titles("sheet__memberships"))
        .only("coder_id", *TITLE)
        .order_by("sheet__atop_id", "sheet__phase")
    )
    listed = list(with_answered(assigned, "sheet__")[:MOST])
    progress = progress_of(listed)
    return [(one, progress[one.sheet_id]) for one in listed]
