"""What an alliance is usually called, what the site's table calls it, and who said so when."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from coding.models import Sheet
from coding.models.names import name_of
from coding.workflow.usual_names import usual_names_of


@dataclass(frozen=True)
class Naming:
    """One change of the names."""

    names: str
    by: str
    at: datetime


@dataclass(frozen=True)
class NamesPage:
    """The names of a sheet now and until now, the newest first."""

    sheet: Sheet
    known: str  # what the site's table says, where that is something else
    namings: list[Naming]


def load_names_page(sheet: Sheet) -> NamesPage:
    known = usual_names_of([sheet])[sheet.pk]
    return NamesPage(sheet, known if known != sheet.usual_names else "", _namings(sheet))


def _namings(sheet: Sheet) -> list[Naming]:
    """Return the changes of the names among all changes of the sheet."""
    found: list[Naming] = []
    before = ""
    rows: Any = sheet.history.select_related("history_user").order_by("history_id")
    for row in rows:
        if row.usual_names != before:
            who = row.history_user
            name = name_of(who) if who else "the site"
            found.append(Naming(row.usual_names, name, row.history_date))
            before = row.usual_names
    return found[::-1]
