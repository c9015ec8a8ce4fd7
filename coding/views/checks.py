"""All checks over all sheets, on one page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from coding.checks.registry import RULES
from coding.decorators import reader_only
from coding.pages.checks import survey


@reader_only
def check_list(request: HttpRequest) -> HttpResponse:
    """Run all checks over all sheets; count them, and list those of one rule or all."""
    wanted = request.GET.get("rule", "")
    rule = next((rule for rule in RULES if rule.id == wanted), None)
    context = {"survey": survey(wanted), "wanted": rule}
    return render(request, "coding/checks/list.html", context)
