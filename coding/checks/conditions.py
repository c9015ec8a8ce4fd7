"""Conditions of the primary obligations (questions 19, 20 and 22)."""

from collections.abc import Iterator

from coding.checks import words
from coding.checks.facts import Facts, cells_of
from coding.checks.rule import ERROR, Fault, rule
from coding.codebook.derived import CONDITIONS, PRIMARY_OBLIGATIONS

OBLIGATIONS = {"defcon": "defense", "offcon": "offense", "neucon": "neutral", "concon": "consul"}


@rule("condition-needs-obligation", ERROR, 19, 16, source="reference 6; holds for all rows of 5.1")
def a_condition_needs_its_obligation(facts: Facts) -> Iterator[Fault]:
    """Only an obligation that a member has can have a condition."""
    for conditional, obligation in OBLIGATIONS.items():
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
    keys = facts.members_where(
        lambda codes: (
            codes.get("olimob") == 1
            and all(codes.get(obligation) == 0 for obligation in PRIMARY_OBLIGATIONS)
        )
    )
    if keys:
        yield Fault(
            f"{words.members(facts, keys)}: {words.code(facts, 'olimob', facts.members[keys[0]])}, "
            "but no primary obligation.",
            "Enter 0 for olimob, or the obligation that depends on the condition.",
            cells_of(keys, "olimob"),
        )
