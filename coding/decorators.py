"""Decorators that check a view's rule, and load the object that its address names."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db.models import BigIntegerField
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from coding.answers import hand_back
from coding.codebook.sheet import FIRST_PHASE, key_of
from coding.models import Revision, Sheet
from coding.models.compiled_queries import (
    REVISION_WITH_SHEET,
    SHEET,
    TITLED_SHEET,
    CompiledQuery,
)
from coding.models.reference import versions_asked_once
from coding.workflow import rules
from coding.workflow.visibility import may_see

View = Callable[..., HttpResponseBase]
Key = tuple[int, int]  # ATOP ID and phase


def requires(rule: Callable[[Any], str | None]) -> Callable[[View], View]:
    """Refuse the view to people against whom the rule gives a reason."""

    def decorate(view: View) -> View:
        @wraps(view)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            reason = rule(request.user)
            if reason:
                return hand_back(request, reason, status=403)
            if request.method not in ("GET", "HEAD"):
                return view(request, *args, **kwargs)
            with versions_asked_once():
                return view(request, *args, **kwargs)

        return checked

    return decorate


reader_only = requires(rules.why_not_read)
coder_only = requires(rules.why_not_propose)
reviewer_only = requires(rules.why_not_decide)
starter_only = requires(rules.why_not_start)
importer_only = requires(rules.why_not_import)
release_runner_only = requires(rules.why_not_run_releases)


def load_sheet(key: Key) -> Sheet:
    """Return the sheet with the related rows that its title needs."""
    return _found_or_404(TITLED_SHEET.first(*key))


def load_whole_sheet(key: Key) -> Sheet:
    """Return the sheet with its sections."""
    return _found_or_404(SHEET.first(*key))


def _found_or_404(sheet: Sheet | None) -> Sheet:
    if sheet is None:
        raise Http404("There is no such sheet.")
    return sheet


def load_change(pk: int, user: Any, query: CompiledQuery = REVISION_WITH_SHEET) -> Revision:
    """Return a revision that this person may see, with its author, its sheet and the sections."""
    revision: Revision | None = query.first(pk) if pk <= BigIntegerField.MAX_BIGINT else None
    if revision is None or not may_see(revision, user):
        raise Http404("There is no such change.")
    return revision


def or_first_phase(view: View) -> View:
    """Let the number of an alliance that has phases stand for the first of them.

    The only sheet of an alliance becomes phase 1 when another phase is added. Its old addresses
    then redirect to phase 1, and a page that was open can still save its text.
    """

    @wraps(view)
    def led_on(request: HttpRequest, key: Key, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, key, *args, **kwargs)
        except Http404:
            atop_id, phase = key
            if phase or not Sheet.objects.filter(atop_id=atop_id, phase=FIRST_PHASE).exists():
                raise
        if request.method == "GET" and request.resolver_match:
            first = {**kwargs, "key": key_of(atop_id, FIRST_PHASE)}
            address = reverse(request.resolver_match.view_name, kwargs=first)
            query = request.GET.urlencode()
            return redirect(f"{address}?{query}" if query else address)
        return view(request, (atop_id, FIRST_PHASE), *args, **kwargs)

    return led_on
