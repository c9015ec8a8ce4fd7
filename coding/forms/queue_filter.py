"""The queue's filter. It lives in the address, so that a view of the queue can be shared."""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from crispy_forms.utils import render_crispy_form
from django import forms
from django.db.models import Q
from django.http import QueryDict
from django.utils import timezone
from django.utils.safestring import SafeString

from coding.forms.errors import errors_of
from coding.forms.layouts import OneLineForm
from coding.models.questionnaire import BY_KEY, BY_NUMBER, SECTIONS
from coding.models.revision import Origin, RevisionQuerySet

IMPORTS = "~imports"  # revisions filed by imports; no user name has a tilde
MOST_CODERS = 100
Name = tuple[str, str, str]  # a user name, first and last name
SECTION_CHOICES = [("", "all sections"), *((s.key, f"{s.numeral} {s.title}") for s in SECTIONS)]
QUESTION_CHOICES = [
    ("", "all questions"),
    *((str(number), f"{number} {question.label}") for number, question in BY_NUMBER.items()),
]
# How many days a change has waited: more than the first number, at most the second.
DAYS_WAITING: dict[str, tuple[int, int | None]] = {
    "today": (0, 1),
    "this-week": (1, 7),
    "this-month": (7, 30),
    "day": (1, None),
    "week": (7, None),
    "month": (30, None),
    "quarter": (91, None),
}
AGE_CHOICES = [
    ("", "any time"),
    ("today", "up to a day"),
    ("this-week", "a day to a week"),
    ("this-month", "a week to a month"),
    ("day", "over a day"),
    ("week", "over a week"),
    ("month", "over a month"),
    ("quarter", "over three months"),
]
WARNING_CHOICES = [("", "with or without"), ("passed", "passed with a reason"), ("none", "none")]


class QueueFilter(forms.Form):
    """``coders`` returns the names of those with changes in the queue."""

    coder = forms.CharField(required=False, widget=forms.Select)
    sheet = forms.RegexField(
        r"^\d{4}(\.[1-9])?$",
        required=False,
        widget=forms.TextInput({"placeholder": "ATOP ID", "size": 7}),
        error_messages={"invalid": "“%(value)s” is not a sheet. Write it as 4765 or 1020.2."},
    )
    section = forms.ChoiceField(
        required=False,
        choices=SECTION_CHOICES,
        error_messages={"invalid_choice": "“%(value)s” is not a section. Choose one."},
    )
    question = forms.TypedChoiceField(
        required=False,
        coerce=int,
        empty_value=None,
        choices=QUESTION_CHOICES,
        error_messages={"invalid_choice": "“%(value)s” is not a question. Choose one."},
    )
    age = forms.ChoiceField(
        required=False,
        label="Waiting",
        choices=AGE_CHOICES,
        error_messages={"invalid_choice": "“%(value)s” is not an age. Choose one."},
    )
    warnings = forms.ChoiceField(
        required=False,
        choices=WARNING_CHOICES,
        error_messages={"invalid_choice": "“%(value)s” says nothing of warnings. Choose one."},
    )
    helper = OneLineForm("coder", "sheet", "section", "question", "age", "warnings", button="Show")

    def __init__(self, query: QueryDict, *, coders: Callable[[], Iterable[Name]]) -> None:
        super().__init__(query, auto_id=False)
        self.coders = coders
        box: Any = self.fields["coder"].widget
        box.choices = self._coder_choices  # read only where the filter is shown

    @property
    def boxes(self) -> SafeString:
        given = tuple((name, self.data.get(name, "")) for name in self.fields)
        return _laid_out(given, tuple(self._coder_choices()))

    def _coder_choices(self) -> list[tuple[str, str]]:
        """Return the coders, with user names where needed, the one asked for, and imports."""
        coders = list(self.coders())
        listed = [(user, f"{first} {last}".strip() or user) for user, first, last in coders]
        listed = listed[:MOST_CODERS]
        shared = Counter(name for _, name in listed)
        choices = {user: f"{name} ({user})" if shared[name] > 1 else name for user, name in listed}
        asked = self.data.get("coder", "")
        if asked and asked != IMPORTS:
            choices.setdefault(asked, asked)
        is_all = len(coders) <= MOST_CODERS
        everybody = "all coders" if is_all else f"all coders; {MOST_CODERS} are listed"
        return [("", everybody), *choices.items(), (IMPORTS, "imports of changed sheets")]

    complaints = property(errors_of)

    @property
    def is_set(self) -> bool:
        return any(self.data.get(name) for name in self.fields)

    def apply(self, revisions: RevisionQuerySet) -> RevisionQuerySet:
        """Return the revisions that match; none where a value is invalid.

        The whole queue under an invalid filter would look like its result.
        """
        if not self.is_valid():
            return revisions.none()
        given = self.cleaned_data.items()
        return revisions.filter(*(_CONDITIONS[name](value) for name, value in given if value))


@lru_cache(100)
def _laid_out(
    chosen: tuple[tuple[str, str], ...], coders: tuple[tuple[str, str], ...]
) -> SafeString:
    """Render the filter, cached by its values: it takes a fifth of the queue's time."""
    query = QueryDict(mutable=True)
    query.update({name: value for name, value in chosen if value})
    form = QueueFilter(query, coders=tuple)
    box: Any = form.fields["coder"].widget
    box.choices = coders
    return SafeString(render_crispy_form(form))


def _of_coder(name: str) -> Q:
    if name == IMPORTS:
        return Q(origin=Origin.IMPORTED)
    return Q(author__username=name, origin=Origin.WRITTEN)


def _of_sheet(key: str) -> Q:
    atop_id, _, phase = key.partition(".")
    return Q(sheet__atop_id=atop_id, sheet__phase=phase or 0)


def _of_section(key: str) -> Q:
    return Q(question__range=(BY_KEY[key].first, BY_KEY[key].last))


def _of_question(number: int) -> Q:
    return Q(question=number)


def of_age(age: str, now: datetime | None = None) -> Q:
    """Return the condition for changes that have waited so long."""
    more, most = DAYS_WAITING[age]
    now = now or timezone.now()
    condition = Q(submitted_at__lt=now - timedelta(days=more)) if more else Q()
    return condition & Q(submitted_at__gte=now - timedelta(days=most)) if most else condition


def _of_warnings(which: str) -> Q:
    return Q(warnings=[]) if which == "none" else ~Q(warnings=[])


_CONDITIONS: dict[str, Callable[[Any], Q]] = {
    "coder": _of_coder,
    "sheet": _of_sheet,
    "section": _of_section,
    "question": _of_question,
    "age": of_age,
    "warnings": _of_warnings,
}
