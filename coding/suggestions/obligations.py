"""Read pact types (question 16) and their conditions (19, 22).

Question 16 lists what any member owes. So a listed type is read for every member only if members
owe the same; a type that is not listed is owed by nobody.
"""

import re
from collections.abc import Iterator

from coding.codebook.cells import Codes
from coding.codebook.derived import CONDITIONS
from coding.suggestions.given import Given, of_members
from coding.suggestions.plain import bare, has_doubt, is_no
from coding.suggestions.suggestion import Suggestion, suggest_codes
from coding.suggestions.yes_no import members_owe_the_same

PACT_TYPES, LISTED_CONDITIONS = 16, 19

# One item of the list, by its variable: "Defense Pact", "Non-aggression", "mutual defence pact"
_TYPES = {
    variable: re.compile(rf"(?:mutual )?{name}(?: pact| treaty)?", re.IGNORECASE)
    for variable, name in {
        "defense": r"defen[cs](?:e|ive)",
        "offense": r"offen[cs](?:e|ive)",
        "neutral": r"neutrality",
        "nonagg": r"non[ -]?aggression",
        "consul": r"consultation",
    }.items()
}
_NAMES = {
    "defense": "defense",
    "offense": "offense",
    "neutral": "neutrality",
    "nonagg": "nonaggression",
    "consul": "consultation",
}

# Between the items: "Defense Pact, Consultation Pact and Nonaggression Pact", one a line, "A/B"
_BETWEEN = re.compile(r"\band\b|[,;&/+\n]", re.IGNORECASE)

# The condition dummies of question 19, without CONCOREQ, which question 22 may have (4235)
_CONDITIONS = [name for names in CONDITIONS.values() for name in names if name != "concoreq"]

# "Consultation is contingent upon the request" (4235)
_UPON_REQUEST = re.compile(
    r"\bconsult\w*(?:\s+\w+){0,6}?\s+(?:contingent|conditional|conditioned|dependent|depends?)"
    r"\s+(?:up)?on\s+(?:\w+\s+){0,4}?request\b",
    re.IGNORECASE,
)


def pact_types(text: str) -> Codes:
    """Return all five obligations, 1 if listed; empty unless every item is a pact type."""
    items = [bare(item) for item in _BETWEEN.split(bare(text))]
    listed = [_type_of(item) for item in items if item]
    if not listed or None in listed:
        return {}
    return {variable: int(variable in listed) for variable in _TYPES}


def _type_of(item: str) -> str | None:
    return next((variable for variable, form in _TYPES.items() if form.fullmatch(item)), None)


def read_pact_types(given: Given, question: int) -> Iterator[Suggestion]:
    text = given.text(question)
    codes = pact_types(text)
    named = [variable for variable, owed in codes.items() if owed]
    unnamed = {variable: 0 for variable, owed in codes.items() if not owed}
    if not members_owe_the_same(given):
        meaning = "no member owes what is not listed"
        yield from suggest_codes(given, question, of_members(**unnamed), text, meaning)
    elif codes:
        owed = ", ".join(_NAMES[variable] for variable in named)
        meaning = f"every member owes {owed}, and nothing else of the five"
        yield from suggest_codes(given, question, of_members(**codes), text, meaning)


def read_no_conditions(given: Given, question: int) -> Iterator[Suggestion]:
    """Read "None" as no condition of question 19. Consultation on request is question 22's."""
    text = given.text(question)
    if is_no(text):
        codes = dict.fromkeys(_CONDITIONS, 0)
        meaning = "no obligation depends on a condition of the list"
        yield from suggest_codes(given, question, of_members(**codes), text, meaning)


def read_other_limits(given: Given, question: int) -> Iterator[Suggestion]:
    """Read "No" as no other limit, and consultation that needs a request."""
    text = given.text(question)
    request = _UPON_REQUEST.search(text)
    owes = pact_types(given.text(PACT_TYPES)).get("consul", 1)
    if is_no(text):
        meaning = "no condition that question 19 does not list"
        yield from suggest_codes(given, question, of_members(olimob=0), text, meaning)
        if is_no(given.text(LISTED_CONDITIONS)):
            meaning = "consultation does not depend on a request, nor does question 19 list one"
            yield from suggest_codes(given, question, of_members(concoreq=0), text, meaning)
    elif request and owes and members_owe_the_same(given) and not has_doubt(text):
        meaning = "members consult only when one of them asks for it"
        places = of_members(concoreq=1)
        yield from suggest_codes(given, question, places, request[0], meaning)
