"""Dates of entry and exit: days of the calendar, in order, at least two members at a time."""

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import combinations

from coding.checks import words
from coding.checks.facts import Facts, cells_of
from coding.checks.rule import ERROR, WARNING, Fault, rule
from coding.codebook.cells import MISSING, state_and_spell
from coding.codebook.coded_dates import ENTRY, EXIT, DateInParts

_CORRECT_DATE = "Correct year, month or day; only the day may be unknown."


@rule("entry-is-a-day", ERROR, 4, source="reference 4, yrent, and 2, missing")
def entry_is_a_day(facts: Facts) -> Iterator[Fault]:
    """A date of entry is a day of the calendar."""
    for key, entered in facts.entries.items():
        if entered and not _is_a_day(entered):
            yield Fault(
                f"{words.member(facts, key)} entered on {words.day(entered)}, which is no day.",
                _CORRECT_DATE,
                cells_of([key], *ENTRY),
            )


@rule("exit-is-a-day", ERROR, 14, source="reference 4, yrexit, and 2, missing")
def exit_is_a_day(facts: Facts) -> Iterator[Fault]:
    """A date of exit is a day of the calendar."""
    for key, left in facts.exits.items():
        if left and left.year and not _is_a_day(left):
            yield Fault(
                f"{words.member(facts, key)} left on {words.day(left)}, which is no day.",
                f"{_CORRECT_DATE} In effect, all three are 0.",
                cells_of([key], *EXIT),
            )


@rule("in-effect-no-exit", ERROR, 14, source="reference 6: in effect, year, month and day are 0")
def no_year_of_exit_no_month_and_day(facts: Facts) -> Iterator[Fault]:
    """Without a year of exit, its month and day are 0 too."""
    for key, left in facts.exits.items():
        if left and not left.year and (left.month, left.day) != (0, 0):
            yield Fault(
                f"{words.member(facts, key)} is in effect by its year of exit, but "
                f"{words.codes(facts, EXIT[1:], facts.members[key])}.",
                "Enter the year in which it left, or 0 for month and day.",
                cells_of([key], *EXIT),
            )


def _is_a_day(parts: DateInParts) -> bool:
    """Whether the calendar has the date; another rule finds missing parts."""
    if MISSING in parts:
        return True
    try:
        date(parts.year, parts.month, 1 if parts.day is None else parts.day)
    except ValueError:
        return False
    return True


@rule("exit-after-entry", ERROR, 14, 4, source="plain; holds for all rows of 5.1")
def exit_after_entry(facts: Facts) -> Iterator[Fault]:
    """A member leaves on a later day than it entered."""
    for key, spell in facts.spells.items():
        if spell and spell.exit <= spell.entry:
            yield Fault(
                f"{words.member(facts, key)} left on {words.day(facts.exits[key])}, but entered on "
                f"{words.day(facts.entries[key])}.",
                "Correct the date that is wrong.",
                cells_of([key], *EXIT, *ENTRY),
            )


@rule("spells-apart", ERROR, 4, 14, source="reference 6, member spell; plain")
def spells_of_one_state_are_apart(facts: Facts) -> Iterator[Fault]:
    """A state that comes back enters after it left; its spells are numbered in that order."""
    for key, other in combinations(facts.members, 2):
        (state, number), (same, second) = state_and_spell(key), state_and_spell(other)
        if state != same:
            continue
        if number > second:
            key, other = other, key
        spell, entered = facts.spells[key], facts.entries[other]
        if spell and entered and entered.first_day < spell.exit:
            left, again = words.day(facts.exits[key]), words.day(entered)
            ended = f"left on {left}" if facts.members[key]["yrexit"] else "has not left"
            yield Fault(
                f"{words.member(facts, key)} {ended}, but entered again on {again}.",
                "Correct the exit or the new entry, or take off one of the two spells.",
                (*cells_of([other], *ENTRY), *cells_of([key], *EXIT)),
            )


@rule("begins-with-two", ERROR, 4, source="reference 2, signature dates; holds in all of 5.1")
def begins_with_two_members(facts: Facts) -> Iterator[Fault]:
    """The earliest entry is that of at least two members.

    Where the first two sign on different days, both get the second date.
    """
    first = _only_one_with(facts.begin, facts.entries)
    if facts.begin and first:
        yield Fault(
            f"{words.members(facts, first)} alone entered on {words.day(facts.begin)}, before all "
            "others.",
            "An alliance begins when a second state signs: both get the later date.",
            cells_of(first, *ENTRY),
        )


@rule("ends-with-two", ERROR, 14, 4, source="observed in 5.1: holds for all phases")
def ends_with_two_members(facts: Facts) -> Iterator[Fault]:
    """No member stays alone: the latest exit is that of at least two members."""
    last = _only_one_with(facts.end, facts.exits)
    if facts.end and last:
        ended = f"left on {words.day(facts.end)}" if facts.end.year else "is in effect"
        yield Fault(
            f"{words.members(facts, last)} {ended}, after all others have left.",
            "Give it the date on which the member before it left, or correct that one.",
            cells_of(last, *EXIT),
        )


def _only_one_with(when: DateInParts | None, dates: Mapping[str, DateInParts | None]) -> list[str]:
    """Return the member with a date, if there are other members and none may share the date."""
    if when is None or len(dates) < 2:
        return []
    sharing = [key for key, own in dates.items() if own and own.may_be(when)]
    return sharing if len(sharing) < 2 else []


@rule("date-to-come", WARNING, 14, 4, source="plain")
def no_date_is_to_come(facts: Facts) -> Iterator[Fault]:
    """No member enters or leaves on a day that has not come."""
    if facts.today is None:
        return
    today = facts.today.timetuple()[:3]
    for key in facts.members:
        for parts, on in ((ENTRY, facts.entries[key]), (EXIT, facts.exits[key])):
            if on and on.first_day > today:
                yield Fault(
                    f"{words.member(facts, key)} has the date {words.day(on)}, which has not come.",
                    "Correct the year; an end to come is none yet: 0 for year, month and day.",
                    cells_of([key], *parts),
                )
