"""The codebook, with how often each code occurs in the approved record now."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from coding.decorators import reader_only
from coding.pages.annotations import standing
from coding.pages.codebook import codebook, frequencies_in_record, texts


@reader_only
def codebook_read(request: HttpRequest) -> HttpResponse:
    """Show questions, variables, codes and counts; every variable has an address, as #estmode."""
    now = {"now": timezone.now(), "standing": standing()}
    context = texts(codebook(frequencies_in_record())) | now
    return render(request, "coding/codebook/codebook.html", context)
