"""Reference data: states with their time in the state systems, wars with those who fought them.

Facts of the Correlates of War project (COW) and of Gleditsch and Ward (GW); every row names the
list and version it comes from. The rows of a sheet refer to a state by its COW country code.
"""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import timedelta
from functools import partial

from django.core.exceptions import ValidationError
from django.db import connection, models, transaction
from django.db.models import F, Q

from coding.codebook.states_and_wars import (
    COW,
    GW,
    Fighting,
    ListedDay,
    Lists,
    Span,
    SystemState,
)
from coding.models.tracking import Tracked


class Reference(Tracked):
    """A row of reference data, with the list it follows."""

    source = models.CharField(
        max_length=200,
        help_text="The list and its version, or where else you know it from. A row that names an "
        "official list follows its newer versions; a row with a source of its own is left alone.",
    )

    class Meta:
        abstract = True


class State(Reference):
    """A state, under its COW country code; some are only in the Gleditsch-Ward list, or in none."""

    code = models.PositiveSmallIntegerField("COW country code", unique=True)
    abbreviation = models.CharField(max_length=10, blank=True, default="")
    name = models.CharField(max_length=100)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(code__gte=1, code__lte=9999),
                name="state_code_up_to_four_digits",
                violation_error_message="A state's code is a number from 1 to 9999.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def is_cow_state(self) -> bool:
        """Whether COW ever counts it as a state; 8152 Annam, say, it does not."""
        return any(part.system == System.COW and not part.withdrawn for part in self.spells.all())


class System(models.TextChoices):
    """The two lists of independent states that ATOP goes by (reference section 2)."""

    COW = COW, "Correlates of War"
    GW = GW, "Gleditsch and Ward"


class Spell(Reference):
    """A time from one day to another, both included; open while it lasts.

    Rows are never deleted: one that a newer list has no more, or that was a mistake, is withdrawn.
    """

    begin = models.DateField()
    end = models.DateField(null=True, blank=True)
    withdrawn = models.BooleanField(
        default=False, help_text="Counts no longer: a mistake, or not in a newer list."
    )

    class Meta:
        abstract = True


_END_AFTER_BEGIN = Q(end=None) | Q(end__gte=F("begin"))
_END_BEFORE_BEGIN = "The end lies before the begin."


class StateSpell(Spell):
    """A state's membership in one of the two systems.

    A list ends with its last version (COW 2016), but the states in it continue: a state that was a
    member then has no end here and counts as a member until a newer version is loaded.
    """

    state = models.ForeignKey(
        State, to_field="code", on_delete=models.PROTECT, related_name="spells"
    )
    system = models.CharField(max_length=3, choices=System.choices)
    listed_as = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="The state's number in that list, where it is another."
    )

    class Meta:
        ordering = ["state_id", "system", "begin"]
        constraints = [
            models.CheckConstraint(
                condition=_END_AFTER_BEGIN,
                name="state_spell_end_after_begin",
                violation_error_message=_END_BEFORE_BEGIN,
            ),
            models.UniqueConstraint(
                fields=["state", "system", "begin"],
                condition=Q(withdrawn=False),
                name="state_spell_once",
                violation_error_message="This state has a spell in this system from that day.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.state}, {self.system} {self.span}"

    @property
    def span(self) -> Span:
        return Span(ListedDay(self.begin), ListedDay(self.end) if self.end else None)


class War(Reference):
    """An inter-state war, under its COW war number."""

    number = models.PositiveSmallIntegerField("COW war number", unique=True)
    name = models.CharField(max_length=100)

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"


class Participation(Spell):
    """A state's fighting in a war, on one side. It may break off, or change sides: then two rows.

    Where only the month is known, ``begin`` is its first day and ``end`` its last.
    """

    war = models.ForeignKey(
        War, to_field="number", on_delete=models.PROTECT, related_name="participations"
    )
    state = models.ForeignKey(State, to_field="code", on_delete=models.PROTECT, related_name="+")
    side = models.PositiveSmallIntegerField(choices=[(1, "1"), (2, "2")])
    begin_day_known = models.BooleanField(
        default=True, help_text="If not, put the first day of the month."
    )
    end_day_known = models.BooleanField(
        default=True, help_text="If not, put the last day of the month."
    )

    class Meta:
        ordering = ["war_id", "side", "state_id", "begin"]
        constraints = [
            models.CheckConstraint(
                condition=_END_AFTER_BEGIN,
                name="participation_end_after_begin",
                violation_error_message=_END_BEFORE_BEGIN,
            ),
            models.UniqueConstraint(
                fields=["war", "state", "begin"],
                condition=Q(withdrawn=False),
                name="participation_once",
                violation_error_message="This state is in this war from that day already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.state} in {self.war}, {self.span}"

    def clean(self) -> None:
        """Check that an unknown day is put as the first, or last, of its month."""
        if self.begin and not self.begin_day_known and self.begin.day != 1:
            raise ValidationError({"begin": "Put the first of the month where its day is unknown."})
        if self.end and not self.end_day_known and (self.end + timedelta(days=1)).day != 1:
            raise ValidationError({"end": "Put the last of the month where its day is unknown."})

    @property
    def span(self) -> Span:
        end = ListedDay(self.end, self.end_day_known) if self.end else None
        return Span(ListedDay(self.begin, self.begin_day_known), end)


_kept: dict[tuple[int, ...], Lists] = {}  # the version last read → its lists
_asked: ContextVar[list[tuple[int, ...]] | None] = ContextVar("asked", default=None)


@contextmanager
def versions_asked_once() -> Iterator[None]:
    """While a page is made that does not write to the lists, check only once if they changed."""
    token = _asked.set([])
    try:
        yield
    finally:
        _asked.reset(token)


def read_lists() -> Lists:
    """Return all states and wars as plain values, without those withdrawn.

    They change a few times a year and are needed for every page and every submission of a coded
    sheet, so each process caches them until history rows are added (these are never deleted); one
    query then. Lists read inside a transaction are cached after its commit, since it may be rolled
    back.
    """
    version = _version()
    if version in _kept:
        return _kept[version]
    lists = _read_lists()
    transaction.on_commit(partial(_keep, version, lists))
    return lists


def _keep(version: tuple[int, ...], lists: Lists) -> None:
    _kept.clear()
    _kept[version] = lists


_LISTED = (State, StateSpell, War, Participation)
# Raw SQL, built once: every page runs it, and both the ORM and ``history`` take 1.4 ms.
_COUNTS = ", ".join(
    f"(SELECT COUNT(*) FROM {model.history.model._meta.db_table})" for model in _LISTED
)


def _version() -> tuple[int, ...]:
    """Return how many history rows each table has: rows are only ever added, in any order."""
    asked = _asked.get()
    if asked:
        return asked[0]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {_COUNTS}")
        version: tuple[int, ...] = cursor.fetchone()
    if asked is not None:
        asked.append(version)
    return version


def _read_lists() -> Lists:
    """Read the tables; three queries."""
    spells: dict[int, dict[str, list[Span]]] = defaultdict(lambda: defaultdict(list))
    standing = StateSpell.objects.filter(withdrawn=False).order_by("begin")
    for spell in standing:
        spells[spell.state_id][spell.system].append(spell.span)
    states = {
        code: SystemState(
            code, abbreviation, name, {key: tuple(spans) for key, spans in spells[code].items()}
        )
        for code, abbreviation, name in State.objects.values_list("code", "abbreviation", "name")
    }
    return Lists(states, _read_fighting())


def _read_fighting() -> dict[int, tuple[Fighting, ...]]:
    fighting: dict[int, list[Fighting]] = defaultdict(list)
    rows = Participation.objects.filter(withdrawn=False).order_by("begin", "war_id")
    for time in rows.select_related("war"):
        fighting[time.state_id].append(Fighting(time.war_id, time.war.name, time.side, time.span))
    return {code: tuple(times) for code, times in fighting.items()}
