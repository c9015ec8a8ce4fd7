"""The suggestions for the three sample sheets, measured against the official codes of 5.1.

A code counts once for each sheet; one that is suggested for members is right when it is right for
every one of them. What is derived from other codes, or kept by the release, is not counted.
"""

import re
from collections import defaultdict
from dataclasses import dataclass, field

from coding.codebook.cells import MISSING, Address, Coding
from coding.suggestions.readers import suggest
from tests.release_5_1 import dictionary, member_file
from tests.sheets.typeset import SAMPLE_IDS, expected

from .sheets_of_answers import STATES

NOT_CODED = {
    "atopid", "phase", "maxphase", "wartime", "ineffect", "active", "conditio", "defcon", "offcon",
    "neucon", "concon", "new5", "rev5", "version",
}  # fmt: skip
HEADER = (
    "| question | codes | suggested | right | wrong | left to the coder |\n"
    "|---|---|---|---|---|---|\n"
)


@dataclass
class Row:
    """The codes of one question on all sheets, each as "4235 milcon"."""

    right: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)

    @property
    def counts(self) -> tuple[int, int, int, int]:
        suggested = len(self.right) + len(self.wrong)
        return suggested + len(self.left), suggested, len(self.right), len(self.wrong)


def questions() -> dict[str, int]:
    """The coded variables of the member file, each with the first question it belongs to."""
    coded = {name: entry for name, entry in dictionary().items() if name not in NOT_CODED}
    numbers = {n: int(re.match(r"\d+", entry["question"])[0]) for n, entry in coded.items()}
    return numbers | {"renewlgt": 12}  # the codebook's tag is 13, the answer it comes from is 12


def official(atop_id: int) -> dict[str, dict[str, int]]:
    """The official codes of an alliance, by member."""
    return {
        str(row["member"]): {name: MISSING if v is None else v for name, v in row.items()}
        for row in member_file()
        if row["atopid"] == atop_id
    }


def measure() -> dict[int, Row]:
    """What was suggested, right, wrong and left, by question."""
    rows: dict[int, Row] = defaultdict(Row)
    for atop_id in sorted(SAMPLE_IDS):
        codes, verdicts = official(atop_id), defaultdict(list)
        for suggestion in suggest(expected(atop_id), Coding(), STATES):
            for cell, value in suggestion.cells.items():
                at = Address.of(cell)
                members = [at.member] if at.member else list(codes)
                verdicts[at.variable] += [
                    codes.get(member, {}).get(at.variable) == value for member in members
                ]
        for variable, question in questions().items():
            row = rows[question]
            verdict = verdicts[variable]
            place = row.left if not verdict else row.right if all(verdict) else row.wrong
            place.append(f"{atop_id} {variable}")
    return rows


def table() -> str:
    """The table of docs/suggestions.md."""
    rows = sorted(measure().items())
    lines = [_line(str(question), row.counts, row.left) for question, row in rows]
    totals = tuple(map(sum, zip(*(row.counts for _question, row in rows), strict=True)))
    return HEADER + "\n".join([*lines, _line("all", totals, [])])


def _line(question: str, counts: tuple[int, ...], left: list[str]) -> str:
    sheets: dict[str, list[str]] = defaultdict(list)
    for code in left:
        sheets[code.split()[1]].append(code.split()[0])
    named = "; ".join(f"{name} ({', '.join(ids)})" for name, ids in sheets.items())
    return f"| {question} | {' | '.join(map(str, counts))} | {named} |"
