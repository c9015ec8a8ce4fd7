"""Sheets as lists name them, without the prose of their answers."""

from typing import TypeVar

from django.db.models import QuerySet

from coding.models import Sheet
from coding.models.membership import load_titles

S = TypeVar("S", bound=Sheet)
_SHOWN = ("atop_id", "phase", "formation__members", "formation__signature_dates")


def titled(sheets: QuerySet[S], *columns: str) -> list[S]:
    """Return the sheets with what their titles need, and these columns; one query or two."""
    listed = list(sheets.select_related("formation").only(*_SHOWN, *columns))
    load_titles(listed)
    return listed
