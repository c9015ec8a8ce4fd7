"""Says on the next page what was done, so that the browser drops what it kept of the words."""

from django.contrib import messages
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString


def tell_done(request: HttpRequest, said: str, kept: str) -> None:
    """Keep the sentence for the next page; ``kept`` names what the browser needs no longer."""
    told = render_to_string("coding/_components/done.html", {"said": said, "kept": kept}, request)
    messages.success(request, SafeString(told))
