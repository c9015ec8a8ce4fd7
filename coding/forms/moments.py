"""A moment in the past, as it is written in an address or a date field."""

from datetime import UTC, date, datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from coding.forms.layouts import OneLineForm
from coding.models.times import day_of, end_of, start_of


def read_moment(text: str) -> datetime:
    """Read "2017-12-27", meaning its end, or "2017-12-27T10:42:00"; ValueError for anything else.

    Both are in the project's zone, so that an address means the same to everybody. Returned in UTC,
    as stored; times near year 1 or 9999 may overflow.
    """
    project = timezone.get_default_timezone()
    is_day = len(text) == 10
    moment = end_of(date.fromisoformat(text)) if is_day else datetime.fromisoformat(text)
    try:
        return (moment if moment.tzinfo else moment.replace(tzinfo=project)).astimezone(UTC)
    except OverflowError as error:
        raise ValueError(f"{text} is outside the calendar.") from error


class MomentField(forms.CharField):
    """A day (meaning its end) or an exact time, in the project's zone; None where left empty."""

    widget = forms.DateInput(attrs={"type": "date"})

    def to_python(self, value: object) -> datetime | None:  # type: ignore[override]
        text = str(value or "").strip()
        if not text:
            return None
        try:
            return read_moment(text)
        except ValueError as error:
            raise ValidationError(f"“{text}” is not a date. Write it as 2017-12-27.") from error


class FirstMomentField(MomentField):
    """A day (meaning its beginning) or an exact time; None where left empty."""

    def to_python(self, value: object) -> datetime | None:  # type: ignore[override]
        """Return the moment; a day is parsed as its end, then moved to its beginning."""
        moment = super().to_python(value)
        is_day = moment is not None and len(str(value).strip()) == 10
        return start_of(day_of(moment)) if is_day else moment


class TwoMoments(forms.Form):
    """Two moments, by default the sheet's beginning and now."""

    since = MomentField(required=False, label="From")
    until = MomentField(required=False, label="To")
    helper = OneLineForm("since", "until", button="Compare")

    def moments(self, first: datetime, last: datetime) -> tuple[datetime, datetime]:
        """Return the two moments; ``first`` or ``last`` for an empty one, both after any error."""
        if not self.is_valid():
            return first, last
        return self.cleaned_data["since"] or first, self.cleaned_data["until"] or last
