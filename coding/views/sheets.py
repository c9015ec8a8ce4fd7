"""Sheets: find one, start one, read it as printed, now or as of a day, and print it."""

from django.contrib import messages
from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from coding.decorators import load_whole_sheet, reader_only, starter_only
from coding.forms.sheets import SHOWN, AsOf, SheetFilter, StartSheet, read_key
from coding.models import Sheet
from coding.models.membership import load_titles
from coding.models.progress import progress_of, with_answered
from coding.models.questionnaire import SECTIONS
from coding.models.revision import Status
from coding.pages.sheet import load_sheet_page
from coding.pages.sheet_as_proposed import load_sheet_as_proposed
from coding.pages.to_do import load_to_do
from coding.sheets.printing.from_record import FORMS, print_sheet
from coding.workflow import drafts, rules
from coding.workflow.phases import phases_of
from coding.workflow.refusals import Refused
from coding.workflow.transitions import decisions
from coding.workflow.visibility import whole_record

PAGE = 50


@reader_only
def sheet_list(request: HttpRequest) -> HttpResponse:
    """List the sheets by ATOP ID; the exact ID of one sheet leads straight to it."""
    words = request.GET.get("q", "").strip()
    named = _exactly(words)
    if named:
        return redirect("coding:sheet-read", named.key)
    form = SheetFilter(request.GET)
    sheets = form.apply(_after(Sheet.objects.all(), request.GET.get("after", "")), request.user)
    listed = list(_with_counts(sheets)[: PAGE + 1])
    load_titles(listed)
    show = form.cleaned_data.get("show", "")
    context = {
        "sheets": listed[:PAGE],
        "progress": progress_of(listed),
        "next": listed[PAGE - 1].key if len(listed) > PAGE else "",
        "words": words,
        "find_words": words,
        "form": form,
        "show": show,
        "show_label": SHOWN[show],
        "startable": read_key(words),
    }
    return render(request, "coding/sheets/list.html", context)


def _exactly(words: str) -> Sheet | None:
    """Return the one sheet of that ID; an alliance with several phases is listed instead."""
    key = read_key(words)
    if key is None:
        return None
    phases = Sheet.objects.filter(atop_id=key[0])
    found = list(phases.filter(phase=key[1]) if "." in words else phases[:2])
    return found[0] if len(found) == 1 else None


def _after(sheets: QuerySet[Sheet], name: str) -> QuerySet[Sheet]:
    key = read_key(name)
    if key is None:
        return sheets
    return sheets.filter(Q(atop_id__gt=key[0]) | Q(phase__gt=key[1]), atop_id__gte=key[0])


def _with_counts(sheets: QuerySet[Sheet]) -> QuerySet[Sheet]:
    """Join what the list shows, without the prose of the answers."""
    of_sheet = whole_record().filter(sheet=OuterRef("pk")).order_by()
    pending, drafts, approved = (
        revisions.values("sheet")
        for revisions in (
            of_sheet.filter(status=Status.PENDING),
            of_sheet.drafts(),
            of_sheet.filter(status=Status.APPROVED),
        )
    )
    shown = ["formation__members", "formation__signature_dates"]
    return (
        with_answered(sheets)
        .select_related("formation")
        .only("atop_id", "phase", "entered_at", *shown)
        .annotate(
            pending=Subquery(pending.annotate(number=Count("pk")).values("number")),
            drafts=Subquery(drafts.annotate(number=Count("pk")).values("number")),
            approved_at=Subquery(approved.annotate(last=Max("decided_at")).values("last")),
        )
    )


@starter_only
def sheet_start(request: HttpRequest) -> HttpResponse:
    """Start an empty sheet, and go on to its first section."""
    initial = {name: request.GET[name] for name in ("atop_id", "phase") if name in request.GET}
    form = StartSheet(request.POST or None, initial=initial)
    existing: list[Sheet] = []
    if request.method == "POST" and form.is_valid():
        try:
            sheet = drafts.start_sheet(**form.cleaned_data, by=request.user)
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
def sheet_read(request: HttpRequest, key: tuple[int, int]) -> HttpResponse:
    """Show the sheet as it is printed, now or as of the end of a day."""
    sheet, form = load_whole_sheet(key), AsOf(request.GET)
    moment = form.cleaned_data["at"] if form.is_valid() else None
    page = load_sheet_page(sheet, moment, request.user)
    context = {**vars(page), "as_of": form, "forms": FORMS.values()}
    return render(request, "coding/sheets/read.html", context)


@reader_only
def sheet_proposed(request: HttpRequest, key: tuple[int, int]) -> HttpResponse:
    """Show the sheet as it would read with what is proposed; reviewers decide from there."""
    page = load_sheet_as_proposed(load_whole_sheet(key), request.user, request.GET)
    blank = {"comment": "", "reasons": {}}
    context = {**vars(page), "page": page, "decisions": decisions(), **blank}
    return render(request, "coding/sheets/proposed.html", context)


@reader_only
def sheet_to_do(request: HttpRequest, key: tuple[int, int]) -> HttpResponse:
    """List what is still to do on the sheet, each thing with a link to where it is done."""
    return render(request, "coding/sheets/to_do.html", vars(load_to_do(load_whole_sheet(key))))


@reader_only
def sheet_print(request: HttpRequest, key: tuple[int, int], form: str) -> HttpResponse:
    """Answer with the approved sheet as a file."""
    if form not in FORMS:
        raise Http404(f"A sheet is printed as {', '.join(FORMS)}.")
    sheet = load_whole_sheet(key)
    printed, content_type = print_sheet(sheet, form)
    name = f'attachment; filename="ATOP{sheet.key}.{form}"'
    return HttpResponse(printed, content_type=content_type, headers={"Content-Disposition": name})
