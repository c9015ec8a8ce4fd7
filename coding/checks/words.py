"""The words of findings: members by name and number, codes by number and label, dates."""

from calendar import month_name
from collections.abc import Iterable, Sequence

from coding.checks.facts import Facts
from coding.codebook.cells import Codes, state_and_spell
from coding.codebook.coded_dates import DateInParts

_ORDINALS = {2: "second", 3: "third", 4: "fourth"}
_MOST_NAMED = 3


def state(facts: Facts, code: int) -> str:
    """Return “Russia (365)”."""
    listed = facts.reference.lists.states.get(code)
    return f"{listed.name} ({code})" if listed else f"State {code}"


def member(facts: Facts, key: str) -> str:
    """Return the state, with the number of its spell if it came back."""
    code, spell = state_and_spell(key)
    again = f" in its {_ORDINALS.get(spell, f'{spell}th')} spell" if spell > 1 else ""
    return state(facts, code) + again


def members(facts: Facts, keys: Sequence[str]) -> str:
    """Return the first members' names, and how many more there are."""
    named = [member(facts, key) for key in keys[:_MOST_NAMED]]
    more = len(keys) - len(named)
    if more:
        named.append(f"{more} other{'s' if more > 1 else ''}")
    return listed(named)


def listed(words: Sequence[str]) -> str:
    """Join words for a sentence: a, b and c."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def value(facts: Facts, variable: str, code: int | None) -> str:
    """Return number and label: “2 secret”."""
    declared = facts.reference.variables.get(variable)
    return f"“{declared.describe(code) if declared else code}”"


def code(facts: Facts, variable: str, of: Codes | None = None) -> str:
    """Return: pubsecr is “2 secret”. Without ``of``, the code is the alliance's."""
    source = facts.alliance if of is None else of
    return f"{variable} is {value(facts, variable, source.get(variable))}"


def codes(facts: Facts, variables: Iterable[str], of: Codes | None = None) -> str:
    return listed([code(facts, variable, of) for variable in variables])


def day(date: DateInParts | None) -> str:
    """Return a date for people, "" for none. An impossible date is shown part by part."""
    if date is None:
        return ""
    if not 1 <= date.month <= 12:
        return "-".join("?" if part is None else str(part) for part in date)
    month = f"{month_name[date.month]} {date.year}"
    return month if date.day is None else f"{date.day} {month}"
