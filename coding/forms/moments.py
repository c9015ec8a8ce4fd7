"""A moment in the past, as somebody writes it in an address or a date box."""

from datetime import UTC, date, datetime

from django import forms
from django.core.exceptions import ValidationError

from coding.history.moments import end_of


class MomentField(forms.CharField):
    """A day (meaning its end) or an exact time in UTC; empty means now and becomes None."""

    widget = forms.DateInput(attrs={"type": "date"})

    def to_python(self, value: object) -> datetime | None:  # type: ignore[override]
        """Convert "2017-12-27" or "2017-12-27T10:42:00" to a moment."""
        text = str(value or "").strip()
        if not text:
            return None
        try:
            if len(text) == 10:
                return end_of(date.fromisoformat(text))
            moment = datetime.fromisoformat(text)
        except (ValueError, OverflowError) as error:
            raise ValidationError(f"“{text}” is not a date. Write it as 2017-12-27.") from error
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


class Comparison(forms.Form):
    """Two moments; without a first one the sheet's beginning, without a second one now."""

    since = MomentField(required=False, label="From")
    until = MomentField(required=False, label="To")
