"""The record: what happened to a sheet, one revision in full, two moments side by side."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from coding.codebook.sheet import SheetState
from coding.decorators import Key, load_sheet, reader_only
from coding.forms.moments import TwoMoments
from coding.forms.places_in_lists import read_id
from coding.history import timeline
from coding.history.codes_in_words import changes, names_of, states_in
from coding.history.moments import ChangedQuestion, changes_between, sheet_at
from coding.models import Revision, Sheet
from coding.models.last_write import latest
from coding.pages.paging import cut_to_page
from coding.pages.record_steps import RecordStep, taken_together
from coding.workflow import rules
from coding.workflow.transitions import Party
from coding.workflow.visibility import steps_visible_to, tell_of_drafts_read, visible_to

PAGE = 50


@reader_only
def sheet_history(request: HttpRequest, key: Key) -> HttpResponse:
    """Show every step of the sheet's revisions, newest first."""
    sheet = load_sheet(key)
    before = read_id(request.GET.get("before", ""))
    read = timeline.of_sheet(sheet, viewer=request.user, before=before, most=PAGE + 1)
    events, last = cut_to_page(read, PAGE)
    names = names_of(states_in(*(event.codes for event in events)))
    context = {"sheet": sheet, "actions": taken_together(events, names), "older": last}
    return render(request, "coding/history/sheet.html", context)


@reader_only
def revision_read(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one revision with every step it took."""
    visible = visible_to(request.user)
    revision = get_object_or_404(visible.select_related("sheet__formation", "follows"), pk=pk)
    tell_of_drafts_read([revision], by=request.user)
    names = names_of(states_in(revision.codes))
    steps_taken = steps_visible_to(request.user).filter(revision=revision)
    events = steps_taken.order_by("id").select_related("revision")
    steps = [RecordStep.of(event, names) for event in events]
    open_steps = rules.steps_open_to(request.user, revision)
    context = {
        "revision": revision,
        "sheet": revision.sheet,
        "pieces": timeline.words_changed(revision),
        "codes": changes(revision.codes, revision.base_codes, names),
        "steps": steps,
        "own_steps": [step for step in open_steps if step.party is Party.AUTHOR],
        "may_review": any(step.is_decision for step in open_steps),
        "next_revision": visible.filter(follows=revision).first(),
    }
    return render(request, "coding/history/revision.html", context)


@reader_only
def sheet_compare(request: HttpRequest, key: Key) -> HttpResponse:
    """Show what changed in the approved answers between two moments."""
    sheet = load_sheet(key)
    if sheet.entered_at is None:
        raise Http404("No answer of the sheet is approved yet, so there is nothing to compare.")
    form = TwoMoments(request.GET)
    since, until = form.moments(sheet.entered_at, latest())
    before, after = sheet_at(sheet, since), sheet_at(sheet, until)
    context = {
        "sheet": sheet,
        "form": form,
        "since": since,
        "until": until,
        "moments": _moments(sheet, request.user),
        "missing": before is None or after is None,
        "changes": _changes(before, after) if before and after else [],
    }
    return render(request, "coding/history/compare.html", context)


def _changes(before: SheetState, after: SheetState) -> list[ChangedQuestion]:
    names = names_of(states_in(before.coding.cells, after.coding.cells))
    return changes_between(before, after, names)


def _moments(sheet: Sheet, user: Any) -> list[Revision]:
    """Return the approved changes since the sheet entered the record, newest first, to pick one."""
    approved = visible_to(user).approved().filter(sheet=sheet, decided_at__gte=sheet.entered_at)
    return list(approved.reverse().defer("text", "base", "note")[:20])
