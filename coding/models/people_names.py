"""People's names as the record stores and pages show them; the one place that makes them.

A person who has the same name as another account is shown with the user name.
"""

from collections import Counter
from collections.abc import Container, Iterable
from typing import Any

from django.contrib.auth.models import User

from coding.codebook.text import on_one_line
from coding.models.compiled_queries import CompiledQuery

LONGEST = 200  # letters that the record keeps of a name
_NAMES = CompiledQuery(lambda: User.objects.values_list("first_name", "last_name"))


def name_of(user: Any) -> str:
    """Return the name a person signs with; the user name follows if others have the same name."""
    name, username = on_one_line(user.get_full_name()), on_one_line(user.get_username())
    if not name:
        return username
    name = name[:LONGEST]
    if not hasattr(user, "has_namesake"):  # the signed-in user has it
        note_namesakes([user])
    return with_username(name, username) if user.has_namesake else name


def name_in_list(
    shared: Container[str], username: str | None, first: str | None, last: str | None
) -> str:
    """Return a person's name for a list of rows; ``shared`` are the names of several people."""
    name, user = f"{first or ''} {last or ''}".strip(), username or ""
    return with_username(name, user) if name in shared else name or user


def with_username(name: str, username: str) -> str:
    """Return a name with the user name, unless it ends with it already."""
    suffix = f" ({username})"
    return name if name.endswith(suffix) else name[: LONGEST - len(suffix)] + suffix


def name_and_username(user: Any) -> str:
    """Return a person's name with the user name, even if nobody else has that name."""
    return with_username(user.get_full_name(), user.get_username()).strip()


def note_namesakes(people: Iterable[Any]) -> None:
    """Set on each person whether somebody else has the same name; one query."""
    shared = shared_names()
    for person in people:
        person.has_namesake = person.get_full_name() in shared


def shared_names() -> set[str]:
    """Return the full names that more than one account has; one query."""
    called = Counter(f"{first} {last}".strip() for first, last in _NAMES.rows())
    return {name for name, number in called.items() if name and number > 1}
