"""The codebook, with how often each code occurs, for readers of the record and for everybody."""

from collections import defaultdict
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from coding.pages.annotations import standing
from coding.pages.codebook import Counted, codebook_for, context_of
from coding.pages.codebook_variable import load_variable


@login_not_required
@require_safe
def codebook_read(request: HttpRequest) -> HttpResponse:
    """Show questions, rules, variables and counts: of the record, or of what is published."""
    counted = codebook_for(request.user)
    shown = context_of(counted.codebook) | _counts_and_annotations(counted)
    return render(request, "coding/codebook/codebook.html", shown)


@login_not_required
@require_safe
def variable_read(request: HttpRequest, name: str) -> HttpResponse:
    """Show one variable, at an address of its own that papers and programs can cite."""
    page = load_variable(codebook_for(request.user), name)
    if page is None:
        raise Http404("There is no variable of this name.")
    shown = {"page": page} | _counts_and_annotations(page.counted)
    return render(request, "coding/codebook/variable.html", shown)


def _counts_and_annotations(counted: Counted) -> dict[str, Any]:
    """Return the counts, their time, and the annotations, which only people who code see."""
    annotations = standing() if counted.is_record else defaultdict(list)
    return {"counted": counted, "now": timezone.now(), "standing": annotations}
