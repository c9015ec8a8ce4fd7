"""The log's filter. It lives in the address, so that a view of the log can be shared."""

from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.http import QueryDict

from coding.forms.errors import errors_of
from coding.forms.layouts import OneLineForm
from coding.forms.moments import FirstMomentField, MomentField, read_moment
from coding.forms.places_in_lists import read_id
from coding.forms.sheet_filter import person_named
from coding.forms.sheets import read_key
from coding.history.log import LogPlace, LogQuery, kinds_for

MOST_PEOPLE = 200  # with one name


class LogFilter(forms.Form):
    """A sheet, a person, a span of days and a kind; all of them must hold."""

    sheet = forms.CharField(
        required=False, widget=forms.TextInput({"placeholder": "ATOP ID", "size": 7})
    )
    person = forms.CharField(
        required=False, widget=forms.TextInput({"placeholder": "name, or “me”", "size": 14})
    )
    since = FirstMomentField(required=False, label="From")
    until = MomentField(required=False, label="To")
    kind = forms.ChoiceField(required=False, label="What")
    helper = OneLineForm("sheet", "person", "since", "until", "kind", button="Show")

    def __init__(self, query: QueryDict, *, viewer: Any) -> None:
        data = {name: query.get(name, "").replace("\x00", "").strip() for name in self.base_fields}
        super().__init__(data, auto_id="%s")
        self.viewer = viewer
        box: Any = self.fields["kind"]
        box.choices = [("", "everything"), *kinds_for(viewer).items()]

    complaints = property(errors_of)

    def clean_sheet(self) -> tuple[int, int | None] | None:
        typed = self.cleaned_data["sheet"]
        if not typed:
            return None
        key = read_key(typed)
        if key is None:
            raise forms.ValidationError(f"“{typed}” is not a sheet. Write it as 4765 or 1020.2.")
        return key[0], key[1] if "." in typed else None

    def clean_person(self) -> dict[int, str] | None:
        """Return the user names of all matching people, by their keys."""
        typed = self.cleaned_data["person"]
        if not typed:
            return None
        meant = User.objects.filter(person_named(typed, self.viewer)).order_by("pk")
        people = dict(meant.values_list("pk", "username")[:MOST_PEOPLE])
        if not people:
            raise forms.ValidationError(f"Nobody here is called “{typed}”.")
        return people

    def asked(self) -> LogQuery | None:
        """Return the query; None where the address cannot be read."""
        if not self.is_valid():
            return None
        data = self.cleaned_data
        return LogQuery(
            self.viewer, data["kind"], data["sheet"], data["person"], data["since"], data["until"]
        )


def read_log_place(text: str) -> LogPlace | None:
    """Return the place in the log that an address names; None where it is malformed."""
    at, _, rest = text.partition("_")
    rank, _, row = rest.partition("_")
    key = read_id(row)
    try:
        place = read_moment(at)
    except ValueError:
        return None
    is_rank = rank.removeprefix("-").isdecimal() and len(rank) < 4
    return LogPlace(place, int(rank), key) if key is not None and is_rank else None


def written_log_place(place: LogPlace) -> str:
    return f"{place.at.isoformat()}_{place.rank}_{place.row}"
