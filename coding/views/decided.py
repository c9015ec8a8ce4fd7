"""Says on the next page what was decided, with a link to each revision."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from coding.workflow.review import Verdict


def tell_decided(request: HttpRequest, sentence: str, decided: Sequence[Verdict]) -> None:
    """Keep the sentence and the links for the page that comes next."""
    context = {"sentence": sentence, "decided": decided}
    said = render_to_string("coding/review/_decided.html", context, request)
    messages.success(request, SafeString(said))
