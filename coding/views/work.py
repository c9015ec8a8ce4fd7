"""Where a person's work begins: the start page of each role, and a coder's own list."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from coding.decorators import coder_only
from coding.export.runs import notices
from coding.pages.work import load_work
from coding.workflow import check_counts, rules


def home(request: HttpRequest) -> HttpResponse:
    """Redirect coders to their work, reviewers to the queue, everybody else to the sheets."""
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
    """List what was returned, drafts, what waits for review, and the sheets assigned."""
    check_counts.count_stale()
    work = load_work(request.user, request.GET)
    return render(request, "coding/work/list.html", {"work": work})
