"""Where a person's work begins: the start page of each role, and a coder's own list."""

from itertools import groupby
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from coding.decorators import coder_only
from coding.export.runs import notices
from coding.models import Assignment, Revision
from coding.models.membership import titles
from coding.models.questionnaire import QUESTIONS
from coding.models.revision import CAME_BACK, Status
from coding.pages.sheet import answered_of
from coding.workflow import rules
from coding.workflow.visibility import visible_to

MOST = 200
LATEST = 10
TITLE = (
    "sheet__atop_id",
    "sheet__phase",
    "sheet__formation__members",
    "sheet__formation__signature_dates",
)


def home(request: HttpRequest) -> HttpResponse:
    """Lead coders to their work, reviewers to the queue, everybody else to the sheets."""
    if rules.why_not_watch_exports(request.user) is None:
        for notice in notices():
            messages.warning(request, notice.sentence)
    if rules.why_not_propose(request.user) is None:
        return redirect("coding:work-list")
    if rules.why_not_decide(request.user) is None:
        return redirect("coding:review-queue")
    return redirect("coding:sheet-list")


@coder_only
def work_list(request: HttpRequest) -> HttpResponse:
    """List what came back, what is being written, what waits, and which sheets are assigned."""
    user: Any = request.user
    own = (
        visible_to(user)
        .filter(author=user)
        .select_related("sheet__formation")
        .prefetch_related(titles("sheet__memberships"))
        .only("question", "saved_at", "submitted_at", "decided_at", "comment", "version", *TITLE)
    )
    drafts = own.filter(status=Status.DRAFT).order_by("sheet__atop_id", "sheet__phase", "question")
    returned = own.filter(CAME_BACK).order_by("-decided_at")
    context = {
        "returned": returned[:MOST],
        "drafts": _by_sheet(drafts[:MOST]),
        "pending": own.filter(status=Status.PENDING).order_by("submitted_at")[:MOST],
        "approved": own.filter(status=Status.APPROVED).order_by("-decided_at")[:LATEST],
        "assigned": _assigned(user),
        "questions": len(QUESTIONS),
    }
    return render(request, "coding/work/list.html", context)


def _by_sheet(revisions: QuerySet[Revision]) -> list[tuple[Any, list[Revision]]]:
    """Group the revisions, which come in order of sheet: a sheet's drafts are submitted at once."""
    groups = groupby(revisions, key=lambda revision: revision.sheet_id)
    listed = [list(of_sheet) for _, of_sheet in groups]
    return [(of_sheet[0].sheet, of_sheet) for of_sheet in listed]


def _assigned(user: Any) -> QuerySet[Assignment]:
    return (
        Assignment.objects.filter(coder=user)
        .select_related("sheet__formation")
        .prefetch_related(titles("sheet__memberships"))
        .only("coder_id", *TITLE)
        .annotate(answered=answered_of("sheet__"))
        .order_by("sheet__atop_id", "sheet__phase")[:MOST]
    )
