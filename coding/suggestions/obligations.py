"""Read pact types (question 16) and their conditions (19, 22).

Question 16 lists what any member owes. So a listed type is read for every member only if members
owe the same; a type that is not listed is owed by nobody.
"""

import re
from collections.abc import Iterator

from coding.codebook.cells import Codes
from coding.codebook.derived import CONDITIONS
from coding.suggestions.given import Given, of_members
from coding.suggestions.plain import has_doubt, is_no, without_source
from coding.suggestions.suggestion import Reading
from coding.suggestions.yes_no import members_owe_the_same

PACT_TYPES, LISTED_CONDITIONS = 16, 19

# By variable: what is owed, and how the list may name it
_TYPES = {
    "defense": ("defense", r"defen[cs](?:e|ive)"),
    "offense": ("offense", r"offen[cs](?:e|ive)"),
    "neutral": ("neutrality", r"neutrality"),
    "nonagg": ("nonaggression", r"non[ -]?aggression"),
    "consul": ("consultation", r"consultation"),
}

# Between the items: "Defense Pact, Consultation Pact and Nonaggression Pact", one a line, "A/B"
_BETWEEN = re.compile(r"\band\b|[,;&/+\n]", re.IGNORECASE)

# The condition dummies of question 19, without CONCOREQ, which question 22 may have (4235)
LISTED = [name for names in CONDITIONS.values() for name in names if name != "concoreq"]

# "Consultation is contingent upon the request" (4235)
_UPON_REQUEST = re.compile(
    r"\bconsult\w*(?:\s+\w+){0,6}?\s+(?:contingent|conditional|conditioned|dependent|depends?)"
    r"\s+(?:up)?on\s+(?:\w+\s+){0,4}?request\b",
    re.IGNORECASE,
)


def pact_types(text: str) -> Codes:
    """Return all five obligations, 1 if listed; empty unless every item is a pact type."""
    items = map(without_source, _BETWEEN.split(without_source(text)))
    listed = [_type_of(item) for item in items if item]
    if not listed or None in listed:
        return {}
    return {variable: int(variable in listed) for variable in _TYPES}


def _type_of(item: str) -> str | None:
    """Return the variable: of "Defense Pact", "Non-aggression", "mutual defence pact"."""
    for variable, (_, form) in _TYPES.items():
        if re.fullmatch(rf"(?:mutual )?{form}(?: pact| treaty)?", item, re.IGNORECASE):
            return variable
    return None


def read_pact_types(text: str, given: Given) -> Iterator[Reading]:
    codes = pact_types(text)
    unnamed = {variable: 0 for variable, owed in codes.items() if not owed}
    if not members_owe_the_same(given):
        yield Reading(text, of_members(**unnamed), "no member owes what is not listed")
    elif codes:
        owed = ", ".join(_TYPES[variable][0] for variable in codes if codes[variable])
        meaning = f"every member owes {owed}, and nothing else of the five"
        yield Reading(text, of_members(**codes), meaning)


def read_other_limits(text: str, given: Given) -> Iterator[Reading]:
    """Read "No" as no other limit, and consultation that needs a request."""
    request = _UPON_REQUEST.search(text)
    owes = pact_types(given.text(PACT_TYPES)).get("consul", 1)
    if is_no(text):
        yield Reading(text, of_members(olimob=0), "no condition that question 19 does not list")
        if is_no(given.text(LISTED_CONDITIONS)):
            meaning = "consultation does not depend on a request, nor does question 19 list one"
            yield Reading(text, of_members(concoreq=0), meaning)
    elif request and owes and members_owe_the_same(given) and not has_doubt(text):
        meaning = "members consult only when one of them asks for it"
        yield Reading(request[0], of_members(concoreq=1), meaning)
