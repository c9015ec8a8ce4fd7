"""Threats that the treaty names (question 23), and organizations that it creates (35)."""

from collections.abc import Iterator, Sequence

from coding.checks import words
from coding.checks.facts import Facts, cells_of
from coding.checks.rule import ERROR, WARNING, Fault, rule
from coding.codebook.cells import is_known, state_and_spell

_STATES = ("statthr1", "statthr2")
_SPECIFIC_STATES = (1, 3)


@rule("threat-names-state", ERROR, 23, source="reference 6; holds for all rows of 5.1")
def a_specific_state_is_named(facts: Facts) -> Iterator[Fault]:
    """Where specific states are the threat (specthrt 1 or 3), statthr1 names the first."""
    alliance = facts.alliance
    if alliance.get("specthrt") in _SPECIFIC_STATES and alliance.get("statthr1") == 0:
        yield Fault(
            f"{words.codes(facts, ('specthrt', 'statthr1'))}.",
            "Enter the state's COW country code, or another kind of threat.",
            ("statthr1", "specthrt"),
        )


@rule("no-threat-no-state", ERROR, 23, source="reference 6; holds for all rows of 5.1")
def without_a_threat_no_state_is_named(facts: Facts) -> Iterator[Fault]:
    """Without a specific threat (specthrt 0), no state is named as one."""
    named = [variable for variable in _STATES if facts.alliance.get(variable) not in (None, 0)]
    if facts.alliance.get("specthrt") == 0 and named:
        yield Fault(
            f"{words.code(facts, 'specthrt')}, but {_states_named(facts, named)}.",
            "Say what kind of threat it is, or enter 0 for the state.",
            ("specthrt", *named),
        )


@rule("second-threat", ERROR, 23, source="reference 4, statthr2; holds for all rows of 5.1")
def a_second_threat_comes_after_another_first(facts: Facts) -> Iterator[Fault]:
    """statthr2 names a second state, beside another one in statthr1."""
    first, second = (facts.alliance.get(variable) for variable in _STATES)
    if second and second > 0 and first in (0, second):
        yield Fault(
            f"{_states_named(facts, _STATES)}.",
            "Enter the only state as statthr1, and 0 for statthr2.",
            ("statthr2", "statthr1"),
        )


@rule("threat-is-listed", WARNING, 23, source="plain; holds for all rows of 5.1")
def a_threat_is_a_state_of_the_lists(facts: Facts) -> Iterator[Fault]:
    """A state named as a threat is known by that COW country code."""
    states = facts.reference.lists.states
    for variable in _STATES if states else ():
        code = facts.alliance.get(variable) or 0
        if code > 0 and code not in states:
            yield Fault(
                f"{_states_named(facts, [variable])}, which no state has as its code.",
                "Look up the state's COW country code; an admin can add states.",
                (variable,),
            )


@rule("threat-is-member", WARNING, 23, 4, source="observed in 5.1")
def a_threat_is_no_member(facts: Facts) -> Iterator[Fault]:
    """A state named as a threat is not a member itself."""
    for variable in _STATES:
        code = facts.alliance.get(variable)
        keys = [key for key in facts.members if state_and_spell(key)[0] == code]
        if keys:
            yield Fault(
                f"{_states_named(facts, [variable])}, but it is a member.",
                "Correct the state; if the treaty names it, say so.",
                (variable, *cells_of(keys, "member")),
            )


def _states_named(facts: Facts, variables: Sequence[str]) -> str:
    codes = {variable: facts.alliance[variable] for variable in variables}
    return words.listed(
        [
            f"{variable} is {words.state(facts, code)}" if code > 0 else words.code(facts, variable)
            for variable, code in codes.items()
        ]
    )


@rule("organization-purpose", ERROR, 35, source="reference 6; holds for all rows of 5.1")
def an_organization_has_a_purpose(facts: Facts) -> Iterator[Fault]:
    """orgpurp1 is 0 exactly when organ1 is 0, and orgpurp2 exactly when organ2 is."""
    for pair in (("organ1", "orgpurp1"), ("organ2", "orgpurp2")):
        organization, purpose = (facts.alliance.get(variable) for variable in pair)
        if is_known(organization) and is_known(purpose) and (organization == 0) != (purpose == 0):
            yield Fault(
                f"{words.codes(facts, pair)}.",
                "An organization has a purpose, and a purpose belongs to an organization.",
                pair,
            )


@rule("second-organization", ERROR, 35, source="observed in 5.1: holds for all rows")
def a_second_organization_comes_after_a_first(facts: Facts) -> Iterator[Fault]:
    """Where there is a second organization, there is a first one."""
    if facts.alliance.get("organ1") == 0 and facts.alliance.get("organ2", 0) > 0:
        yield Fault(
            f"{words.codes(facts, ('organ1', 'organ2'))}.",
            "Enter the only organization as the first one.",
            ("organ1", "organ2"),
        )
