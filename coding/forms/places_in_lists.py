"""Ids, and places in long lists, as addresses and forms contain them."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db.models import BigIntegerField

from coding.forms.moments import read_moment

GREATEST_ID = BigIntegerField.MAX_BIGINT
PagePlace = tuple[datetime, int]  # a moment, and the id of the row there


def read_id(text: str) -> int | None:
    """Return the id that a page sent; None for what cannot be an id."""
    if not text.isdecimal() or len(text) > len(str(GREATEST_ID)):
        return None
    pk = int(text)
    return pk if pk <= GREATEST_ID else None


def read_seen(texts: Iterable[str]) -> dict[int, int] | None:
    """Return the version of each row that was shown, from "12.1 13.4"; None where unreadable.

    No row at all is unreadable, too: it never means all rows.
    """
    pairs = [pair.partition(".") for text in texts for pair in text.split()]
    seen = {read_id(pk): read_id(version) for pk, _, version in pairs}
    if not seen or None in seen or None in seen.values():
        return None
    return seen  # type: ignore[return-value]


def written_seen(seen: Mapping[int, int]) -> str:
    return " ".join(f"{pk}.{version}" for pk, version in seen.items())


def read_place(text: str) -> PagePlace | None:
    """Return the place in a list that an address names; None where it is malformed."""
    at, _, pk = text.partition("_")
    row = read_id(pk)
    try:
        return None if row is None else (read_moment(at), row)
    except ValueError:
        return None


def written_place(at: datetime, pk: int) -> str:
    return f"{at.isoformat()}_{pk}"
