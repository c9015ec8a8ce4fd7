"""The codebook, with how often each code occurs in the approved record now."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from coding.datasets.documents.publication import ARTICLE
from coding.decorators import reader_only
from coding.pages.codebook import ABOUT, HOW_TO_READ, codebook, frequencies_in_record


@reader_only
def codebook_read(request: HttpRequest) -> HttpResponse:
    """Show questions, variables, codes and counts; every variable has an address, as #estmode."""
    context = {
        "codebook": codebook(frequencies_in_record()),
        "about": ABOUT,
        "citation": ARTICLE.citation,
        "how_to_read": HOW_TO_READ,
        "now": timezone.now(),
    }
    return render(request, "coding/codebook/codebook.html", context)
