"""Queries the full-text index of the database; other modules do not depend on which one it is.

SQLite has FTS5, PostgreSQL its own full text. Both get folded words only, so nothing that somebody
types is read as their query syntax.
"""

from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from django.db import connections, router

from coding.models.passage import MEMBERS, NAMES, NOTES, PLACES, Passage
from coding.search.words import Words

_SHEET = f"id / {PLACES}"
_PLACE = f"id - id / {PLACES} * {PLACES}"
_TABLE = Passage._meta.db_table
_STATE = "cow"
_IN_SQLITE = f"(SELECT rowid AS id FROM {_TABLE}_words WHERE {_TABLE}_words MATCH %s) AS found"
_IN_POSTGRESQL = (
    f"(SELECT id FROM {_TABLE} "
    "WHERE to_tsvector('simple', text) @@ to_tsquery('simple', %s)) AS found"
)


class Hits(NamedTuple):
    """The sheets with the words: the number of places in each, and which have them as names."""

    places: dict[int, int]
    named: set[int]


def sheets_with(words: Words, question: int | None = None) -> Hits:
    """Return the sheets that have the words, at any question or at one; one query."""
    where = f"{_PLACE} <> {MEMBERS}"
    if question is not None:
        where = f"{_PLACE} IN ({question}, {question + NOTES})"
    counted = f"{_SHEET}, MIN({_PLACE}), COUNT(*)"
    rows = _ask(counted, [words], f"{where} GROUP BY {_SHEET}")
    places = {sheet: number for sheet, _, number in rows}
    return Hits(places, {sheet for sheet, first, _ in rows if first == NAMES})


def sheets_saying(any_of: list[Words], question: int) -> set[int]:
    """Return the sheets whose answer to a question contains any of the words; one query."""
    return {sheet for (sheet,) in _ask(_SHEET, any_of, f"{_PLACE} = {question}")}


def sheets_answering(question: int) -> set[int]:
    """Return the sheets that say anything at the question; one query."""
    with connections[router.db_for_read(Passage)].cursor() as cursor:
        cursor.execute(f"SELECT {_SHEET} FROM {_TABLE} WHERE {_PLACE} = %s", [question])
        return {sheet for (sheet,) in cursor.fetchall()}


def sheets_of_members(states: Iterable[int]) -> set[int]:
    """Return the sheets with one of the states as a member; one query."""
    tokens = [Words((token_of(code),), is_exact=True) for code in states]
    return {sheet for (sheet,) in _ask(_SHEET, tokens, f"{_PLACE} = {MEMBERS}")}


def places_with(looked_for: list[Words], sheets: Collection[int]) -> Iterator[tuple[int, int]]:
    """Yield sheet and place of the passages of some sheets with any of the words; one query."""
    if looked_for and sheets:
        among = ", ".join(str(sheet) for sheet in sheets)
        rows = _ask("id", looked_for, f"{_SHEET} IN ({among}) AND {_PLACE} <> {MEMBERS}")
        yield from sorted(divmod(key, PLACES) for (key,) in rows)


def token_of(state: int) -> str:
    """Return the word that stands for a state among the members of a sheet."""
    return f"{_STATE}{state}"


def state_of(token: str) -> int:
    """Return the state that a word among the members of a sheet stands for."""
    return int(token.removeprefix(_STATE))


def _ask(columns: str, any_of: list[Words], where: str) -> list[tuple[int, ...]]:
    using = router.db_for_read(Passage)
    source, joined, written = _DIALECTS[connections[using].vendor]
    text = joined.join(written(words) for words in any_of if words.words)
    if not text:
        return []
    with connections[using].cursor() as cursor:
        cursor.execute(f"SELECT {columns} FROM {source} WHERE {where}", [text])
        return list(cursor.fetchall())


def _as_fts5(words: Words) -> str:
    if words.is_beginning:
        return f'"{words.words[0]}" *'
    if len(words.words) > 1:
        return f'"{" ".join(words.words)}"'
    return "(" + " OR ".join(f'"{form}"' for form in words.choices[0]) + ")"


def _as_tsquery(words: Words) -> str:
    if words.is_beginning:
        return f"'{words.words[0]}':*"
    sides = (" | ".join(f"'{form}'" for form in of) for of in words.choices)
    return "(" + " <-> ".join(f"({side})" for side in sides) + ")"


_DIALECTS = {
    "sqlite": (_IN_SQLITE, " OR ", _as_fts5),
    "postgresql": (_IN_POSTGRESQL, " | ", _as_tsquery),
}
