"""Who did what, when: the log of the record, page by page and as CSV."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header

from coding.decorators import reader_only
from coding.forms.log_filter import LogFilter, read_log_place, written_log_place
from coding.history.log import page_of
from coding.pages.log_csv import csv_of
from coding.pages.paging import cut_to_page

PAGE = 50


@reader_only
def log_read(request: HttpRequest) -> HttpResponse:
    """Show who did what, newest first, filtered by the address."""
    return _page(request, LogFilter(request.GET, viewer=request.user))


@reader_only
def log_csv(request: HttpRequest) -> HttpResponseBase:
    """Send all matching entries as CSV; explain an invalid address."""
    form = LogFilter(request.GET, viewer=request.user)
    asked = form.asked()
    if asked is None:
        return _page(request, form, status=400)
    is_safe = request.GET.get("for") == "spreadsheets"
    name = f"atop-log{'-for-spreadsheets' if is_safe else ''}.csv"
    return StreamingHttpResponse(
        csv_of(asked, for_spreadsheets=is_safe),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": content_disposition_header(True, name)},
    )


def _page(request: HttpRequest, form: LogFilter, *, status: int = 200) -> HttpResponse:
    asked = form.asked()
    behind = read_log_place(request.GET.get("before", ""))
    lines, last = cut_to_page(page_of(asked, behind, PAGE + 1) if asked else [], PAGE)
    older = written_log_place(last.place) if last else ""
    context = {"form": form, "lines": lines, "older": older}
    return render(request, "coding/history/log.html", context, status=status)
