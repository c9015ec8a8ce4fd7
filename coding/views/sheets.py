"""Sheets: find one, start one, read it now or as of a day, and print it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from coding.decorators import Key, load_sheet, load_whole_sheet, reader_only, starter_only
from coding.forms.sheets import AsOf, StartSheet
from coding.models import Sheet
from coding.models.questionnaire import SECTIONS
from coding.pages.members_over_time import load_members_over_time
from coding.pages.sheet import load_sheet_page
from coding.pages.sheet_as_proposed import load_sheet_as_proposed
from coding.pages.sheet_list import load_sheet_list, sheet_of
from coding.pages.to_do import load_to_do
from coding.sheets.printing.forms import FORMS
from coding.sheets.printing.from_record import print_sheet
from coding.workflow import check_counts, rules, starting_sheets
from coding.workflow.phases import phases_of
from coding.workflow.refusals import Refused
from coding.workflow.transitions import decisions


@reader_only
def sheet_list(request: HttpRequest) -> HttpResponse:
    """List or search sheets; the exact ID of one redirects to it."""
    named = sheet_of(request.GET.get("q", "").strip())
    if named:
        return redirect("coding:sheet-read", named.key)
    check_counts.count_stale()
    page = load_sheet_list(request.GET, request.user)
    context = {"list": page, "find_words": page.words}
    return render(request, "coding/sheets/list.html", context)


@starter_only
def sheet_start(request: HttpRequest) -> HttpResponse:
    """Start an empty sheet, and go to its first section."""
    initial = {name: request.GET[name] for name in ("atop_id", "phase") if name in request.GET}
    form = StartSheet(request.POST or None, initial=initial)
    existing: list[Sheet] = []
    if request.method == "POST" and form.is_valid():
        try:
            sheet = starting_sheets.start_sheet(**form.cleaned_data, by=request.user)
        except Refused as refused:
            form.add_error(None, str(refused))
            existing = phases_of(form.cleaned_data["atop_id"])
        else:
            messages.success(request, f"Sheet {sheet.key} is started.")
            if rules.why_not_propose(request.user):
                return redirect("coding:sheet-read", sheet.key)
            return redirect("coding:section-write", sheet.key, SECTIONS[0])
    return render(request, "coding/sheets/start.html", {"form": form, "existing": existing})


@reader_only
def sheet_read(request: HttpRequest, key: Key) -> HttpResponse:
    """Show the sheet as it is printed, now or as of the end of a day."""
    sheet, form = load_whole_sheet(key), AsOf(request.GET)
    moment = form.cleaned_data["at"] if form.is_valid() else None
    check_counts.count_stale(sheet.atop_id)
    page = load_sheet_page(sheet, moment, request.user)
    context = {**vars(page), "as_of": form, "forms": FORMS.values()}
    return render(request, "coding/sheets/read.html", context)


@reader_only
def sheet_proposed(request: HttpRequest, key: Key) -> HttpResponse:
    """Show the sheet as it would read with all proposals; reviewers decide from there."""
    page = load_sheet_as_proposed(load_whole_sheet(key), request.user, request.GET)
    blank = {"comment": "", "reasons": {}}
    context = {**vars(page), "page": page, "decisions": decisions(), **blank}
    return render(request, "coding/sheets/proposed.html", context)


@reader_only
def sheet_to_do(request: HttpRequest, key: Key) -> HttpResponse:
    """List what is still to do on the sheet, each with a link to its page."""
    return render(request, "coding/sheets/to_do.html", vars(load_to_do(load_whole_sheet(key))))


@reader_only
def sheet_members(request: HttpRequest, key: Key) -> HttpResponse:
    """Show the members of the sheet's alliance on a timeline, with its phases."""
    context = vars(load_members_over_time(load_sheet(key)))
    return render(request, "coding/sheets/members.html", context)


@reader_only
def sheet_print(request: HttpRequest, key: Key, form: str) -> HttpResponse:
    """Answer with the approved sheet as a file."""
    if form not in FORMS:
        raise Http404(f"A sheet is printed as {', '.join(FORMS)}.")
    sheet = load_whole_sheet(key)
    printed, content_type = print_sheet(sheet, form)
    name = f'attachment; filename="ATOP{sheet.key}.{form}"'
    return HttpResponse(printed, content_type=content_type, headers={"Content-Disposition": name})
