"""The least a signed-in page can do: load the answers and render them."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from bench.baseline.models import CODES, FIELDS, Sheet

LABELS = {name: str(Sheet._meta.get_field(name).verbose_name) for name in FIELDS.values()}
LABELS |= {name: name for name in CODES}


@login_required
def sheet(request: HttpRequest, atop_id: int) -> HttpResponse:
    """Render all answers and codes of a sheet."""
    found = get_object_or_404(Sheet, atop_id=atop_id)
    answers = [(label, getattr(found, name)) for name, label in LABELS.items()]
    return render(request, "baseline/answers.html", {"sheet": found, "answers": answers})
