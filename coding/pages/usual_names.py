"""The usual names of an alliance: those stored, those in the site's table, and the history."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from coding.models import Sheet
from coding.models.people_names import name_of
from coding.workflow.usual_names import usual_names_of


@dataclass(frozen=True)
class Naming:
    """One change of the names."""

    names: str
    by: str
    at: datetime


@dataclass(frozen=True)
class NamesPage:
    """The names of a sheet and their history, the newest first."""

    sheet: Sheet
    known: str  # the name in the site's table, if it differs
    namings: list[Naming]


def load_names_page(sheet: Sheet) -> NamesPage:
    known = usual_names_of([sheet])[sheet.pk]
    return NamesPage(sheet, known if known != sheet.usual_names else "", _namings(sheet))


def _namings(sheet: Sheet) -> list[Naming]:
    """Return the changes of names among all changes of the sheet."""
    namings: list[Naming] = []
    before = ""
    rows: Any = sheet.history.select_related("history_user").order_by("history_id")
    for row in rows:
        if row.usual_names != before:
            who = row.history_user
            name = name_of(who) if who else "the site"
            namings.append(Naming(row.usual_names, name, row.history_date))
            before = row.usual_names
    return namings[::-1]
