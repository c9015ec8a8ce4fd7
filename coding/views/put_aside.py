"""Sheets that were started by mistake: an admin puts them aside, and takes them back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from coding.decorators import Key, load_sheet, requires
from coding.forms.kept_text import keep_typed, kept_of
from coding.forms.places_in_lists import GREATEST_ID
from coding.forms.put_aside import PutAsideForm
from coding.models import Sheet
from coding.pages.put_aside import load_put_aside
from coding.views.page_messages import tell_done
from coding.workflow import rules
from coding.workflow.putting_aside import put_aside, take_back_sheet, why_not_ready_to_put_aside
from coding.workflow.refusals import Refused

admin_only = requires(rules.why_not_put_aside)


@admin_only
def sheets_aside(request: HttpRequest) -> HttpResponse:
    return render(request, "coding/sheets/put_aside_list.html", {"aside": load_put_aside()})


@admin_only
def sheet_put_aside(request: HttpRequest, key: Key) -> HttpResponse:
    """Explain what putting the sheet aside means; do it for the reason given."""
    sheet = load_sheet(key)
    form, subject = PutAsideForm(request.POST or None), f"aside-{sheet.key}"
    keep_typed(form, request.user, subject)
    if request.method == "POST" and form.is_valid():
        try:
            put_aside(sheet, form.cleaned_data["reason"], by=request.user)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            text = f"Sheet {sheet.key} is put aside. Its number is free."
            tell_done(request, text, kept_of(form, subject))
            return redirect("coding:sheets-aside")
    context = {"sheet": sheet, "form": form, "why_not": why_not_ready_to_put_aside(sheet)}
    return render(request, "coding/sheets/put_aside.html", context)


@admin_only
def sheet_take_back(request: HttpRequest, pk: int) -> HttpResponse:
    if request.method != "POST":  # signing in again redirects here with GET
        return redirect("coding:sheets-aside")
    sheet = get_object_or_404(Sheet.every, pk=min(pk, GREATEST_ID))
    try:
        take_back_sheet(sheet, by=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("coding:sheets-aside")
    messages.success(request, f"Sheet {sheet.key} is back, with what was written on it.")
    return redirect("coding:sheet-read", sheet.key)
