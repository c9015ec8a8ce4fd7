"""How similar two alliances are, for precedents: by members, obligations and year of signature.

The score is in points of 100, and the words say what it is made of.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from coding.codebook.cells import Address, state_and_spell
from coding.codebook.derived import PRIMARY_OBLIGATIONS

MEMBERS, TYPE, YEARS = 60, 25, 15  # points
YEARS_APART = 50  # from here on years give no points
MOST_NAMED = 4  # members in common
COMPARED_YEARS = 10  # before and after, for alliances without a member in common
HOW_IT_COUNTS = (
    "Compared are the sheets that have a member in common with this one, and those signed at most "
    f"{COMPARED_YEARS} years before or after it. Of 100 points, the members that both alliances "
    f"share count {MEMBERS}, the obligations that both have {TYPE}, and the years of signature "
    f"{YEARS}: less the further they are apart, and nothing from {YEARS_APART} years on."
)
_IN_WORDS = dict(
    zip(
        PRIMARY_OBLIGATIONS,
        ("defense", "offense", "neutrality", "nonaggression", "consultation"),
        strict=True,
    )
)


@dataclass(frozen=True)
class Pact:
    """What is compared of an alliance. Unknown values give no points."""

    members: frozenset[int] = frozenset()
    year: int | None = None
    obligations: frozenset[str] = frozenset()

    @classmethod
    def of(cls, cells: Mapping[str, int | None]) -> "Pact":
        """Return a pact by codes: the states that join, the first year, what any member owes."""
        given = [(Address.of(cell), value) for cell, value in cells.items() if value is not None]
        members = {state_and_spell(at.member)[0] for at, _ in given if at.variable == "member"}
        years = [value for at, value in given if at.variable == "yrent" and value > 0]
        owed = {at.variable for at, value in given if value == 1}
        return cls(frozenset(members), min(years, default=None), _primary(owed))

    @classmethod
    def read(cls, members: Iterable[int], year: int | None, owed: Iterable[str]) -> "Pact":
        """Return a pact by values that are read for many sheets at once."""
        return cls(frozenset(members), year, _primary(owed))


def _primary(owed: Iterable[str]) -> frozenset[str]:
    return frozenset(PRIMARY_OBLIGATIONS).intersection(owed)


@dataclass(frozen=True)
class Likeness:
    """How similar another alliance is, in points, and why."""

    score: int
    words: str


def score(pact: Pact, other: Pact) -> int:
    """Return how similar two alliances are: 0 to 100, the same in both directions."""
    points = _share(pact.members, other.members, MEMBERS)
    points += _share(pact.obligations, other.obligations, TYPE)
    apart = _years_apart(pact, other)
    if apart is not None:
        points += YEARS * max(YEARS_APART - apart, 0) // YEARS_APART
    return points


def likeness(pact: Pact, other: Pact, names: Mapping[int, str]) -> Likeness:
    """Return the score with its words: "Italy is a member of both; both defense pacts; …"."""
    members = _members_in_words(pact, other, names)
    parts = (members, _type_in_words(pact, other), _years_in_words(pact, other))
    return Likeness(score(pact, other), "; ".join(filter(None, parts)))


def _share(these: frozenset[object], other: frozenset[object], points: int) -> int:
    every = len(these | other)
    return points * len(these & other) // every if every else 0


def _years_apart(pact: Pact, other: Pact) -> int | None:
    return None if pact.year is None or other.year is None else abs(pact.year - other.year)


def _members_in_words(pact: Pact, other: Pact, names: Mapping[int, str]) -> str:
    if not pact.members or not other.members:
        return ""
    shared = pact.members & other.members
    if not shared:
        return "no member in common"
    if pact.members == other.members:
        return "the same members"
    named = [names.get(state, str(state)) for state in sorted(shared)[:MOST_NAMED]]
    if len(shared) > MOST_NAMED:
        named[-1] = f"{len(shared) - MOST_NAMED + 1} others"
    return f"{_words_in_list(named)} {'is a member' if len(shared) == 1 else 'are members'} of both"


def _type_in_words(pact: Pact, other: Pact) -> str:
    shared = pact.obligations & other.obligations
    if not shared:
        return "no obligation in common" if pact.obligations and other.obligations else ""
    named = _words_in_list([words for name, words in _IN_WORDS.items() if name in shared])
    if pact.obligations != other.obligations:
        return f"both with {named}"
    return f"both {named} pacts"


def _words_in_list(words: list[str]) -> str:
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last


def _years_in_words(pact: Pact, other: Pact) -> str:
    apart = _years_apart(pact, other)
    if apart is None:
        return ""
    return f"{apart} year{'s' if apart > 1 else ''} apart" if apart else "of the same year"
