"""Messages of the next page that are more than a sentence, such as those that end kept texts."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString


def tell(request: HttpRequest, template: str, context: dict[str, Any]) -> None:
    """Store the rendered template as a message for the next page."""
    messages.success(request, SafeString(render_to_string(template, context)))


def tell_done(request: HttpRequest, text: str, kept: str) -> None:
    """Say that something is done; ``kept`` names the texts that the browser drops then."""
    tell(request, "coding/_components/done.html", {"text": text, "kept": kept})
