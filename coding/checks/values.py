"""Check single values: labelled, missing only if allowed, the same for the whole alliance."""

from collections.abc import Iterator

from coding.checks import words
from coding.checks.facts import CellPlace, Facts
from coding.checks.rule import ERROR, WARNING, Fault, rule
from coding.codebook.cells import MISSING, Address, cell_of
from coding.codebook.variables import Variable

_PRIMARY_SOURCE = 1
_PAIR_HOME = 24

# These may be missing although the text is known: not in other data, or day or cause unknown.
_MISSING_WITH_TEXT = {"cowid", "cow4id", "dayent", "dayexit", "termcaus"}


@rule("unlabelled", WARNING, source="reference 4, code check")
def a_code_has_a_label(facts: Facts) -> Iterator[Fault]:
    """A value of a labelled variable is one of its codes."""
    for declared, value, places in facts.unusual:
        if value >= 0:
            allowed = [words.value(facts, declared.name, code) for code in declared.codes]
            fix = f"Its codes are {words.listed(allowed)}."
            yield _fault(facts, declared, places, f"is {value}, which has no label", fix)


@rule("below-zero", ERROR, source="reference 2, missing: no negative value occurs")
def no_value_is_below_zero(facts: Facts) -> Iterator[Fault]:
    """No value is below 0, but the sign of a missing one."""
    for declared, value, places in facts.unusual:
        if value < 0 and value != MISSING:
            fix = f"Enter a number from 0, or {MISSING} for missing."
            yield _fault(facts, declared, places, f"is {value}", fix)


@rule("never-missing", ERROR, source="reference 4, missing; holds for all rows of 5.1")
def what_is_never_missing_is_known(facts: Facts) -> Iterator[Fault]:
    """A value is missing only where its variable may be."""
    for declared, value, places in facts.unusual:
        if value == MISSING and not declared.missing:
            found = "is missing, which it never may be"
            fix = "Enter its value; leave it open while it is not coded yet."
            yield _fault(facts, declared, places, found, fix)


@rule("missing-with-text", WARNING, source="reference 2, secondary sources")
def nothing_is_missing_where_the_text_is_known(facts: Facts) -> Iterator[Fault]:
    """What is coded from the agreement itself (source 1) has no missing content codes."""
    if facts.alliance.get("source") != _PRIMARY_SOURCE:
        return
    for declared, value, places in facts.unusual:
        if value == MISSING and declared.missing and declared.name not in _MISSING_WITH_TEXT:
            found = f"is missing ({declared.missing}), but {words.code(facts, 'source')}"
            fix = "Code it from the text, or say why the text does not settle it."
            yield _fault(facts, declared, places, found, fix)


@rule("code-of-its-own", WARNING, source="reference 5.8, point 9")
def a_member_has_no_other_code_of_the_alliance(facts: Facts) -> Iterator[Fault]:
    """What belongs to the alliance is the same for all members."""
    for key, codes in facts.members.items():
        for variable in sorted(codes.keys() & facts.reference.of_alliance):
            value = codes[variable]
            yield Fault(
                f"{words.member(facts, key)}: {variable} is "
                f"{words.value(facts, variable, value)}, but for the alliance "
                f"{words.value(facts, variable, facts.alliance.get(variable))}.",
                "Take the member's own code off, unless it is meant.",
                (cell_of(variable, key), variable),
                _homes(facts.reference.variables[variable], []),
            )


def _fault(
    facts: Facts, declared: Variable, whose: list[CellPlace], problem: str, fix: str
) -> Fault:
    places = [Address(declared.name, *place) for place in whose]
    keys = list(dict.fromkeys(place.member for place in places if place.member))
    where = f"{words.members(facts, keys)}: " if keys else ""
    cells = tuple(place.cell for place in places)
    return Fault(f"{where}{declared.name} {problem}.", fix, cells, _homes(declared, places))


def _homes(declared: Variable, places: list[Address]) -> tuple[int, ...]:
    homes = [_PAIR_HOME if place.partner else declared.home for place in places]
    return tuple(dict.fromkeys(home for home in homes or [declared.home] if home))
