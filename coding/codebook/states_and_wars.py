"""States and wars as plain values: who was a state on a day, and who was at war with whom.

COWSYS (question 4) and COWWAR (question 5) follow from the lists of the Correlates of War project
(COW) and of Gleditsch and Ward (GW). Every proposal names the dates it rests on, so that a coder
can accept or overrule it.

Rules, observed in 5.1 (reference section 6): first and last day of a spell count; an unknown day of
entry is taken as the first of its month; a spell without an end goes on after the list's last day.
"""

from calendar import month_name
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import NamedTuple

from coding.codebook.coded_dates import DateInParts, DateParts

COW, GW = "COW", "GW"
_SYSTEM_NAMES = {COW: "COW system", GW: "Gleditsch-Ward list"}


class ListedDay(NamedTuple):
    """A day in a list. If only the month is known, ``date`` is its first or last day."""

    date: date
    is_known: bool = True

    @property
    def parts(self) -> DateParts:
        return self.date.year, self.date.month, self.date.day

    def __str__(self) -> str:
        return self.date.isoformat() if self.is_known else f"{self.date:%Y-%m}"

    @property
    def in_words(self) -> str:
        """The day as coders read it elsewhere: "17 January 1996", or its month."""
        month = f"{month_name[self.date.month]} {self.date.year}"
        return f"{self.date.day} {month}" if self.is_known else month


class Span(NamedTuple):
    """A time from one day to another, both included; ``end`` is None while it lasts."""

    begin: ListedDay
    end: ListedDay | None

    def __str__(self) -> str:
        return f"{self.begin} to {self.end}" if self.end else f"since {self.begin}"

    @property
    def in_words(self) -> str:
        begin = self.begin.in_words
        return f"{begin} to {self.end.in_words}" if self.end else f"since {begin}"

    def holds(self, on: DateInParts) -> bool:
        """Whether a coded date lies in the span; an unknown day is the first of the month.

        Dates are compared by their parts, since a coder may have typed a day that does not exist.
        """
        day = on.first_day
        return self.begin.parts <= day and (self.end is None or day <= self.end.parts)


@dataclass(frozen=True)
class SystemState:
    """A state under its COW country code, with its times in the two systems, in order."""

    code: int
    abbreviation: str
    name: str
    spells: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)  # COW or GW → times

    def is_in(self, system: str, on: DateInParts) -> bool:
        return any(span.holds(on) for span in self.spells.get(system, ()))


class Fighting(NamedTuple):
    """A state's time in a war, on side 1 or 2."""

    war: int
    war_name: str
    side: int
    span: Span

    def __str__(self) -> str:
        return f"{self.war_name} ({self.war}), {self.span.in_words}"


class ListedCode(NamedTuple):
    """A code that the lists give, and why."""

    value: int
    reason: str


@dataclass(frozen=True)
class Lists:
    """The tables of states and wars. ``fighting`` holds each state's times at war by its code."""

    states: Mapping[int, SystemState]
    fighting: Mapping[int, tuple[Fighting, ...]]

    @cached_property
    def names(self) -> dict[int, tuple[str, str]]:
        """The name and the abbreviation of each state by its code."""
        return {code: (state.name, state.abbreviation) for code, state in self.states.items()}

    @cached_property
    def _last_day(self) -> date | None:
        return max(_last_days(self.fighting.values()), default=None)

    def existing_first(self, on: DateInParts) -> list[SystemState]:
        """Return all states by code: first those in either system on the day, then the others."""
        return sorted(
            self.states.values(),
            key=lambda state: (not (state.is_in(COW, on) or state.is_in(GW, on)), state.code),
        )

    def wars_on(self, code: int, on: DateInParts) -> list[Fighting]:
        """Return the wars that the state was fighting on the day, by war number."""
        wars = [fighting for fighting in self.fighting.get(code, ()) if fighting.span.holds(on)]
        return sorted(wars, key=lambda war: war.war)

    def is_in_cow(self, code: int, on: DateInParts) -> bool:
        """Whether a state is listed, and was in the COW system on the day."""
        return code in self.states and self.states[code].is_in(COW, on)

    def cowsys(self, code: int, on: DateInParts) -> ListedCode | None:
        """Propose COWSYS for a state that signed on the day; None if it is not listed.

        Agrees with 2505 of the 2510 rows of 5.1.
        """
        state = self.states.get(code)
        if state is None:
            return None
        value = int(state.is_in(COW, on))
        times = (
            [_membership(state, COW)]
            if value
            else [_membership(state, system) for system in (COW, GW)]
        )
        return ListedCode(value, f"{state.name}: {'; '.join(times)}.{_about_the_day(on)}")

    def cowwar(self, code: int, on: DateInParts) -> ListedCode | None:
        """Propose COWWAR for a state that signed on the day; None if it is not listed.

        Of several wars, the one with the lowest number is proposed and the others are named: the
        two such rows of 5.1 show no rule. In a later phase 5.1 repeats the first phase's code,
        whatever the date.
        """
        state = self.states.get(code)
        if state is None:
            return None
        wars = self.wars_on(code, on)
        text = "; ".join(map(str, wars)) or f"in no war of the list{self._after_the_list(on)}"
        return ListedCode(wars[0].war if wars else 0, f"{state.name}: {text}.{_about_the_day(on)}")

    def _after_the_list(self, on: DateInParts) -> str:
        """Say that a day is later than all wars in the list; "" if it is not."""
        latest = self._last_day
        if latest is None or on.first_day <= latest.timetuple()[:3]:
            return ""
        return f", whose latest war ends on {ListedDay(latest).in_words}: look for a later one"


def _last_days(fighting: Iterable[Iterable[Fighting]]) -> Iterable[date]:
    return ((each.span.end or each.span.begin).date for state in fighting for each in state)


def _membership(state: SystemState, system: str) -> str:
    times = ", ".join(span.in_words for span in state.spells.get(system, ()))
    name = _SYSTEM_NAMES[system]
    return f"in the {name} {times}" if times else f"never in the {name}"


def _about_the_day(on: DateInParts) -> str:
    return "" if on.day else " The day is not known and taken as the first of the month."
