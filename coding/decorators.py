"""Lets a view be called only by people whom a rule allows it, and loads what its address names."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase

from coding.history.loading import load_titled, load_whole
from coding.middleware import refuse
from coding.models import Sheet
from coding.workflow import rules

View = Callable[..., HttpResponseBase]


def requires(rule: Callable[[Any], str | None]) -> Callable[[View], View]:
    """Let a view be called only by people for whom the rule gives no reason against it."""

    def decorate(view: View) -> View:
        @wraps(view)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            reason = rule(request.user)
            if reason:
                return refuse(request, reason, status=403)
            return view(request, *args, **kwargs)

        return checked

    return decorate


reader_only = requires(rules.why_not_read)
coder_only = requires(rules.why_not_propose)
reviewer_only = requires(rules.why_not_decide)
starter_only = requires(rules.why_not_start)
importer_only = requires(rules.why_not_import)
release_runner_only = requires(rules.why_not_run_releases)


def load_sheet(key: tuple[int, int]) -> Sheet:
    """Return the sheet with what its title needs."""
    return _found(load_titled(*key))


def load_whole_sheet(key: tuple[int, int]) -> Sheet:
    """Return the sheet with all its answers."""
    return _found(load_whole(*key))


def _found(sheet: Sheet | None) -> Sheet:
    if sheet is None:
        raise Http404("There is no such sheet.")
    return sheet
