"""Members (questions 4 and 5): states by the lists of COW and of Gleditsch and Ward, and wars."""

from collections.abc import Iterator

from coding.checks import words
from coding.checks.facts import Facts, cells_of
from coding.checks.rule import ERROR, WARNING, Fault, rule
from coding.codebook.cells import is_known, state_and_spell
from coding.codebook.coded_dates import MemberSpell
from coding.codebook.derived import expected_bilat
from coding.codebook.states_and_wars import COW, GW, ListedCode, SystemState

_LEAST = 2
_LISTS_BEGIN = (1816, 1, 1)  # neither list has states before
_CARRIED_ON = " A later phase may carry on the code of the first."
_OVERRULE = "Take the code that the list gives, or say why it differs."


@rule("two-members", ERROR, 4, source="reference 2, alliance")
def two_members(facts: Facts) -> Iterator[Fault]:
    """An alliance has at least two members, two different states."""
    states = {state_and_spell(key)[0] for key in facts.members}
    if facts.members and len(states) < _LEAST:
        yield Fault(
            f"{words.members(facts, list(facts.members))} is the only member.",
            "Add the other members.",
            cells_of(facts.members, "member"),
        )


@rule("two-states", WARNING, 4, source="reference 2, independent state")
def two_members_are_states(facts: Facts) -> Iterator[Fault]:
    """At least two members are in the COW or Gleditsch-Ward system at some time in the alliance.

    A phase that ended before the lists begin, on 1 January 1816, is not checked.
    """
    spells = facts.spells
    if not facts.reference.lists.states or not spells or None in spells.values():
        return
    if facts.end and facts.end.year and facts.end.last_day < _LISTS_BEGIN:
        return
    independent = {
        state_and_spell(key)[0]
        for key, spell in spells.items()
        if spell and _is_listed_during(facts, key, spell)
    }
    others = [key for key in spells if state_and_spell(key)[0] not in independent]
    if len(independent) < _LEAST and others:
        yield Fault(
            f"{words.members(facts, others)}: in neither system while in the alliance.",
            "An alliance has two independent members: correct the states or their dates.",
            cells_of(others, "member"),
        )


def _is_listed_during(facts: Facts, key: str, spell: MemberSpell) -> bool:
    listed = _state_in_lists(facts, key)
    return listed is not None and any(
        span.begin.parts <= spell.exit and (span.end is None or span.end.parts >= spell.entry)
        for spans in listed.spells.values()
        for span in spans
    )


def _state_in_lists(facts: Facts, key: str) -> SystemState | None:
    return facts.reference.lists.states.get(state_and_spell(key)[0])


@rule("state-at-entry", WARNING, 4, source="reference 2, independent state")
def member_is_a_state_at_entry(facts: Facts) -> Iterator[Fault]:
    """A member is in the COW or the Gleditsch-Ward system when it enters.

    Days before the lists begin, on 1 January 1816, are not checked.
    """
    if not facts.reference.lists.states:
        return
    for key, entered in facts.entries.items():
        if entered is None or entered.first_day < _LISTS_BEGIN:
            continue
        listed = _state_in_lists(facts, key)
        if listed is None or not (listed.is_in(COW, entered) or listed.is_in(GW, entered)):
            yield Fault(
                f"{words.member(facts, key)} entered on {words.day(entered)}, when it was in "
                "neither system.",
                "Correct the state or the date; if both are right, say so.",
                cells_of([key], "yrent", "member"),
            )


@rule("cowsys", WARNING, 4, source="reference 6, cowsys")
def cowsys_is_what_the_list_says(facts: Facts) -> Iterator[Fault]:
    """cowsys is what the COW list says of the member's date of entry."""
    lists = facts.reference.lists
    for key, entered in facts.entries.items():
        state, code = state_and_spell(key)[0], facts.members[key].get("cowsys")
        if entered is None or not is_known(code) or lists.is_in_cow(state, entered) == code:
            continue
        if given := lists.cowsys(state, entered):
            yield _departure(facts, key, "cowsys", given, _OVERRULE)


@rule("cowwar", WARNING, 5, source="reference 6, cowwar")
def cowwar_is_what_the_list_says(facts: Facts) -> Iterator[Fault]:
    """cowwar is a war that the member was fighting on its date of entry, or 0 for none.

    If it was fighting several wars, each of them is right.
    """
    lists = facts.reference.lists
    for key, entered in facts.entries.items():
        state, code = state_and_spell(key)[0], facts.members[key].get("cowwar")
        if entered is None or not is_known(code):
            continue
        wars = {fighting.war for fighting in lists.wars_on(state, entered)} or {0}
        if code not in wars and (given := lists.cowwar(state, entered)):
            fix = f"{_OVERRULE}{_CARRIED_ON if facts.earlier else ''}"
            yield _departure(facts, key, "cowwar", given, fix)


def _departure(facts: Facts, key: str, variable: str, expected: ListedCode, fix: str) -> Fault:
    codes = facts.members[key]
    return Fault(
        f"{words.member(facts, key)}: {words.code(facts, variable, codes)}, but on "
        f"{words.day(facts.entries[key])} the list gives "
        f"{words.value(facts, variable, expected.value)} – {expected.reason}",
        fix,
        cells_of([key], variable),
    )


@rule("bilat", WARNING, 4, 14, source="reference 4, bilat, and 5.8, point 12")
def bilat_is_what_the_members_give(facts: Facts) -> Iterator[Fault]:
    """bilat is 1 exactly when there are never more than two members at a time.

    A member that enters on the day another one leaves does not count as a third.
    """
    expected, code = expected_bilat(facts.coding), facts.alliance.get("bilat")
    if expected is not None and is_known(code) and code != expected:
        at_most = "never more than two" if expected else "more than two"
        yield Fault(
            f"{words.code(facts, 'bilat')}, but {at_most} members are in at a time.",
            f"Enter {words.value(facts, 'bilat', expected)}, or correct entries and exits.",
            ("bilat",),
        )
