"""What suggestions are read from: the answers of one sheet, its members, the names of states.

Only what an answer says now is read: where it has a paragraph "Version 4.0: …", the paragraphs from
the highest version on (4235 and 4765, question 14, carry such a later finding).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from coding.codebook.cells import Address, Cells, Codes, Coding, state_and_spell

Names = Mapping[int, Sequence[str]]  # COW country code → names and abbreviations of the state

# "Version 4.0: In effect as of October 15, 2017", "Version 5: …" at the start of a paragraph
_VERSION = re.compile(
    r"^[ \t]*Version\s+(\d{1,3}(?:\.\d{1,3}){0,3})\s*[:–—-]?\s*", re.IGNORECASE | re.MULTILINE
)


@dataclass(frozen=True)
class Given:
    """One sheet, as plain values. ``roster`` holds the members that are known or listed at Q4."""

    answers: Mapping[int, str]
    roster: Coding
    states: Names

    def text(self, question: int) -> str:
        """Return what an answer says now, "" where it is blank; always words of the answer."""
        return current(self.answers.get(question, ""))

    @property
    def members(self) -> list[str]:
        """The keys of all members, in the order of the roster."""
        return list(self.roster.members)

    @property
    def founders(self) -> list[str]:
        """The members that were there first; all first spells while entries are not coded."""
        entries = {key: _entry(codes) for key, codes in self.roster.members.items()}
        first = min((entry for entry in entries.values() if entry), default=None)
        return [
            key
            for key, entry in entries.items()
            if state_and_spell(key)[1] == 1 and entry in (None, first)
        ]

    @property
    def last_spells(self) -> list[str]:
        """The members, those that left and came back with their last spell only."""
        last = {state_and_spell(key)[0]: key for key in sorted(self.members, key=state_and_spell)}
        return [key for key in self.members if key in last.values()]


def _entry(codes: Codes) -> tuple[int, int, int] | None:
    if "yrent" not in codes:
        return None
    return codes["yrent"], codes.get("moent", 0), codes.get("dayent", 0)


def current(answer: str) -> str:
    """Return the part of an answer that its latest version wrote, without the version's name."""
    starts = list(_VERSION.finditer(answer))
    if not starts:
        return answer.strip()
    latest = max(reversed(starts), key=lambda start: [int(part) for part in start[1].split(".")])
    following = (start.start() for start in starts if start.start() > latest.start())
    return answer[latest.end() : next(following, len(answer))].strip()


@dataclass(frozen=True)
class Places:
    """Codes and whom they are for: "alliance", or one of the groups of members in Given."""

    codes: Codes
    whom: str = "alliance"

    def cells(self, given: Given) -> Cells:
        """Return the cells that get the codes; none while no members are known."""
        keys = [""] if self.whom == "alliance" else getattr(given, self.whom)
        return {
            Address(variable, key).cell: value
            for key in keys
            for variable, value in self.codes.items()
        }


def of_alliance(**codes: int) -> Places:
    """Codes of the alliance (scope A)."""
    return Places(codes)


def of_members(**codes: int) -> Places:
    """Codes of every member of the roster (scope M)."""
    return Places(codes, "members")


def of_founders(**codes: int) -> Places:
    """Codes of every member that was there when the alliance was signed."""
    return Places(codes, "founders")


def of_last_spells(**codes: int) -> Places:
    """Codes of how things ended; a spell that was followed by another ended before."""
    return Places(codes, "last_spells")
