"""Organizations that the treaty creates (question 35)."""

from collections.abc import Iterator

from coding.checks import words
from coding.checks.facts import Facts
from coding.checks.rule import ERROR, Fault, rule
from coding.codebook.cells import known


@rule("organization-purpose", ERROR, 35, source="reference 6; holds for all rows of 5.1")
def an_organization_has_a_purpose(facts: Facts) -> Iterator[Fault]:
    """orgpurp1 is 0 exactly when organ1 is 0, and orgpurp2 exactly when organ2 is."""
    for pair in (("organ1", "orgpurp1"), ("organ2", "orgpurp2")):
        organization, purpose = (facts.alliance.get(variable) for variable in pair)
        if known(organization) and known(purpose) and (organization == 0) != (purpose == 0):
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
