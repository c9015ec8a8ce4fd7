"""Primary obligations (16 and 18), differences among members (24), and conditions (19, 20, 22)."""

from collections.abc import Iterator

from coding.checks import words
from coding.checks.facts import Facts, cells_of
from coding.checks.rule import ERROR, WARNING, Fault, rule
from coding.codebook.cells import MISSING, Codes, cell_of, is_known
from coding.codebook.derived import (
    ANY_CONDITION,
    CONDITIONS,
    OTHER_OBLIGATIONS,
    PRIMARY_OBLIGATIONS,
    expected_asymm,
)

_VARYING = ("obvary", {1})
_FIVE = words.listed(PRIMARY_OBLIGATIONS)
_OBLIGATION_OF = {"defcon": "defense", "offcon": "offense", "neucon": "neutral", "concon": "consul"}


@rule(
    "some-obligation", ERROR, 16, source="reference 2, alliance, and 6; holds for all phases of 5.1"
)
def somebody_owes_something(facts: Facts) -> Iterator[Fault]:
    """An alliance has at least one primary obligation."""
    if facts.members and all(map(_owes_nothing, facts.members.values())):
        yield Fault(
            f"No member owes anything: {_FIVE} are 0 for all of them.",
            "Enter the obligations; without one it is no alliance.",
            cells_of(facts.members, *PRIMARY_OBLIGATIONS),
        )


@rule("owes-nothing", ERROR, 24, 16, source="reference 6: 12 member rows, all in asymmetric pacts")
def who_owes_nothing_is_in_an_asymmetric_pact(facts: Facts) -> Iterator[Fault]:
    """A member that owes nothing is in an asymmetric alliance (asymm 1)."""
    idle = facts.members_where(_owes_nothing)
    if idle and len(idle) < len(facts.members) and facts.alliance.get("asymm") == 0:
        yield Fault(
            f"{words.members(facts, idle)} without any primary obligation, but "
            f"{words.code(facts, 'asymm')}.",
            f"Enter {words.value(facts, 'asymm', 1)}, or what they owe.",
            ("asymm", *cells_of(idle, *PRIMARY_OBLIGATIONS)),
        )


def _owes_nothing(codes: Codes) -> bool:
    return all(codes.get(obligation) == 0 for obligation in PRIMARY_OBLIGATIONS)


@rule("obvary", ERROR, 24, 4, source="reference 6; holds for all rows of 5.1")
def what_varies_by_partner_is_asymmetric_and_multilateral(facts: Facts) -> Iterator[Fault]:
    """obvary needs more than two members (bilat 0) in an asymmetric alliance (asymm 1)."""
    varying = facts.members_where(lambda codes: codes.get("obvary") == 1)
    for variable, needed in (("asymm", 1), ("bilat", 0)):
        code = facts.alliance.get(variable)
        if varying and is_known(code) and code != needed:
            yield Fault(
                f"{words.members(facts, varying)}: "
                f"{words.code(facts, 'obvary', facts.members[varying[0]])}, but "
                f"{words.code(facts, variable)}.",
                f"Enter {words.value(facts, variable, needed)} for {variable}, or "
                f"{words.value(facts, 'obvary', 0)} for obvary.",
                (variable, *cells_of(varying, "obvary")),
            )


@rule("asymm", WARNING, 24, source="reference 4, asymm, and 5.8, point 11")
def asymm_is_what_the_codes_give(facts: Facts) -> Iterator[Fault]:
    """asymm is 1 exactly when what members owe differs, or varies by partner.

    Compared are the primary obligations, their conditions and the promises of questions 21 and 25
    to 27.
    """
    expected, code = expected_asymm(facts.coding), facts.alliance.get("asymm")
    if expected is None or not is_known(code) or code == expected:
        return
    differing = _differing(facts)
    if expected and not differing:
        return
    how = "not the same" if expected else "the same"
    what = words.listed(differing) or f"{_FIVE}, their conditions and further promises"
    yield Fault(
        f"{words.code(facts, 'asymm')}, but {how} for all members: {what}.",
        f"Enter {words.value(facts, 'asymm', expected)}, or correct the members' codes.",
        ("asymm", *cells_of(facts.members, *differing)),
    )


def _differing(facts: Facts) -> list[str]:
    """Return the codes in which members differ, or that vary by partner (obvary).

    A code that is missing for one member is no difference.
    """
    by_name = {
        name: {codes.get(name) for codes in facts.members.values()} - {MISSING}
        for name in (*PRIMARY_OBLIGATIONS, *ANY_CONDITION, *OTHER_OBLIGATIONS, "obvary")
    }
    return [name for name, codes in by_name.items() if len(codes) > 1 or (name, codes) == _VARYING]


@rule("pair-of-members", ERROR, 24, 4, source="reference 5.4 and 5.8, point 5")
def pairs_are_members_at_the_same_time(facts: Facts) -> Iterator[Fault]:
    """What one member owes another is coded for two members of the phase at the same time."""
    for (giver, receiver), codes in facts.coding.pairs.items():
        absent = [key for key in (giver, receiver) if key not in facts.members]
        if absent:
            found, fix = f"{words.members(facts, absent)}: not a member", "Add it as a member"
        elif not _overlap(facts, giver, receiver):
            found, fix = "they were never members at the same time", "Correct entries and exits"
        else:
            continue
        yield Fault(
            f"{_pair(facts, giver, receiver)} is coded, but {found}.",
            f"{fix}, or take the pair's codes off.",
            _cells_of_pair(giver, receiver, codes),
        )


def _overlap(facts: Facts, giver: str, receiver: str) -> bool:
    first, other = facts.spells[giver], facts.spells[receiver]
    return first is None or other is None or first.overlaps(other)


@rule("pair-needs-obvary", ERROR, 24, source="reference 5.8, point 5")
def pairs_are_coded_where_obligations_vary(facts: Facts) -> Iterator[Fault]:
    """What one member owes another is coded only where its obvary is 1."""
    for (giver, receiver), codes in facts.coding.pairs.items():
        if facts.members.get(giver, {}).get("obvary") == 0:
            yield Fault(
                f"{_pair(facts, giver, receiver)} is coded, but for {words.member(facts, giver)} "
                f"{words.code(facts, 'obvary', facts.members[giver])}.",
                f"Enter {words.value(facts, 'obvary', 1)}, or take the pair's codes off.",
                (*cells_of([giver], "obvary"), *_cells_of_pair(giver, receiver, codes)),
            )


@rule("pair-within-member", ERROR, 24, 16, source="reference 5.8, point 5: all pairs are downward")
def pairs_owe_no_more_than_the_member(facts: Facts) -> Iterator[Fault]:
    """A member owes no partner what it does not owe as a member."""
    for (giver, receiver), owed in facts.coding.pairs.items():
        at_all = facts.members.get(giver, {})
        for obligation, code in owed.items():
            if code == 1 and at_all.get(obligation) == 0:
                yield Fault(
                    f"{_pair(facts, giver, receiver)}: {words.code(facts, obligation, owed)}, but "
                    f"for {words.member(facts, giver)} as a member "
                    f"{words.code(facts, obligation, at_all)}.",
                    "The member's own code says what it owes to any member; correct one of them.",
                    (cell_of(obligation, giver, receiver), *cells_of([giver], obligation)),
                )


@rule("obvary-has-pairs", WARNING, 24, source="reference 4, obvary, and 5.8, point 5")
def obvary_has_a_pair_that_differs(facts: Facts) -> Iterator[Fault]:
    """Where obvary is 1, what the member owes at least one partner is less than what it owes."""
    varying = facts.members_where(lambda codes: codes.get("obvary") == 1)
    keys = [key for key in varying if not _owes_some_partner_else(facts, key)]
    if keys:
        yield Fault(
            f"{words.members(facts, keys)}: {words.code(facts, 'obvary', facts.members[keys[0]])}, "
            "but no partner is owed anything else than the member's own codes say.",
            "Enter what is owed to each partner, or say why that is not known.",
            cells_of(keys, "obvary"),
        )


def _owes_some_partner_else(facts: Facts, key: str) -> bool:
    at_all = facts.members[key]
    return any(
        at_all.get(obligation) != code
        for (giver, _), owed in facts.coding.pairs.items()
        for obligation, code in owed.items()
        if giver == key
    )


def _pair(facts: Facts, giver: str, receiver: str) -> str:
    return f"What {words.member(facts, giver)} owes {words.member(facts, receiver)}"


def _cells_of_pair(giver: str, receiver: str, variables: Codes) -> tuple[str, ...]:
    return tuple(cell_of(variable, giver, receiver) for variable in variables)


@rule("condition-needs-obligation", ERROR, 19, 16, source="reference 6; holds for all rows of 5.1")
def a_condition_needs_its_obligation(facts: Facts) -> Iterator[Fault]:
    """Only an obligation that a member has can have a condition."""
    for conditional, obligation in _OBLIGATION_OF.items():
        without = [key for key, codes in facts.members.items() if codes.get(obligation) == 0]
        for condition in CONDITIONS[conditional] if without else ():
            keys = [key for key in without if facts.members[key].get(condition) == 1]
            if keys:
                codes = facts.members[keys[0]]
                yield Fault(
                    f"{words.members(facts, keys)}: {words.code(facts, condition, codes)}, but "
                    f"{words.code(facts, obligation, codes)}.",
                    f"Enter 0 for {condition}, or 1 for {obligation}.",
                    cells_of(keys, condition, obligation),
                )


@rule("other-condition-needs-obligation", ERROR, 22, 16, source="reference 4, olimob")
def another_condition_needs_an_obligation(facts: Facts) -> Iterator[Fault]:
    """A member that owes nothing has no other condition either (olimob 0)."""
    keys = facts.members_where(lambda codes: codes.get("olimob") == 1 and _owes_nothing(codes))
    if keys:
        yield Fault(
            f"{words.members(facts, keys)}: {words.code(facts, 'olimob', facts.members[keys[0]])}, "
            "but no primary obligation.",
            "Enter 0 for olimob, or the obligation that depends on the condition.",
            cells_of(keys, "olimob"),
        )
