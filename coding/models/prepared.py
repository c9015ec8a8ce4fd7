"""Queries of plain values that every page asks: their SQL is compiled once, not once a request.

The ORM takes longer to put such a query together than a database takes to answer it
(docs/benchmarks.md). It still writes the SQL, so that both databases and all names are right.
"""

from collections.abc import Callable
from functools import cached_property
from typing import Any

from django.db import connection
from django.db.models import QuerySet

_PLACE = -987_654_321  # stands for the argument while the SQL is compiled; no row has this id


class Prepared:
    """One query with one whole-number argument. Values come as the database gives them.

    So it serves for numbers and texts; dates would have to be converted.
    """

    def __init__(self, build: Callable[[int], "QuerySet[Any, Any]"]) -> None:
        self._build = build

    def rows(self, argument: int) -> list[tuple[Any, ...]]:
        """Return the rows of the query for this argument."""
        sql, params = self._compiled
        with connection.cursor() as cursor:
            cursor.execute(sql, [argument if param == _PLACE else param for param in params])
            return cursor.fetchall()

    @cached_property
    def _compiled(self) -> tuple[str, tuple[Any, ...]]:
        sql, params = self._build(_PLACE).query.sql_with_params()
        return sql, tuple(params)
