"""Two releases side by side: what differs, in numbers and sheet by sheet, and as CSV."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header

from coding.decorators import reader_only
from coding.forms.release_compare import ReleaseComparison
from coding.models import Release
from coding.models.release import newest_first
from coding.pages.release_comparison import compared
from coding.releases.comparison_csv import csv_of


@reader_only
def release_compare(request: HttpRequest) -> HttpResponse:
    """Show how two releases differ; an address that does not name them leads to one that does."""
    form = _asked(request)
    if form.frozen and not form.is_complete:
        return redirect(f"{request.path}?{urlencode(form.data)}")
    return _page(request, form)


@reader_only
def release_compare_csv(request: HttpRequest) -> HttpResponseBase:
    """Send every difference as CSV while it is found; where there is nothing to compare, say so."""
    form = _asked(request)
    if form.both is None:
        return _page(request, form, status=400)
    old, new = form.both
    is_safe = request.GET.get("for") == "spreadsheets"
    name = f"atop-{old.label}-to-{new.label}{'-for-spreadsheets' if is_safe else ''}.csv"
    return StreamingHttpResponse(
        csv_of(old, new, for_spreadsheets=is_safe),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": content_disposition_header(True, name)},
    )


def _asked(request: HttpRequest) -> ReleaseComparison:
    frozen = newest_first(Release.objects.filter(frozen_at__isnull=False))
    return ReleaseComparison(request.GET.dict(), frozen=frozen)


def _page(request: HttpRequest, form: ReleaseComparison, *, status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "found": None, "variables": []}
    if form.both:
        context |= compared(form, *form.both)
    return render(request, "coding/releases/compare.html", context, status=status)
