"""Ids, and places in long lists, as addresses and forms carry them."""

from datetime import datetime

from django.db.models import BigIntegerField

from coding.forms.moments import read_moment

GREATEST_ID = BigIntegerField.MAX_BIGINT
Place = tuple[datetime, int]  # a moment, and the id of the row that stands there


def read_id(text: str) -> int | None:
    """Return the id that a page sent; None for what no row can have as its id."""
    if not text.isdecimal() or len(text) > len(str(GREATEST_ID)):
        return None
    pk = int(text)
    return pk if pk <= GREATEST_ID else None


def read_place(text: str) -> Place | None:
    """Return the place in a list that an address names; None where it names none."""
    at, _, pk = text.partition("_")
    row = read_id(pk)
    try:
        return None if row is None else (read_moment(at), row)
    except ValueError:
        return None


def written_place(at: datetime, pk: int) -> str:
    return f"{at.isoformat()}_{pk}"
