"""Correct what was not read by itself: the page next to the answers as they were understood."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from coding.codebook.problems import FileRefused
from coding.decorators import importer_only
from coding.desk.correcting_pages import CORRECTABLE, accept, correct, page_of, take_back
from coding.forms.errors import refusal_of
from coding.forms.kept_text import kept_of
from coding.forms.page_corrections import CORRECTION_FORMS, WHAT
from coding.forms.places_in_lists import read_id
from coding.models import DeskFile
from coding.pages.desk_page import load_page
from coding.sheets.sandbox.read_pages import ReadPage
from coding.views.page_messages import tell_done
from coding.workflow.refusals import Refused, require


@importer_only
def desk_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the page with its doubtful parts; correct one of them, or confirm the page."""
    file = get_object_or_404(DeskFile.objects.select_related("batch", "whole"), pk=pk)
    if file.state not in CORRECTABLE:
        return redirect("coding:desk-file", pk)
    try:
        page = page_of(file)
    except FileRefused as refused:
        raise Refused(str(refused)) from None
    if request.method != "POST":
        return _render_page(request, file, page)
    try:
        _put_right(request, file, page)
    except Refused as refused:
        messages.error(request, str(refused))
        return _render_page(request, file, page, status=409)
    if request.POST.get("do") == "accept":
        return redirect("coding:desk-batch", file.batch_id)
    line = read_id(request.POST.get("first", ""))
    return redirect(f"{request.path}#{f'l{line}' if line else 'page'}")


def _put_right(request: HttpRequest, file: DeskFile, page: ReadPage) -> None:
    do = request.POST.get("do", "")
    if do == "accept":
        accept(file, page, by=request.user, seen=request.POST.get("seen", ""))
        messages.success(request, f"{file.name} is ready to be imported.")
    elif do == "take-back":
        place = read_id(request.POST.get("place", ""))
        take_back(file, -1 if place is None else place, by=request.user)
    else:
        require(None if do in CORRECTION_FORMS else "Choose what to correct.")
        form = CORRECTION_FORMS[do](request.POST, lines=page.lines)
        require(None if form.is_valid() else refusal_of(form))
        correct(file, form.cleaned_data["correction"], by=request.user)
        tell_done(request, "It is corrected.", kept_of(form, f"desk-{file.pk}"))


def _render_page(
    request: HttpRequest, file: DeskFile, page: ReadPage, *, status: int = 200
) -> HttpResponse:
    context = {"page": load_page(file, page), "what": WHAT, "typed": request.POST or request.GET}
    return render(request, "coding/desk/page.html", context, status=status)
