"""Read the members that question 4 lists by COW country code, and whether they are only two.

The list is read as a whole: if one item is no state, or has another state's name, nothing is
suggested. Names without a code are not read, since a name may have several codes (Germany 255 and
260, Austria 300 and 305).
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from coding.codebook.cells import Coding, member_key, state_and_spell
from coding.suggestions.given import CodesFor, Given, Names, latest_finding, of_alliance
from coding.suggestions.plain import is_unsure
from coding.suggestions.suggestion import Reading

MEMBERS = 4

# A number by itself; whether it is a state's code is looked up
_CODE = re.compile(r"(?<![\w.])\d{1,4}(?![\w]|\.\d)")

# "365 Russia, 705 Kazakhstan", "1. 365 Russia" is not
_CODE_FIRST = re.compile(r"[\s(\[]*\d")

# Words that are no names, and "2 members", "20 states", "May 20": the list is not plain
_NOT_A_NAME = re.compile(
    r"\b(?:join\w*|left|leave\w*|until|since|from|after|before|withdr\w+|not|except|later"
    r"|original\w*|observer|former(?:ly)?|acced\w*|accession|only|all|others?|none|also|plus"
    r"|members?|countries|parties|signator\w+|\d+ states"
    r"|january|february|march|april|may|june|july|august|september|october|november|december)\b",
    re.IGNORECASE,
)
_AROUND_A_NAME = " \t,;:.()[]–—-&/"


class ListedMember(NamedTuple):
    """A member as the answer lists it: its code, its name, and all its words."""

    state: int
    name: str
    words: str


def list_members(answer: str, states: Names) -> list[ListedMember]:
    """Return the members that an answer lists by code, if every item is plain."""
    text = latest_finding(answer)
    lines = [_items(line) for line in text.split("\n") if line.strip()]
    listed = [member for line in lines for member in line]
    plain = (
        text == answer.strip()  # a later version may name only those that joined later
        and not is_unsure(text)
        and not _NOT_A_NAME.search(text)
        and len({member.state for member in listed}) == len(listed)
        and all(member.state in states and _may_be_called(member, states) for member in listed)
        and all(lines)
    )
    return listed if plain else []


def _items(line: str) -> list[ListedMember]:
    """Return the members on a line. The code comes first or last."""
    codes = list(_CODE.finditer(line))
    if not codes:
        return []
    if _CODE_FIRST.match(line):
        ends = [*(code.start() for code in codes[1:]), len(line)]
        spans = [(code.start(), end) for code, end in zip(codes, ends, strict=True)]
    else:
        ends = [*(code.end() for code in codes[:-1]), len(line)]
        spans = list(zip([0, *ends[:-1]], ends, strict=True))
    return [_item(line, code, span) for code, span in zip(codes, spans, strict=True)]


def _item(line: str, code: re.Match[str], span: tuple[int, int]) -> ListedMember:
    name = f"{line[span[0] : code.start()]} {line[code.end() : span[1]]}".strip(_AROUND_A_NAME)
    words = line[span[0] : span[1]].strip(" \t,;:–—-&/")
    name = re.sub(r"^and\b|\band$", "", name).strip(_AROUND_A_NAME)
    return ListedMember(int(code[0]), name, words)


def _may_be_called(listed: ListedMember, states: Names) -> bool:
    """Whether a name may be the state's: it is no other state's, and has no digit."""
    if any(character.isdigit() for character in listed.name):
        return False
    name = listed.name.casefold()
    return _has_name(states[listed.state], name) or not any(
        _has_name(names, name) for names in states.values()
    )


def _has_name(names: Sequence[str], name: str) -> bool:
    return any(known.casefold() == name for known in names)


def with_listed(roster: Coding, listed: list[ListedMember]) -> Coding:
    known = {state_and_spell(key)[0] for key in roster.members}
    new = {
        member_key(member.state): {"member": member.state}
        for member in listed
        if member.state not in known
    }
    return Coding(roster.alliance, {**roster.members, **new}, roster.pairs)


def read_members(_: str, given: Given) -> Iterator[Reading]:
    for state, _name, words in list_members(given.answers.get(MEMBERS, ""), given.states):
        name = next(iter(given.states[state]), str(state))
        place = CodesFor({"member": state}, member_key(state))
        yield Reading(words, place, f"{name}, COW country code {state}")


def read_bilateral(text: str, given: Given) -> Iterator[Reading]:
    """Read a list of two members as bilateral, if no third is known.

    More than two are left to the coder: a successor may have replaced a member.
    """
    listed = list_members(given.answers.get(MEMBERS, ""), given.states)
    states = {state_and_spell(key)[0] for key in given.members}
    if len(listed) == 2 and len(states) == 2:
        yield Reading(text, of_alliance(bilat=1), "two members, bilateral")
