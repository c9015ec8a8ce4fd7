"""The usual names of an alliance, by which people can find its sheet."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from coding.decorators import Key, load_whole_sheet, reader_only
from coding.forms.usual_names import UsualNames
from coding.pages.usual_names import load_names_page
from coding.workflow import rules
from coding.workflow.refusals import Refused
from coding.workflow.usual_names import name_alliance


@reader_only
def sheet_names(request: HttpRequest, key: Key) -> HttpResponse:
    """Show the names with their history; store what a reviewer or an admin sent."""
    sheet = load_whole_sheet(key)
    form = UsualNames(request.POST or None, initial={"names": sheet.usual_names})
    if request.method == "POST" and form.is_valid():
        try:
            name_alliance(sheet, form.cleaned_data["names"], by=request.user)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"The usual names of {sheet.key} are kept.")
            return redirect("coding:sheet-read", sheet.key)
    why_not = rules.why_not_name(request.user)
    context = {**vars(load_names_page(sheet)), "form": form, "why_not": why_not}
    return render(request, "coding/sheets/usual_names.html", context)
