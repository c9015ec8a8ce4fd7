"""The queries that nearly every page asks: Django compiles their SQL once, not for each request.

Putting such a query together takes the ORM longer than a database takes to answer it; what each
saves stands in docs/benchmarks.md (ADR 6). The ORM still writes the SQL and converts the values.
What depends on who asks is a ``VisibleQuery`` (``workflow/visibility.py``). All other queries are
asked as usual.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import Permission, User
from django.db import DEFAULT_DB_ALIAS, connection, connections, router
from django.db.models import Exists, Expression, OuterRef, QuerySet, Value
from django.db.models.functions import Concat
from django.db.models.query import get_related_populators

from coding.models.account import SignedIn
from coding.models.membership import Membership, PairObligation
from coding.models.questionnaire import BY_KEY, SECTIONS, Section
from coding.models.revision import OPEN, Origin, Revision
from coding.models.sheet import Sheet
from coding.models.variables import BY_NAME

Row = tuple[Any, ...]


class _Argument(Expression):
    """A value that is known only when the query is asked."""

    def __init__(self, place: int) -> None:
        super().__init__()
        self.place = place

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        """Write a placeholder, with itself as its value."""
        return "%s", [self]


_PLACE = re.compile("(?<!%)%s")  # of a parameter


def _with_constants(sql: str, params: Iterable[Any]) -> tuple[str, dict[str, Any]]:
    """Write constant texts and numbers into the statement; give the other parameters names.

    SQLite plans a statement again whenever a bound parameter could decide whether a partial index
    applies. Half of a query's time went there; the status of a revision is such a parameter.
    Positional parameters would cost a scan of the whole statement for each call.
    """
    named: dict[str, Any] = {}
    left = iter(params)

    def one(_: re.Match[str]) -> str:
        param = next(left)
        constant = _constant(param)
        if constant is None:
            named[f"p{len(named)}"] = param
        return constant or f"%(p{len(named) - 1})s"

    return _PLACE.sub(one, sql), named


def _constant(param: Any) -> str | None:
    """Return a text or number as it is written in a statement; None for what stays a parameter."""
    if not isinstance(param, (str, int)) or "%" in str(param):
        return None
    connection.ensure_connection()  # PostgreSQL's library quotes by connection
    quoted: str = connection.schema_editor().quote_value(param)
    return quoted


@dataclass(frozen=True)
class _Compiled:
    """A query's statement, and how its rows become values or instances."""

    asked: Any  # the model, which tells the router where to ask
    sql: str
    params: dict[str, Any]
    converters: list[tuple[int, tuple[list[Any], Any]]]  # by the column's place
    model: Any = None
    names: Sequence[str] = ()  # the model's columns, beginning at index ``start``
    start: int = 0
    joined: Sequence[Any] = ()  # what fills in the instances that are joined
    annotated: Sequence[tuple[str, int]] = ()  # annotations and their column index

    @classmethod
    def of(cls, queryset: "QuerySet[Any, Any]") -> "_Compiled":
        """Compile the query as the ORM does before it asks it."""
        compiler: Any = queryset.query.get_compiler(using=DEFAULT_DB_ALIAS)
        sql, params = _with_constants(*compiler.as_sql())
        select, info = compiler.select, compiler.klass_info
        converters = compiler.get_converters([expression for expression, _, _ in select])
        query = queryset.model, sql, params, list(converters.items())
        if info is None:  # plain values
            return cls(*query)
        places = info["select_fields"]
        names = [select[place][0].target.attname for place in places]
        populators: Any = get_related_populators  # the stubs know those of a later Django
        joined = populators(info, select, DEFAULT_DB_ALIAS)
        annotated = list(compiler.annotation_col_map.items())
        return cls(*query, info["model"], names, places[0], joined, annotated)

    def ask(self, sql: str, arguments: Row) -> list[Row]:
        """Run the statement, or one around it, and return the rows as the database gives them."""
        given = {name: _value(param, arguments) for name, param in self.params.items()}
        with connections[router.db_for_read(self.asked)].cursor() as cursor:
            cursor.execute(sql, given)
            rows: list[Row] = cursor.fetchall()
        return rows

    def converted(self, raw: Row) -> Row:
        row = list(raw)
        for place, (converters, expression) in self.converters:
            for convert in converters:
                row[place] = convert(row[place], expression, connection)
        return tuple(row)

    def instance(self, row: Row) -> Any:
        values = row[self.start : self.start + len(self.names)]
        instance = self.model.from_db(router.db_for_read(self.model), self.names, values)
        for populator in self.joined:
            populator.populate(row, instance)
        for name, place in self.annotated:
            setattr(instance, name, row[place])
        return instance


class CompiledQuery:
    """A query whose arguments are integers, strings or datetimes.

    ``build`` returns the queryset for the arguments, which it must not inspect. If it takes any
    number of arguments, such as the keys of a page's rows, it is compiled once for each number.
    """

    def __init__(self, build: Callable[..., "QuerySet[Any, Any]"]) -> None:
        self._build = build
        self._kept: dict[int, _Compiled] = {}

    def rows(self, *arguments: Any) -> list[Row]:
        return self._asked(arguments)[1]

    def all(self, *arguments: Any) -> list[Any]:
        """Return the rows as instances with what the query joins."""
        compiled, rows = self._asked(arguments)
        return [compiled.instance(row) for row in rows]

    def first(self, *arguments: Any) -> Any:
        return next(iter(self.all(*arguments)), None)

    def number(self, *arguments: Any) -> int:
        """Return how many rows there are; the database counts them."""
        compiled = self._compiled_for(len(arguments))
        ((number,),) = compiled.ask(f"SELECT COUNT(*) FROM ({compiled.sql}) AS counted", arguments)
        return int(number)

    def _asked(self, arguments: Row) -> tuple[_Compiled, list[Row]]:
        compiled = self._compiled_for(len(arguments))
        rows = compiled.ask(compiled.sql, arguments)
        if compiled.converters:
            rows = [compiled.converted(row) for row in rows]
        return compiled, rows

    def _compiled_for(self, number: int) -> _Compiled:
        if number not in self._kept:
            self._kept[number] = _Compiled.of(self._build(*map(_Argument, range(number))))
        return self._kept[number]


def _value(param: Any, arguments: Sequence[Any]) -> Any:
    value = arguments[param.place] if isinstance(param, _Argument) else param
    if isinstance(value, datetime):  # as the database takes it
        return connection.ops.adapt_datetimefield_value(value)
    return value


def _names(permissions: "QuerySet[Permission]") -> "QuerySet[Permission, Any]":
    return permissions.order_by().values_list("content_type__app_label", "codename")


_FULL_NAME = Concat("first_name", Value(" "), "last_name")


def _has_namesake(to: str = "") -> Exists:
    """Whether somebody else is called the same (people_names.py); ``to`` leads to the person."""
    named = Concat(OuterRef(f"{to}first_name"), Value(" "), OuterRef(f"{to}last_name"))
    others = User.objects.alias(full_name=_FULL_NAME).exclude(pk=OuterRef(f"{to}pk"))
    return Exists(others.filter(full_name=named))


SESSION = CompiledQuery(  # with its person, if any, as PERSON gives them
    lambda key, now: (
        SignedIn.objects.filter(session_key=key, expire_date__gt=now)
        .select_related("user__preferences", "user__account")
        .annotate(has_namesake=_has_namesake("user__"))
    )
)
PERSON = CompiledQuery(
    lambda pk: (
        User.objects.filter(pk=pk)
        .select_related("preferences", "account")
        .annotate(has_namesake=_has_namesake())
    )
)


def person_of(session: SignedIn) -> User | None:
    """Return the person of a row of SESSION, with what PERSON annotates."""
    if session.user:
        session.user.has_namesake = session.has_namesake  # type: ignore[attr-defined]
    return session.user


# Two queries, each with its own index: one condition for both would scan all permissions.
PERMISSIONS = CompiledQuery(
    lambda pk: _names(Permission.objects.filter(user=pk)).union(
        _names(Permission.objects.filter(group__user=pk))
    )
)

SHEET = CompiledQuery(
    lambda atop_id, phase: Sheet.objects.filter(atop_id=atop_id, phase=phase).select_related(
        *BY_KEY
    )
)
TITLED_SHEET = CompiledQuery(
    lambda atop_id, phase: Sheet.objects.filter(atop_id=atop_id, phase=phase).select_related(
        "formation"
    )
)
LOCKED_SHEET = CompiledQuery(lambda pk: Sheet.objects.filter(pk=pk).select_for_update())
WHOLE_SHEET = CompiledQuery(lambda pk: Sheet.objects.filter(pk=pk).select_related(*BY_KEY))
REVISION = CompiledQuery(lambda pk: Revision.objects.filter(pk=pk).select_related("sheet"))
REVISION_WITH_SHEET = CompiledQuery(
    lambda pk: Revision.objects.filter(pk=pk).select_related(
        "author", *(f"sheet__{section}" for section in BY_KEY)
    )
)


def _answers_of(section: Section) -> CompiledQuery:
    names = ("sheet_id", *(question.key for question in section.questions))
    rows = section.model.objects
    return CompiledQuery(lambda *sheets: rows.filter(sheet__pk__in=sheets).values_list(*names))


# Of each section, by its key: sheets with their answers in the order of the questions.
ANSWERS = {section.key: _answers_of(section) for section in SECTIONS}

OPEN_OF_AUTHOR = CompiledQuery(
    lambda sheet, question, author: Revision.objects.filter(
        sheet=sheet, question=question, author=author, origin=Origin.WRITTEN, status__in=OPEN
    )
)

CODES_OF_MEMBERS = tuple(
    variable.name
    for variable in BY_NAME.values()
    if variable.is_coded and variable.where == "membership" and variable.name != "member"
)
MEMBERS = CompiledQuery(
    lambda sheet: (
        Membership._base_manager.filter(sheet=sheet)
        .annotate(varies=Exists(PairObligation.objects.filter(giver=OuterRef("pk"))))
        .order_by("member_id", "spell")
        .values_list("id", "member_id", "spell", "own", "varies", *CODES_OF_MEMBERS)
    )
)
