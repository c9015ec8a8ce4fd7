"""Which codes usually go with an answer like this one, counted over sheets that are named.

Nothing is shown for a few sheets, or if they do not agree; a person decides whether a code fits.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

FLOOR = 5  # sheets that have the code; nothing is shown for fewer
MOSTLY = 2 / 3  # of them have the same value; nothing is shown if fewer do
SHORT = 6  # words at most of an answer that is compared as a whole
_PLAIN = frozenset({"yes", "no", "none", "nothing", "not"})
HOW_THEY_ARE_FOUND = (
    f"Such an answer is one of the same words, if they are {SHORT} at most; else one that begins "
    "with the same “yes” or “no”; else the nearest precedents. Codes are told where at least "
    f"{FLOOR} sheets have one, and two thirds of them the same."
)


@dataclass(frozen=True)
class UsualValue:
    """One value of a code (None where members differ), and the sheets that have it."""

    value: int | None
    sheets: tuple[str, ...]


@dataclass(frozen=True)
class UsualCode:
    """The values that a code has with such answers, the most frequent first."""

    name: str
    values: tuple[UsualValue, ...]

    @property
    def usual(self) -> UsualValue:
        return self.values[0]


def short_answer(words: Sequence[str]) -> str:
    """Return a short answer, which is compared as a whole; "" for a long one."""
    return " ".join(words) if len(words) <= SHORT else ""


def leading_word(words: Sequence[str]) -> str:
    """Return the plain "yes" or "no" that an answer begins with; "" for another beginning."""
    return words[0] if words and words[0] in _PLAIN else ""


def usual_codes(
    names: Iterable[str], coded: Mapping[str, Mapping[str, Sequence[int]]]
) -> Iterator[UsualCode]:
    """Yield the codes that most sheets agree on.

    ``coded`` maps each sheet's key to its codes, and each code to its different values: several if
    the members differ.
    """
    for name in names:
        by_value: dict[int | None, list[str]] = defaultdict(list)
        for sheet, codes in coded.items():
            if values := codes.get(name):
                by_value[values[0] if len(values) == 1 else None].append(sheet)
        values_seen = [UsualValue(value, tuple(sheets)) for value, sheets in by_value.items()]
        values_seen.sort(key=lambda value: (-len(value.sheets), value.sheets))
        number = sum(len(usual.sheets) for usual in values_seen)
        if number >= FLOOR and len(values_seen[0].sheets) >= MOSTLY * number:
            yield UsualCode(name, tuple(values_seen))
