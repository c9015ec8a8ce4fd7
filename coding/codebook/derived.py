"""The variables that follow from codes, and the rules that checks compare codes with.

The derived variables hold for every row of release 5.1 (reference 5.8, below point 12). A result is
None while a code that it depends on is not coded yet, and MISSING if such a code is missing and no
other code settles the result. In 5.1 no input of a derived variable is ever missing.

The ``expected_…`` functions return what a rule gives for a variable that coders enter nevertheless,
because the published data depart from the rule in a few rows. They return None if the rule does
not apply.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache

from coding.codebook.cells import MISSING, Codes, Coding
from coding.codebook.coded_dates import all_given, begin, end, entry_date, exit_date, spell_between

CONDITIONS = {
    "defcon": ("defcoadv", "defcoloc", "defcocon", "defconum", "defcodem", "defconpr"),
    "offcon": ("offcoadv", "offcoloc", "offcocon", "offconum", "offcodem"),
    "neucon": (
        "neucoadv", "neucoloc", "neucocon", "neuconum", "neucodem", "neuconpr", "neucoatt",
    ),
    "concon": ("concoadv", "concoloc", "concocon", "concoreq"),
}  # fmt: skip
ANY_CONDITION = (*(dummy for dummies in CONDITIONS.values() for dummy in dummies), "olimob")

PRIMARY_OBLIGATIONS = ("defense", "offense", "neutral", "nonagg", "consul")
OTHER_OBLIGATIONS = ("notaiden", "dipaid", "terrres", "seppeace", "thirdcom", "noothall")

DERIVED_OF_MEMBER = ("ineffect", "conditio", *CONDITIONS)
_GROUNDS_OF_MEMBER = ("yrexit", *ANY_CONDITION)  # what a member's derived variables depend on
DERIVED_OF_ALLIANCE = ("maxphase", "wartime", "active")

NAMES_IN_RULES = (
    *CONDITIONS,
    *ANY_CONDITION,
    *PRIMARY_OBLIGATIONS,
    *OTHER_OBLIGATIONS,
    *DERIVED_OF_MEMBER,
    *DERIVED_OF_ALLIANCE,
)

TERM_BY_TERMMODE = {0: 0, 1: 1, 2: 3, 3: 2, 4: 0, 5: 1, 6: 1}
SECRART_BY_PUBSECR = {0: 0, 2: 8, MISSING: MISSING}


def derived_of_member(codes: Codes) -> dict[str, int | None]:
    """Return the variables that follow from one member's own codes, by name."""
    values = _follow(tuple(map(codes.get, _GROUNDS_OF_MEMBER)))
    return dict(zip(DERIVED_OF_MEMBER, values, strict=True))


@lru_cache(maxsize=4096)  # most members have the same codes as another one
def _follow(values: tuple[int | None, ...]) -> tuple[int | None, ...]:
    codes = dict(zip(_GROUNDS_OF_MEMBER, values, strict=True))
    conditions = (ANY_CONDITION, *CONDITIONS.values())
    return ineffect(codes), *(_any_yes(map(codes.get, dummies)) for dummies in conditions)


def derived_of_alliance(coding: Coding, phases: Mapping[int, Coding]) -> dict[str, int | None]:
    """Return the variables that follow for the alliance in one phase, by name.

    ``phases`` holds every phase of the alliance by its number, this one among them.
    """
    return {
        "maxphase": maxphase(len(phases)),
        "wartime": wartime(phases[min(phases)]),
        "active": active(coding),
    }


def ineffect(codes: Mapping[str, int | None]) -> int | None:
    """Return whether the agreement is in effect for a member: its year of exit is 0."""
    year = codes.get("yrexit")
    return year if year in (None, MISSING) else int(year == 0)


def active(coding: Coding) -> int | None:
    """Return whether any member of the phase owes defense or offense (reference 5.8, point 8)."""
    return _any_yes(
        codes.get(variable)
        for codes in coding.members.values()
        for variable in ("defense", "offense")
    )


def maxphase(phases: int) -> int:
    """Return the number of phases as the codebook writes it: 0 where there is only one."""
    return phases if phases > 1 else 0


def wartime(first_phase: Coding) -> int | None:
    """Return whether a member was at war when the alliance was formed; the same in all phases.

    Only members that entered the first phase by its begin count. Observed in 5.1: judged per
    phase the rule gives 56 wrong rows, judged by the first phase none.
    """
    began = begin(first_phase)
    if began is None:
        return None
    founders = (
        codes
        for codes in first_phase.members.values()
        if (entered := entry_date(codes)) and entered.in_order <= began.in_order
    )
    return _any_yes(codes.get("cowwar") for codes in founders)


def expected_bilat(coding: Coding) -> int | None:
    """Return whether the phase never had more than two members at a time.

    A member that enters on the day another one leaves does not overlap with it. An unknown day is
    the first of the month of entry, or the last of the month of exit (reference 5.4).
    Exceptions in 5.1: 2 rows, both of 1287.
    """
    spells = [
        spell_between(entry_date(codes), exit_date(codes)) for codes in coding.members.values()
    ]
    if not all_given(spells):
        return None
    if len(spells) <= 2:
        return 1
    given = [spell for spell in spells if spell]
    at_once = max(sum(entry <= day < left for entry, left in given) for day, _ in given)
    return int(at_once <= 2)


def expected_asymm(coding: Coding) -> int | None:
    """Return whether the members' obligations or conditions differ, or one varies by partner.

    Exceptions in 5.1: 44 rows of 18 phases; of these only 4998 is coded 1 (reference 5.8, 11).
    """
    variables = (*PRIMARY_OBLIGATIONS, *ANY_CONDITION, *OTHER_OBLIGATIONS)
    owed = [tuple(map(codes.get, variables)) for codes in coding.members.values()]
    varying = [codes.get("obvary") for codes in coding.members.values()]
    if not all_given(varying) or any(None in codes for codes in owed):
        return None
    return int(len(set(owed)) > 1 or 1 in varying)


def expected_term(coding: Coding) -> int | None:
    """Return how the phase ended, from the condition under which the last member left.

    0 while any member is in. None if the last members left under conditions that give different
    terms. Exceptions in 5.1: 16 rows of 8 phases.
    """
    ended = end(coding)
    if ended is None:
        return None
    if not ended.year:
        return 0
    terms = {
        TERM_BY_TERMMODE.get(codes.get("termmode", MISSING))
        for codes in coding.members.values()
        if exit_date(codes) == ended
    }
    return terms.pop() if len(terms) == 1 else None


def expected_secrart(coding: Coding) -> int | None:
    """Return secrart where pubsecr settles it: nothing, the whole treaty, or missing.

    Where only some articles are secret, coders enter what they are about. No exceptions in 5.1.
    """
    secrecy = coding.alliance.get("pubsecr")
    return None if secrecy is None else SECRART_BY_PUBSECR.get(secrecy)


def _any_yes(values: Iterable[int | None]) -> int | None:
    """Return 1 if any value is above 0, else MISSING if any is missing; None if any is uncoded."""
    given = list(values)
    if not all_given(given):
        return None
    if any(value is not None and value > 0 for value in given):
        return 1
    return MISSING if MISSING in given else 0
