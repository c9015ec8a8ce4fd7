"""Compare lists in prose with codes: members (question 4), pact types (16), conditions (19, 20).

A list is read only if every item is plain. Every rule here is a warning.
"""

import re
from collections.abc import Iterator

from coding.checks import words
from coding.checks.facts import Facts, cells_of
from coding.checks.rule import WARNING, Fault, rule
from coding.codebook.cells import Address, cell_of, state_and_spell
from coding.suggestions.members import list_members
from coding.suggestions.obligations import LISTED, pact_types
from coding.suggestions.plain import is_no, is_not_applicable, is_unsure, without_source

_RECONCILED = "reference 2: prose and codes are reconciled"
_MEMBERS, _PACT_TYPES, _CONTINGENCIES, _LIMITS = 4, 16, 19, 20
_BETWEEN = re.compile(r"[,;&/\n]|\band\b", re.IGNORECASE)

# Ending of the dummies → what question 19 calls the condition, as a whole item of the answer
_FORMS = {
    "coadv": r"(?:specific )?adversary",
    "coloc": r"(?:specific )?location",
    "cocon": r"(?:specific )?(?:ongoing )?conflict",
    "conum": r"number of adversaries",
    "codem": r"(?:non-?\s?compliance with (?:a )?)?(?:specific )?demands?",
    "conpr": r"non-?\s?provocation(?: of (?:the )?enemy)?",
    "coatt": r"attack",
}

# Every defense answers to an attack; a prior agreement has no code of its own.
_WITHOUT_CODE = re.compile(r"prior agreement(?: among (?:the )?partners)?", re.IGNORECASE)
_CODED_OTHERWISE = {"coatt"}


@rule("list-of-members", WARNING, 4, source=_RECONCILED)
def listed_members_are_the_roster(facts: Facts) -> Iterator[Fault]:
    """The states that question 4 lists by code are the members."""
    answer = facts.answers.get(_MEMBERS, "")
    listed = {listed_member.state for listed_member in list_members(answer, facts.reference.names)}
    roster = {state_and_spell(key)[0] for key in facts.members}
    if not listed or not roster:
        return
    if absent := sorted(listed - roster):
        names = words.listed([words.state(facts, code) for code in absent])
        yield Fault(
            f"Question {_MEMBERS} lists {names}: not among the members.",
            "Add the state as a member with its date of entry, or take it off the list.",
        )
    if unlisted := [key for key in facts.members if state_and_spell(key)[0] not in listed]:
        yield Fault(
            f"{words.members(facts, unlisted)}: not listed in question {_MEMBERS}.",
            "Write it down there, or take it off the members.",
            cells_of(unlisted, "member"),
        )


@rule("pact-types", WARNING, 16, source="reference 3, Q16; both tell what any member owes")
def pact_types_are_the_obligations(facts: Facts) -> Iterator[Fault]:
    """The pact types that question 16 lists are the obligations of any member."""
    for variable, is_named in pact_types(facts.answer(_PACT_TYPES)).items():
        owed = {key: codes.get(variable) for key, codes in facts.members.items()}
        owing = [key for key, code in owed.items() if code == 1]
        if is_named and owed and all(code == 0 for code in owed.values()):
            yield Fault(
                f"Question {_PACT_TYPES} lists the obligation, but "
                f"{words.code(facts, variable, {variable: 0})} for all members.",
                "Enter who owes it, or take it off the list.",
                cells_of(owed, variable),
            )
        elif not is_named and owing:
            yield Fault(
                f"{words.members(facts, owing)}: "
                f"{words.code(facts, variable, facts.members[owing[0]])}, but question "
                f"{_PACT_TYPES} does not list it.",
                "Name it there, or correct the code.",
                cells_of(owing, variable),
            )


@rule("contingencies", WARNING, 19, source="reference 3, Q19+20")
def contingencies_are_the_conditions(facts: Facts) -> Iterator[Fault]:
    """The contingencies that question 19 lists in its own words are the conditions coded.

    Consultation on request may be named at question 22, and every defense answers to an attack.
    """
    named = contingencies(facts.answer(_CONTINGENCIES))
    for ending in _FORMS if named else ():
        dummies = [name for name in LISTED if name.endswith(ending)]
        coded = [codes.get(name) for codes in facts.members.values() for name in dummies]
        cells = _coded(facts, dummies)
        if ending not in named and cells:
            yield Fault(
                f"{_some_member_has(cells)}, but question {_CONTINGENCIES} does not list the "
                "condition.",
                "Name it there, or correct the code.",
                cells,
            )
        elif ending in named - _CODED_OTHERWISE and coded and all(code == 0 for code in coded):
            yield Fault(
                f"Question {_CONTINGENCIES} lists a condition, but "
                f"{words.listed(dummies)} are 0 for all members.",
                "Enter which obligation depends on it, or take it off the list.",
                cells_of(facts.members, *dummies),
            )


def contingencies(text: str) -> set[str]:
    """Return the endings of the dummies for the conditions listed, if every item is plain."""
    named: set[str] = set()
    for item in filter(None, map(without_source, _BETWEEN.split(without_source(text)))):
        endings = {end for end, form in _FORMS.items() if re.fullmatch(form, item, re.IGNORECASE)}
        if endings:
            named |= endings
        elif not _WITHOUT_CODE.fullmatch(item):
            return set()
    return named


@rule("limits-described", WARNING, 20, 19, source="reference 3, Q19+20")
def conditions_are_described(facts: Facts) -> Iterator[Fault]:
    """Where a condition of question 19 is coded, question 20 describes it."""
    answer = facts.answer(_LIMITS)
    if not (is_no(answer) or is_not_applicable(answer)) or is_unsure(answer):
        return
    cells = _coded(facts, LISTED)
    if cells:
        yield Fault(
            f"{_some_member_has(cells)}, but question {_LIMITS} says “{answer}”.",
            "Describe the limit, or correct the code.",
            cells,
        )


def _coded(facts: Facts, dummies: list[str]) -> tuple[str, ...]:
    """Return the cells of the dummies that are 1."""
    return tuple(
        cell_of(name, key)
        for key, codes in facts.members.items()
        for name in dummies
        if codes.get(name) == 1
    )


def _some_member_has(cells: tuple[str, ...]) -> str:
    names = sorted({Address.of(cell).variable for cell in cells})
    return f"{words.listed(names)}: 1 for some member"
