"""Comments on a question: a page of all of them, and the view that stores one."""

from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from coding.decorators import Key, load_sheet, reader_only, requires
from coding.forms.comments import CommentSent
from coding.forms.places_in_lists import GREATEST_ID
from coding.models import Comment, Sheet
from coding.models.comment import Remark
from coding.models.questionnaire import Question
from coding.pages.comments import RefusedRemark, discussion_at
from coding.pages.queue import address_of
from coding.views.page_messages import tell
from coding.workflow import comments, rules
from coding.workflow.mentions import people_to_mention
from coding.workflow.refusals import NotAllowed, Refused
from coding.workflow.visibility import visible_to

PAGES = {"question": "coding:question-write", "comments": "coding:question-comments"}


@reader_only
def question_comments(request: HttpRequest, key: Key, question: Question) -> HttpResponse:
    """Show the comments on a question; store a new one."""
    sheet, sent, status = load_sheet(key), None, 200
    if request.method == "POST":
        form = CommentSent(request.POST)
        try:
            written = _keep(form, sheet, question, by=request.user)
        except NotAllowed:
            raise
        except Refused as refused:
            sent = RefusedRemark(form.sent("thread"), form.sent("text") or "", str(refused))
            status = 400
        else:
            return _report_and_go_back(request, form, written)
    waiting = visible_to(request.user).pending().filter(sheet=sheet)
    discussion = discussion_at(sheet, question, request.user, proposals=waiting)
    context = {"discussion": replace(discussion, sent=sent)}
    return render(request, "coding/comments/question.html", context, status=status)


@requires(rules.why_not_comment)
def comment_people(request: HttpRequest) -> HttpResponse:
    """Answer with the people a comment can mention: user names and full names."""
    return JsonResponse(people_to_mention())


def _keep(form: CommentSent, sheet: Sheet, question: Question, *, by: Any) -> Comment:
    text, thread = form.sent("text") or "", form.sent("thread")
    if thread is None:
        about = _row(visible_to(by), form.sent("about"), sheet, question)
        return comments.comment(sheet, question, text, by=by, about=about)
    begun = _row(Comment.objects.filter(thread=None), thread, sheet, question)
    return comments.reply(begun, text, by=by, step=form.sent("step") or Remark.SAY)


def _row(rows: Any, pk: int | None, sheet: Sheet, question: Question) -> Any:
    """Return the row of that id if it belongs to the question; None where no id was sent."""
    if pk is None:
        return None
    if pk > GREATEST_ID:
        raise Http404("There is no such comment.")
    return get_object_or_404(rows, pk=pk, sheet=sheet, question=question.number)


def _report_and_go_back(request: HttpRequest, form: CommentSent, comment: Comment) -> HttpResponse:
    """Report what was done, and go back to the page on which it was written."""
    tell(request, "coding/comments/_stored.html", {"comment": comment})
    back, place = form.sent("back"), f"#comment-{comment.pk}"
    if back and back <= GREATEST_ID:
        return redirect(address_of("revision-review", request.GET, back) + place)
    page = PAGES.get(request.POST.get("page", ""), PAGES["comments"])
    return redirect(reverse(page, args=[comment.sheet.key, comment.question]) + place)
