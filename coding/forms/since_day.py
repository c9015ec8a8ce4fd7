"""From which day an overview covers what happened, and by which periods."""

from datetime import date, timedelta

from django import forms
from django.http import QueryDict

from coding.forms.layouts import OneLineForm
from coding.models.times import day_of, start_of


class Since(forms.Form):
    """A day, by default last Monday, and weeks or months."""

    since = forms.DateField(
        required=False,
        label="What changed since",
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"invalid": "This is not a date. Write it as 2017-12-27."},
    )
    by = forms.ChoiceField(
        required=False, label="Over time by", choices=[("week", "week"), ("month", "month")]
    )
    helper = OneLineForm("since", "by", button="Show")

    @classmethod
    def of(cls, query: QueryDict) -> "Since":
        since = query.get("since") or last_monday().isoformat()
        return cls({"since": since, "by": query.get("by") or "week"})

    @property
    def day(self) -> date:
        """The first day; last Monday where the address has no valid one."""
        typed: date | None = self.cleaned_data.get("since") if self.is_valid() else None
        return typed if typed and _is_in_the_calendar(typed) else last_monday()

    @property
    def period(self) -> str:
        return str((self.is_valid() and self.cleaned_data["by"]) or "week")


def last_monday() -> date:
    """Return this week's Monday, but on a Monday that of the week before."""
    today = day_of(None)
    return today - timedelta(days=today.weekday() or 7)


def _is_in_the_calendar(day: date) -> bool:
    try:
        start_of(day - timedelta(days=1))
    except OverflowError:
        return False
    return True
