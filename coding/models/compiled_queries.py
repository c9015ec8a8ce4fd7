"""Queries that every page asks: their SQL is compiled once, not once a request.

The ORM takes longer to put such a query together than a database takes to answer it
(docs/benchmarks.md). It still writes the SQL and converts the values, so that both databases and
all names are right.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from inspect import signature
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Expression, QuerySet
from django.db.models.query import get_related_populators
from django.db.transaction import TransactionManagementError

Row = tuple[Any, ...]


class _Argument(Expression):
    """Stands in the query for a value that is known only when it is asked."""

    def __init__(self, place: int) -> None:
        super().__init__()
        self.place = place

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        """Write a placeholder, with itself as its value."""
        return "%s", [self]


@dataclass(frozen=True)
class _Compiled:
    """A query's statement, and how its rows become values or instances."""

    sql: str
    params: Row
    converters: list[tuple[int, tuple[list[Any], Any]]]  # by the column's place
    holds: bool  # rows, until the transaction ends
    model: Any = None
    names: Sequence[str] = ()  # of the model's columns, from the place ``start`` on
    start: int = 0
    joined: Sequence[Any] = ()  # what fills in the instances that are joined

    @classmethod
    def of(cls, queryset: "QuerySet[Any, Any]") -> "_Compiled":
        """Compile the query as the ORM does before it asks it."""
        compiler: Any = queryset.query.get_compiler(using=DEFAULT_DB_ALIAS)
        sql, params = compiler.as_sql()
        select, info = compiler.select, compiler.klass_info
        converters = compiler.get_converters([expression for expression, _, _ in select])
        query = sql, tuple(params), list(converters.items()), queryset.query.select_for_update
        if info is None:  # plain values
            return cls(*query)
        places = info["select_fields"]
        names = [select[place][0].target.attname for place in places]
        populators: Any = get_related_populators  # the stubs know those of a later Django
        joined = populators(info, select, DEFAULT_DB_ALIAS)
        return cls(*query, info["model"], names, places[0], joined)

    def converted(self, found: Row) -> Row:
        """Return the row with its values as the ORM gives them."""
        row = list(found)
        for place, (converters, expression) in self.converters:
            for convert in converters:
                row[place] = convert(row[place], expression, connection)
        return tuple(row)

    def instance(self, row: Row) -> Any:
        """Return the row as an instance, with what is joined."""
        values = row[self.start : self.start + len(self.names)]
        one = self.model.from_db(DEFAULT_DB_ALIAS, self.names, values)
        for populator in self.joined:
            populator.populate(row, one)
        return one


class Prepared:
    """One query whose arguments are whole numbers, texts or moments.

    ``build`` makes the query; its parameters are the arguments, of which it must not ask anything.
    """

    def __init__(self, build: Callable[..., "QuerySet[Any, Any]"]) -> None:
        self._build = build

    def rows(self, *arguments: Any, most: int | None = None) -> list[Row]:
        """Return the rows of a query of plain values for these arguments, the first ``most``."""
        compiled = self._compiled
        sql = compiled.sql if most is None else f"{compiled.sql} LIMIT {most:d}"
        if compiled.holds and not connection.in_atomic_block:
            raise TransactionManagementError("Rows are held in a transaction only.")
        with connection.cursor() as cursor:
            cursor.execute(sql, [_value(param, arguments) for param in compiled.params])
            found: list[Row] = cursor.fetchall()
        return [compiled.converted(row) for row in found] if compiled.converters else found

    def objects(self, *arguments: Any, most: int | None = None) -> list[Any]:
        """Return the rows as instances, with what the query joins by select_related."""
        rows = self.rows(*arguments, most=most)
        return [self._compiled.instance(row) for row in rows]

    def first(self, *arguments: Any) -> Any:
        """Return the first instance, or None."""
        return next(iter(self.objects(*arguments)), None)

    @cached_property
    def _compiled(self) -> _Compiled:
        places = range(len(signature(self._build).parameters))
        return _Compiled.of(self._build(*map(_Argument, places)))


def _value(param: Any, arguments: Sequence[Any]) -> Any:
    value = arguments[param.place] if isinstance(param, _Argument) else param
    if isinstance(value, datetime):  # as the database takes it
        return connection.ops.adapt_datetimefield_value(value)
    return value
