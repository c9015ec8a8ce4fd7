"""Secrecy (question 7), duration (10 to 13) and termination (14 and 15)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from coding.checks import words
from coding.checks.facts import Facts, cells_of
from coding.checks.rule import ERROR, WARNING, Fault, rule
from coding.codebook.cells import is_known, state_and_spell
from coding.codebook.coded_dates import entry_date, follows
from coding.codebook.derived import expected_secrart, expected_term

_SOME_ARTICLES = 1
_CONTENTS = range(1, 8)  # what some secret articles may be about
_SPECIFIED_PERIOD = 1
_EXIT_CODES = ("termmode", "termcaus")
_REPLACED = {"termmode": 2, "termcaus": 1}

# termmode → its only causes, and termcaus → its only modes (observed in 5.1)
_CAUSES_OF = {2: {1}, 4: {2}, 5: {3}}
_MODES_OF = {1: {2}, 2: {4}}


@rule("secret-part", ERROR, 7, source="reference 6; holds for all rows of 5.1")
def secret_part_fits_secrecy(facts: Facts) -> Iterator[Fault]:
    """secrart is 0 for a public treaty, 8 for a secret one, 1 to 7 for some secret articles.

    If pubsecr is missing, secrart is missing too.
    """
    secrecy, content = facts.alliance.get("pubsecr"), facts.alliance.get("secrart")
    if secrecy is None or content is None:
        return
    expected = expected_secrart(facts.coding)
    found = f"{words.code(facts, 'pubsecr')}, but {words.code(facts, 'secrart')}."
    if expected is not None and content != expected:
        fix = f"Enter {words.value(facts, 'secrart', expected)}, or correct pubsecr."
        yield Fault(found, fix, ("secrart", "pubsecr"))
    elif secrecy == _SOME_ARTICLES and is_known(content) and content not in _CONTENTS:
        fix = "Say what the secret articles are about (1 to 7), or correct pubsecr."
        yield Fault(found, fix, ("secrart", "pubsecr"))


@rule("length-of-term", ERROR, 10, source="reference 6; holds for all rows of 5.1")
def length_where_a_period_is_specified(facts: Facts) -> Iterator[Fault]:
    """length is above 0 exactly when speclgth is 1, a specified period."""
    kind, months = facts.alliance.get("speclgth"), facts.alliance.get("length")
    if kind is None or months is None or not (is_known(kind) and is_known(months)):
        return
    if (kind == _SPECIFIED_PERIOD) != (months > 0):
        yield Fault(
            f"{words.codes(facts, ('speclgth', 'length'))}.",
            "A specified period has its months; without one, length is 0.",
            ("length", "speclgth"),
        )


@rule("length-of-renewal", ERROR, 13, 12, source="reference 6; holds for all rows of 5.1")
def no_renewal_no_length(facts: Facts) -> Iterator[Fault]:
    """Without provisions for renewal (proren 0), renewlgt is 0."""
    months = facts.alliance.get("renewlgt")
    if facts.alliance.get("proren") == 0 and is_known(months) and months != 0:
        yield Fault(
            f"{words.codes(facts, ('proren', 'renewlgt'))}.",
            "Enter 0 for renewlgt, or how the treaty is renewed.",
            ("renewlgt", "proren"),
        )


@rule("in-effect-no-cause", ERROR, 15, 14, source="reference 6; holds for all rows of 5.1")
def in_effect_nothing_ended_it(facts: Facts) -> Iterator[Fault]:
    """While a member is in effect, its termmode and termcaus are 0."""
    for variable in _EXIT_CODES:
        still_in = facts.members_where(lambda codes: codes.get("yrexit") == 0)
        keys = [key for key in still_in if facts.members[key].get(variable) not in (None, 0)]
        if keys:
            yield Fault(
                f"{words.members(facts, keys)}: in effect, but "
                f"{words.code(facts, variable, facts.members[keys[0]])}.",
                f"Enter 0 for {variable}, or the date of exit.",
                cells_of(keys, variable, "yrexit"),
            )


@rule("exit-has-cause", WARNING, 15, 14, source="reference 4, termmode")
def an_exit_has_mode_and_cause(facts: Facts) -> Iterator[Fault]:
    """A member that left has a termmode and a termcaus other than 0."""
    for variable in _EXIT_CODES:
        left = facts.members_where(lambda codes: codes.get("yrexit", 0) > 0)
        keys = [key for key in left if facts.members[key].get(variable) == 0]
        if keys:
            yield Fault(
                f"{words.members(facts, keys)}: with a date of exit, but "
                f"{words.code(facts, variable, facts.members[keys[0]])}.",
                "Say how and why it left, or set year, month and day of exit to 0.",
                cells_of(keys, variable, "yrexit"),
            )


@rule("in-effect-no-term", ERROR, 15, 14, source="reference 5.8, below point 12")
def in_effect_no_term(facts: Facts) -> Iterator[Fault]:
    """While any member is in effect, term is 0."""
    if facts.end and not facts.end.year and facts.alliance.get("term") not in (None, 0):
        still_in = facts.members_where(lambda codes: codes.get("yrexit") == 0)
        yield Fault(
            f"{words.code(facts, 'term')}, but {words.members(facts, still_in)}: still in effect.",
            "Enter 0 for term, or the dates of exit.",
            ("term", *cells_of(still_in, "yrexit")),
        )


@rule("term", WARNING, 15, source="reference 5.8, below point 12")
def term_is_what_the_last_exits_give(facts: Facts) -> Iterator[Fault]:
    """term follows from how the last members left.

    Not renewed, without purpose or after a war lost: fulfilment; replaced: renegotiation; broken:
    violation; independence lost: censored.
    """
    expected, code = expected_term(facts.coding), facts.alliance.get("term")
    has_ended = facts.end is not None and facts.end.year > 0
    if has_ended and expected is not None and is_known(code) and code != expected:
        last = [key for key, left in facts.exits.items() if left == facts.end]
        yield Fault(
            f"{words.code(facts, 'term')}, but the last to leave, {words.members(facts, last)}: "
            f"{words.code(facts, 'termmode', facts.members[last[0]])}.",
            f"That gives {words.value(facts, 'term', expected)}; take it, or say why not.",
            ("term", *cells_of(last, "termmode")),
        )


@rule("mode-and-cause", WARNING, 15, source="observed in 5.1")
def mode_and_cause_go_together(facts: Facts) -> Iterator[Fault]:
    """Replaced goes with renegotiation, lost independence with a change in political status.

    Where the case for the alliance ceased to exist, external conditions have changed.
    """
    apart = facts.members_where(
        lambda codes: (
            codes.get("termcaus", 0) > 0
            and codes.get("termmode", 0) > 0
            and not _go_together(codes["termmode"], codes["termcaus"])
        )
    )
    for keys in _members_alike(facts, apart):
        yield Fault(
            f"{words.members(facts, keys)}: "
            f"{words.codes(facts, _EXIT_CODES, facts.members[keys[0]])}.",
            "Look whether how and why the member left are meant so.",
            cells_of(keys, *_EXIT_CODES),
        )


def _members_alike(facts: Facts, keys: Iterable[str]) -> list[list[str]]:
    alike: dict[tuple[int | None, ...], list[str]] = defaultdict(list)
    for key in keys:
        alike[tuple(facts.members[key].get(name) for name in _EXIT_CODES)].append(key)
    return list(alike.values())


def _go_together(mode: int, cause: int) -> bool:
    return cause in _CAUSES_OF.get(mode, {cause}) and mode in _MODES_OF.get(cause, {mode})


@rule("phase-replaced", WARNING, 15, source="reference 4, termmode, and 5.8, point 10")
def phase_of_a_member_that_stays_is_replaced(facts: Facts) -> Iterator[Fault]:
    """A member that goes on in the next phase left this one replaced, by renegotiation."""
    staying = [
        key
        for key, codes in facts.members.items()
        if any(
            is_known(codes.get(name)) and codes[name] != code for name, code in _REPLACED.items()
        )
        and _goes_on(facts, key)
    ]
    for keys in _members_alike(facts, staying):
        yield Fault(
            f"{words.members(facts, keys)}: in a later phase too, but "
            f"{words.codes(facts, _EXIT_CODES, facts.members[keys[0]])}.",
            f"The end of a phase is {words.value(facts, 'termmode', _REPLACED['termmode'])} by "
            f"{words.value(facts, 'termcaus', _REPLACED['termcaus'])}; take it, or say why not.",
            cells_of(keys, *_EXIT_CODES),
        )


def _goes_on(facts: Facts, key: str) -> bool:
    """Whether the member enters a later phase on the day it left this one, or the next."""
    left = facts.exits[key]
    if left is None or not left.year:
        return False
    state = state_and_spell(key)[0]
    entries = (
        entry_date(codes)
        for phase, coding in facts.phases.items()
        for again, codes in coding.members.items()
        if phase > facts.phase and state_and_spell(again)[0] == state
    )
    return any(follows(left, entered) for entered in entries if entered)
