"""Precedents of a question: a page of its own, which the question's page shows beside it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from coding.decorators import Key, load_whole_sheet, reader_only
from coding.forms.places_in_lists import read_id
from coding.models.questionnaire import Question
from coding.pages.precedents import load_precedents


@reader_only
def precedents(request: HttpRequest, key: Key, question: Question) -> HttpResponse:
    """Show how the question was answered and coded on the sheets nearest to this one."""
    revision = read_id(request.GET.get("of", ""))
    page = load_precedents(load_whole_sheet(key), question, request.user, revision=revision)
    return render(request, "coding/writing/precedents.html", vars(page))
