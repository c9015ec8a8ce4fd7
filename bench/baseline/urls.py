"""Admin, and the least that a signed-in page can do: load the answers of a sheet and show them."""

from django.contrib import admin
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path

from bench.baseline.models import Sheet
from bench.questionnaire import LABELS, field_of


@login_required
def answers_of(request: HttpRequest, atop_id: int) -> HttpResponse:
    """Show all answers of a sheet."""
    sheet = get_object_or_404(Sheet, atop_id=atop_id)
    answers = [(label, getattr(sheet, field_of(number))) for number, label in LABELS.items()]
    return render(request, "baseline/answers.html", {"sheet": sheet, "answers": answers})


urlpatterns = [path("admin/", admin.site.urls), path("bare/<int:atop_id>/", answers_of)]
