"""The Jinja2 environment of the site's own pages: filters and functions added to Jinja2's own.

Filters named as in Django's engine work as they do there. A variable that a page does not give its
template is an error.
"""

from collections.abc import Hashable, Iterable, MutableMapping
from datetime import datetime
from functools import lru_cache
from shlex import quote
from typing import Any

from crispy_forms.utils import render_crispy_form
from django.forms import BaseForm
from django.template import Context as DjangoContext
from django.template import defaultfilters, defaulttags
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from jinja2 import Environment, StrictUndefined, pass_context
from jinja2.runtime import Context, Macro

from coding.codebook.text import unseen
from coding.models.people_names import name_of, with_username
from coding.models.times import day_of, time_in_words, time_with_day

DJANGO_FILTERS = (
    "capfirst",
    "filesizeformat",
    "floatformat",
    "linebreaks",
    "linebreaksbr",
    "pluralize",
    "truncatechars",
)


class SiteEnvironment(Environment):
    """Jinja2's own, but all templates share one map of globals: none adds globals of its own."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return the shared globals. Jinja2 would chain two maps and search both at each import."""
        return super().make_globals(d) if d else self.globals


def environment(**options: Any) -> Environment:
    """Return the environment; the options come from the settings and from Django."""
    environment = SiteEnvironment(**{**options, "undefined": StrictUndefined})
    filters = defaultfilters.register.filters
    environment.filters |= {name: filters[name] for name in DJANGO_FILTERS}
    environment.filters |= {
        "date": date,
        "day_of": day_of,
        "in_shell": in_shell,
        "name_of": name_of,
        "paragraphs": paragraphs,
        "time_in_words": time_in_words,
        "time_with_day": time_with_day,
        "unseen": unseen,
        "with_username": with_username,
    }
    environment.globals |= {
        "crispy": crispy,
        "once": once,
        "querystring": querystring,
        "static": lru_cache(static),
        "style_sheet": style_sheet,
        "url": url,
    }
    return environment


def date(moment: Any, form: str) -> str:
    """Return a date or moment as Django's filter writes it, a moment in the reader's zone."""
    is_moment = isinstance(moment, datetime) and timezone.is_aware(moment)
    written: str = defaultfilters.date(timezone.localtime(moment) if is_moment else moment, form)
    return written


def in_shell(word: object) -> str:
    """Return a path or word quoted for a shell command."""
    return quote(str(word))


def paragraphs(text: str) -> list[str]:
    """Return the paragraphs of an answer; none where it is blank."""
    return text.split("\n") if text else []


@lru_cache(4096)  # a page has some twenty, and making them is a tenth of Django's time for it
def url(name: str, *args: object) -> str:
    """Return the address of a page, as Django's ``{% url %}`` does."""
    return reverse(name, args=args)


def style_sheet() -> str:
    """Return the address of the style sheet; "" where static files are not collected."""
    try:
        return static("css/site.css")
    except ValueError:
        return ""


def once(macro: Macro, values: Iterable[Hashable]) -> str:
    """Return what a macro renders for these values; each process renders it once."""
    return _rendered(macro, tuple(values))


@lru_cache(256)
def _rendered(macro: Macro, values: tuple[Hashable, ...]) -> str:
    rendered: str = macro(values)
    return rendered


@pass_context
def querystring(context: Context, **changes: object) -> str:
    """Return the page's query with changes, as Django's ``{% querystring %}`` does."""
    changed: str = defaulttags.querystring(DjangoContext(), context["request"].GET, **changes)
    return changed


@pass_context
def crispy(context: Context, form: BaseForm) -> SafeString:
    """Return a form as its helper lays it out, as crispy's ``{% crispy %}`` does."""
    return SafeString(render_crispy_form(form, context={"csrf_token": context["csrf_token"]}))
