"""The guides and the glossary. They reveal nothing of the record, so everybody may read them."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from coding.pages.guides import GUIDES, load_guide


@login_not_required
def help_index(request: HttpRequest) -> HttpResponse:
    return render(request, "coding/help/index.html", {"guides": GUIDES})


@login_not_required
def help_read(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a guide or the glossary."""
    try:
        page = load_guide(slug)
    except KeyError:
        raise Http404("There is no such guide.") from None
    return render(request, "coding/help/read.html", {"page": page, "guides": GUIDES})
