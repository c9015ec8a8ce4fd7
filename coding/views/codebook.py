"""The codebook, with how often each code occurs in the approved record now."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from coding.decorators import reader_only
from coding.history.code_columns import record_columns
from coding.history.codebook import ABOUT, CITATION, HOW_TO_READ, codebook
from coding.history.frequencies import count


@reader_only
def codebook_read(request: HttpRequest) -> HttpResponse:
    """Show questions, variables, codes and counts; every variable has an address, as #estmode."""
    context = {
        "codebook": codebook(count(record_columns())),
        "about": ABOUT,
        "citation": CITATION,
        "how_to_read": HOW_TO_READ,
        "now": timezone.now(),
    }
    return render(request, "coding/codebook/codebook.html", context)
