"""What suggestions are read from: one sheet's answers, its members, the names of states.

Only the latest finding in an answer is read: from the highest "Version 4.0: …" paragraph on, if
there is one (4235 and 4765, question 14).
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from coding.codebook.blank import in_words
from coding.codebook.cells import Cells, Codes, Coding, cell_of, state_and_spell

Names = Mapping[int, Sequence[str]]  # COW country code → names and abbreviations of the state

# "Version 4.0: In effect as of October 15, 2017", "Version 5: …" at the start of a paragraph
_VERSION = re.compile(
    r"^[ \t]*Version\s+(\d{1,3}(?:\.\d{1,3}){0,3})\s*[:–—-]?\s*", re.IGNORECASE | re.MULTILINE
)


@dataclass(frozen=True)
class Given:
    """One sheet. ``read_roster`` finds its members; it is called late, as few answers need them."""

    answers: Mapping[int, str]
    read_roster: Callable[[], Coding]
    states: Names

    @cached_property
    def roster(self) -> Coding:
        """The members that are coded or listed in question 4."""
        return self.read_roster()

    def text(self, question: int) -> str:
        return latest_finding(self.answers.get(question, ""))

    @property
    def members(self) -> list[str]:
        return list(self.roster.members)

    @property
    def founders(self) -> list[str]:
        """The members that entered first; all first spells while entries are not coded."""
        entries = {key: _entry(codes) for key, codes in self.roster.members.items()}
        first = min((entry for entry in entries.values() if entry), default=None)
        return [
            key
            for key, entry in entries.items()
            if state_and_spell(key)[1] == 1 and entry in (None, first)
        ]

    @property
    def last_spells(self) -> list[str]:
        """All members; of a state that came back, only its last spell."""
        last = {state_and_spell(key)[0]: key for key in sorted(self.members, key=state_and_spell)}
        return [key for key in self.members if key in last.values()]


def _entry(codes: Codes) -> tuple[int, int, int] | None:
    if "yrent" not in codes:
        return None
    return codes["yrent"], codes.get("moent", 0), codes.get("dayent", 0)


def latest_finding(answer: str) -> str:
    """Return the part of an answer written for its latest version, without "Version 4.0:"."""
    if not answer:  # as most are where only codes were imported
        return ""
    starts = list(_VERSION.finditer(answer))
    if not starts:
        return in_words(answer).strip()
    latest = max(reversed(starts), key=lambda start: [int(part) for part in start[1].split(".")])
    following = (start.start() for start in starts if start.start() > latest.start())
    return answer[latest.end() : next(following, len(answer))].strip()


@dataclass(frozen=True)
class CodesFor:
    """Codes and whom they are for: "alliance", a member's key, or a list of members in Given."""

    codes: Codes
    whom: str = "alliance"

    def cells(self, given: Given) -> Cells:
        """Return the cells that get the codes; none while no members are known."""
        keys = [""] if self.whom == "alliance" else getattr(given, self.whom, [self.whom])
        return {
            cell_of(variable, key): value for key in keys for variable, value in self.codes.items()
        }


def of_alliance(**codes: int) -> CodesFor:
    return CodesFor(codes)


def of_members(**codes: int) -> CodesFor:
    return CodesFor(codes, "members")


def of_founders(**codes: int) -> CodesFor:
    return CodesFor(codes, "founders")


def of_last_spells(**codes: int) -> CodesFor:
    """Codes of how things ended; earlier spells of the same state had ended before."""
    return CodesFor(codes, "last_spells")
