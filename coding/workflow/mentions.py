"""Who is mentioned in a comment: user names behind an @, of active people who read sheets."""

import re
from collections.abc import Iterator
from difflib import get_close_matches

from django.contrib.auth.models import User

from coding.models.compiled_queries import CompiledQuery

_NAME = re.compile(r"(?<![\w@.+-])@([\w@.+-]+)")
_ENDS = ".,+-@"  # more likely the end of a sentence than of a name

# Everybody who may read sheets, by user name: (user name, first name, last name).
_READERS = CompiledQuery(
    lambda: (
        User.objects.with_perm("coding.view_sheet")
        .order_by("username")
        .values_list("username", "first_name", "last_name")
    )
)


def people_to_mention() -> dict[str, str]:
    """Return who may be mentioned: user names in their order, with the names people sign with."""
    return {user: f"{first} {last}".strip() or user for user, first, last in _READERS.rows()}


def mentioned_in(text: str, people: dict[str, str]) -> tuple[list[str], list[str]]:
    """Return the user names that a text mentions, and the words after an @ that are no user name.

    Case does not matter.
    """
    known = {name.casefold(): name for name in people}
    mentioned: dict[str, None] = {}
    unknown: dict[str, None] = {}
    for typed in _NAME.findall(text):
        name = next((known[reading] for reading in _readings(typed) if reading in known), None)
        if name:
            mentioned[name] = None
        else:
            unknown[typed.rstrip(_ENDS)] = None
    return [*mentioned], [name for name in unknown if name]


def _readings(typed: str) -> Iterator[str]:
    """Yield the possible names: the whole word, then without trailing punctuation."""
    name = typed.casefold()
    yield name
    while name and name[-1] in _ENDS:
        name = name[:-1]
        yield name


def why_not_mentioned(unknown: list[str], people: dict[str, str]) -> str | None:
    """Refuse unknown names, and suggest similar ones."""
    if not unknown:
        return None
    close = get_close_matches(unknown[0].casefold(), people, n=3, cutoff=0.5)
    meant = f" Perhaps {' or '.join(f'@{name}' for name in close)}?" if close else ""
    named = ", ".join(f"@{name}" for name in unknown)
    return f"{named}: nobody of that user name reads sheets.{meant} Correct it, or leave out the @."


def parts_of(text: str, mentions: list[str]) -> list[tuple[str, bool]]:
    """Return a text in pieces, each with whether it mentions somebody."""
    if not mentions:
        return [(text, False)]
    names = "|".join(re.escape(mention) for mention in sorted(mentions, key=len, reverse=True))
    pieces = re.split(rf"(?<![\w@.+-])(@(?:{names}))(?!\w)", text, flags=re.IGNORECASE)
    return [(piece, place % 2 == 1) for place, piece in enumerate(pieces) if piece]
