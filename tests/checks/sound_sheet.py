"""A sound sheet with every code, in which no rule finds anything, and small lists of states."""

from dataclasses import replace
from datetime import date

from coding.checks.facts import Facts, SharedFacts
from coding.checks.registry import run
from coding.checks.rule import Finding
from coding.codebook.cells import MISSING, Codes, Coding
from coding.codebook.states_and_wars import COW, GW, Fighting, ListedDay, Lists, Span, SystemState
from coding.models.variables import BY_NAME, PAIR_BY_NAME

IN = (0, 0, 0)
SIGNED = (1955, 5, 25)

_FROM_MEMBERS = ("member", "yrent", "moent", "dayent", "yrexit", "moexit", "dayexit")
_CODED = [variable for variable in BY_NAME.values() if variable.is_coded]
_OF_ALLIANCE = {variable.name: 0 for variable in _CODED if variable.scope == "A"}
_OF_MEMBER = {
    variable.name: 0
    for variable in _CODED
    if variable.scope == "M" and variable.name not in _FROM_MEMBERS
}


def span(begin: str, end: str | None = None) -> Span:
    """A time in a list, from one ISO date to another."""
    return Span(
        ListedDay(date.fromisoformat(begin)), ListedDay(date.fromisoformat(end)) if end else None
    )


def state(code: int, name: str, *cow: Span, gw: tuple[Span, ...] = ()) -> SystemState:
    """A state with its times in both systems."""
    return SystemState(code, name[:3].upper(), name, {COW: cow, GW: gw})


SINCE_1816 = span("1816-01-01")
STATES = {
    variable.code: variable
    for variable in (
        state(2, "United States of America", SINCE_1816, gw=(SINCE_1816,)),
        state(200, "United Kingdom", SINCE_1816, gw=(SINCE_1816,)),
        state(365, "Russia", SINCE_1816, gw=(SINCE_1816,)),
        state(698, "Oman", span("1971-10-07"), gw=(SINCE_1816,)),
        state(705, "Kazakhstan", SINCE_1816, gw=(SINCE_1816,)),
        state(812, "Laos", span("1953-10-23"), gw=(span("1954-05-01"),)),
        state(8152, "Annam"),
    )
}
KOREA = Fighting(151, "Korean", 1, span("1950-06-27", "1953-07-27"))
OTHER_WAR = Fighting(152, "Other", 1, span("1953-01-01", "1953-12-31"))
REFERENCE = SharedFacts(BY_NAME, Lists(STATES, {2: (KOREA, OTHER_WAR), 200: (KOREA,)}))


def member(
    state: int = 365, entered: tuple[int, ...] = SIGNED, left: tuple[int, ...] = IN, **codes: int
) -> Codes:
    """A member's codes; it owes defense, without conditions, and is in effect."""
    names = ("yrent", "moent", "dayent", "yrexit", "moexit", "dayexit")
    dates = dict(zip(names, entered + left, strict=True))
    return {"member": state, **_OF_MEMBER, **dates, "cowsys": 1, "defense": 1, **codes}


RUSSIA, KAZAKHSTAN = member(365), member(705)


def roster(*members: Codes) -> dict[str, Codes]:
    """Members by their keys; a state that comes twice has a second spell."""
    keyed: dict[str, Codes] = {}
    for codes in members:
        key = str(codes["member"])
        keyed[f"{key}.2" if key in keyed else key] = codes
    return keyed


def coding(*members: Codes, **alliance: int) -> Coding:
    """The codes of a sheet; the members are Russia and Kazakhstan unless others are given."""
    found = roster(*(members or (RUSSIA, KAZAKHSTAN)))
    codes = {**_OF_ALLIANCE, "cowid": MISSING, "cow4id": MISSING, "source": 1}
    return Coding({**codes, "bilat": int(len(found) <= 2), **alliance}, found)


def sheet(*members: Codes, **alliance: int) -> Facts:
    """A sound sheet of 1955 but for the codes that are given."""
    return Facts(3300, 0, coding(*members, **alliance), REFERENCE)


def answering(facts: Facts, **answers: str) -> Facts:
    """The sheet with answers ``q14="…"``."""
    return replace(facts, answers={int(name[1:]): text for name, text in answers.items()})


def with_pairs(facts: Facts, **owed: int) -> Facts:
    """The sheet with what 365 owes 705: nothing, but for the obligations that are given."""
    codes = dict.fromkeys(PAIR_BY_NAME, 0) | owed
    return replace(facts, coding=replace(facts.coding, pairs={("365", "705"): codes}))


def ended(state: int, left: tuple[int, ...] = (1960, 3, 1), **codes: int) -> Codes:
    """A member that left: not renewed, since conditions had changed."""
    return member(state, left=left, **{"termmode": 1, "termcaus": 3, **codes})


def found(facts: Facts) -> list[str]:
    """The ids of the rules that find something, each as often as it does."""
    return [finding.rule for finding in run(facts)]


def only(facts: Facts) -> Finding:
    """The one thing that is found in a sheet."""
    (finding,) = run(facts)
    return finding
