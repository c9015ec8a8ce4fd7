"""Secrecy (question 7)."""

from collections.abc import Iterator

from coding.checks import words
from coding.checks.facts import Facts
from coding.checks.rule import ERROR, Fault, rule
from coding.codebook.cells import known
from coding.codebook.derived import expected_secrart

_SOME_ARTICLES = 1
_CONTENTS = range(1, 8)  # what some secret articles may be about


@rule("secret-part", ERROR, 7, source="reference 6; holds for all rows of 5.1")
def secret_part_fits_secrecy(facts: Facts) -> Iterator[Fault]:
    """secrart is 0 for a public treaty, 8 for a secret one, 1 to 7 for some secret articles.

    Where it is missing whether anything is secret, so is what.
    """
    secrecy, content = facts.alliance.get("pubsecr"), facts.alliance.get("secrart")
    if secrecy is None or content is None:
        return
    expected = expected_secrart(facts.coding)
    found = f"{words.code(facts, 'pubsecr')}, but {words.code(facts, 'secrart')}."
    if expected is not None and content != expected:
        fix = f"Enter {words.value(facts, 'secrart', expected)}, or correct pubsecr."
        yield Fault(found, fix, ("secrart", "pubsecr"))
    elif secrecy == _SOME_ARTICLES and known(content) and content not in _CONTENTS:
        fix = "Say what the secret articles are about (1 to 7), or correct pubsecr."
        yield Fault(found, fix, ("secrart", "pubsecr"))
