"""Two releases side by side: what differs, in numbers and sheet by sheet, and as CSV.

Everybody may compare two published releases; others and the record need permission to read.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from coding.answers import asks_for_a_page, refuse, turn_away
from coding.export.comparison_csv import csv_of
from coding.forms.errors import refusal_of
from coding.forms.release_compare import ReleaseComparison
from coding.models import Release
from coding.models.release import newest_first
from coding.pages.release_comparison import compared
from coding.workflow import rules

Answering = Callable[[HttpRequest, ReleaseComparison], HttpResponseBase]


def _for_those_who_may(view: Answering) -> Callable[[HttpRequest], HttpResponseBase]:
    """Call the view with the comparison, if the person may see both sides.

    Others are refused or sent to sign in, so that they do not learn whether a release exists.
    """

    @login_not_required
    @require_safe
    @wraps(view)
    def checked(request: HttpRequest) -> HttpResponseBase:
        form, reason = _bound_form(request), rules.why_not_read(request.user)
        if reason is None or form.is_within:
            return view(request, form)
        return turn_away(request, reason, is_of_a_page=request.path.endswith("/"))

    return checked


def _bound_form(request: HttpRequest) -> ReleaseComparison:
    frozen = newest_first(Release.objects.filter(frozen_at__isnull=False))
    seen = [release for release in frozen if rules.why_not_download(request.user, release) is None]
    has_record = rules.why_not_read(request.user) is None
    return ReleaseComparison(request.GET.dict(), frozen=seen, has_record=has_record)


@_for_those_who_may
def release_compare(request: HttpRequest, form: ReleaseComparison) -> HttpResponseBase:
    """Show how two releases differ; an address without sides is redirected to one with sides."""
    if form.frozen and not form.is_complete:
        return redirect(f"{request.path}?{urlencode(form.data)}")
    return _page(request, form)


@_for_those_who_may
def release_compare_csv(request: HttpRequest, form: ReleaseComparison) -> HttpResponseBase:
    """Stream every difference as CSV; where there is nothing to compare, say so."""
    if form.both is None:
        return _nothing_to_compare(request, form)
    old, new = form.both
    is_safe = request.GET.get("for") == "spreadsheets"
    name = f"atop-{old.label}-to-{new.label}{'-for-spreadsheets' if is_safe else ''}.csv"
    return StreamingHttpResponse(
        csv_of(old, new, for_spreadsheets=is_safe),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": content_disposition_header(True, name)},
    )


def _nothing_to_compare(request: HttpRequest, form: ReleaseComparison) -> HttpResponse:
    if asks_for_a_page(request):
        return _page(request, form, status=400)
    if not form.frozen:
        return refuse(request, "There is no frozen release to compare yet.", status=400)
    return refuse(request, refusal_of(form), status=400)


def _page(request: HttpRequest, form: ReleaseComparison, *, status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "comparison": None, "variables": []}
    if form.both:
        context |= compared(form, *form.both, user=request.user)
    return render(request, "coding/releases/compare.html", context, status=status)
