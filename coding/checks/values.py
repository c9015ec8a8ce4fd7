"""Single values: labelled, missing only where they may be, the same for the whole alliance."""

from collections import defaultdict
from collections.abc import Iterator

from coding.checks import words
from coding.checks.facts import Facts
from coding.checks.rule import ERROR, WARNING, Fault, rule
from coding.codebook.cells import MISSING, Address
from coding.codebook.variables import Variable

_PRIMARY_SOURCE = 1
_PAIR_HOME = 24

# They may be missing although the text is known: not listed elsewhere, a day or cause not known.
_MISSING_WITH_TEXT = {"cowid", "cow4id", "dayent", "dayexit", "termcaus"}

_Found = dict[tuple[str, int], list[Address]]  # variable, value → where it stands


@rule("unlabelled", WARNING, source="reference 4, code check")
def a_code_has_a_label(facts: Facts) -> Iterator[Fault]:
    """A value of a labelled variable is one of its codes."""
    for (variable, value), places in _values(facts).items():
        declared = _declared(facts, variable)
        if declared and declared.codes and value not in declared.codes and value >= 0:
            allowed = [words.value(facts, variable, code) for code in declared.codes]
            yield Fault(
                f"{_where(facts, places)}{variable} is {value}, which has no label.",
                f"Its codes are {words.listed(allowed)}.",
                _cells(places),
                _homes(declared, places),
            )


@rule("below-zero", ERROR, source="reference 2, missing: no negative value occurs")
def no_value_is_below_zero(facts: Facts) -> Iterator[Fault]:
    """No value is below 0, but the sign of a missing one."""
    for (variable, value), places in _values(facts).items():
        declared = _declared(facts, variable)
        if declared and value < 0 and value != MISSING:
            yield Fault(
                f"{_where(facts, places)}{variable} is {value}.",
                f"Enter a number from 0, or {MISSING} for missing.",
                _cells(places),
                _homes(declared, places),
            )


@rule("never-missing", ERROR, source="reference 4, missing; holds for all rows of 5.1")
def what_is_never_missing_is_known(facts: Facts) -> Iterator[Fault]:
    """A value is missing only where its variable may be."""
    for (variable, value), places in _values(facts).items():
        declared = _declared(facts, variable)
        if declared and value == MISSING and not declared.missing:
            yield Fault(
                f"{_where(facts, places)}{variable} is missing, which it never may be.",
                "Enter its value; leave it open while it is not coded yet.",
                _cells(places),
                _homes(declared, places),
            )


@rule("missing-with-text", WARNING, source="reference 2, secondary sources")
def nothing_is_missing_where_the_text_is_known(facts: Facts) -> Iterator[Fault]:
    """What is coded from the agreement itself (source 1) has no missing content codes."""
    if facts.alliance.get("source") != _PRIMARY_SOURCE:
        return
    for (variable, value), places in _values(facts).items():
        declared = _declared(facts, variable)
        if (
            declared
            and value == MISSING
            and declared.missing
            and variable not in _MISSING_WITH_TEXT
        ):
            yield Fault(
                f"{_where(facts, places)}{variable} is missing ({declared.missing}), but "
                f"{words.code(facts, 'source')}.",
                "Code it from the text, or say why the text does not settle it.",
                _cells(places),
                _homes(declared, places),
            )


@rule("code-of-its-own", WARNING, source="reference 5.8, point 9")
def a_member_has_no_other_code_of_the_alliance(facts: Facts) -> Iterator[Fault]:
    """What belongs to the alliance is the same for all members."""
    for key, codes in facts.members.items():
        for variable, value in codes.items():
            declared = _declared(facts, variable)
            if declared is None or declared.scope != "A":
                continue
            yield Fault(
                f"{words.member(facts, key)}: {variable} is "
                f"{words.value(facts, variable, value)}, but for the alliance "
                f"{words.value(facts, variable, facts.alliance.get(variable))}.",
                "Take the member's own code off, unless it is meant.",
                (Address(variable, key).cell, variable),
                _homes(declared, []),
            )


def _declared(facts: Facts, variable: str) -> Variable | None:
    return facts.reference.variables.get(variable)


def _values(facts: Facts) -> _Found:
    """Return every value and where it stands, the same one of several members together."""
    found: _Found = defaultdict(list)
    for variable, value in facts.alliance.items():
        found[variable, value].append(Address(variable))
    for key, codes in facts.members.items():
        for variable, value in codes.items():
            found[variable, value].append(Address(variable, key))
    for (giver, receiver), codes in facts.coding.pairs.items():
        for variable, value in codes.items():
            found[variable, value].append(Address(variable, giver, receiver))
    return found


def _where(facts: Facts, places: list[Address]) -> str:
    keys = list(dict.fromkeys(place.member for place in places if place.member))
    return f"{words.members(facts, keys)}: " if keys else ""


def _cells(places: list[Address]) -> tuple[str, ...]:
    return tuple(place.cell for place in places)


def _homes(declared: Variable, places: list[Address]) -> tuple[int, ...]:
    """Return the questions where the values are entered: the variable's, or that of the pairs."""
    homes = [_PAIR_HOME if place.partner else declared.home for place in places]
    return tuple(dict.fromkeys(home for home in homes or [declared.home] if home))


RULES = (
    a_code_has_a_label,
    no_value_is_below_zero,
    what_is_never_missing_is_known,
    nothing_is_missing_where_the_text_is_known,
    a_member_has_no_other_code_of_the_alliance,
)
