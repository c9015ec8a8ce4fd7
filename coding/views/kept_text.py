"""A message after which the browser drops the text it kept."""

from django.contrib import messages
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString


def tell_done(request: HttpRequest, text: str, kept: str) -> None:
    """Store the message for the next page; ``kept`` names the texts to drop."""
    message = render_to_string(
        "coding/_components/done.html", {"said": text, "kept": kept}, request
    )
    messages.success(request, SafeString(message))
