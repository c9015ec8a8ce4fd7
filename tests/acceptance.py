"""What the finished site is accepted by, line by line, and the tests that show it.

A test names the lines that it shows: ``@pytest.mark.acceptance(7)``. ``make acceptance`` writes
docs/acceptance.md from these marks and from the wordings below.
"""

import ast
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

TESTS = Path(__file__).resolve().parent
PAGE = TESTS.parent / "docs" / "acceptance.md"


class Line(NamedTuple):
    """One line of the list; ``lacking`` is what of it is still to come."""

    wording: str
    lacking: str = ""


class Shown(NamedTuple):
    """A test that shows a line: its module below tests/, and its name."""

    module: str
    test: str

    def __str__(self) -> str:
        return f"[{self.sentence}](../tests/{self.module})"

    @property
    def sentence(self) -> str:
        return self.test.removeprefix("test_").replace("_", " ")


LINES = {
    1: Line("One answer saved from two browsers: both texts are kept, and seen by the second."),
    2: Line("Two sheets in two tabs of one person: both are saved."),
    3: Line("A session ends over unsaved text: it is offered back after signing in again."),
    4: Line("The network is away while a draft saves itself: seen, tried again, saved once."),
    5: Line("Saving without a change: no revision, no history, approvals as they were."),
    6: Line("A proposal edited under a reviewer's eyes is not approved; what it is now is shown."),
    7: Line("Nobody approves their own: not on a page, among many, in admin, or in SQL."),
    8: Line("A return has a comment; what was returned or withdrawn stays readable for good."),
    9: Line("Many at once: counted first, one transaction, each looked at, the skipped listed."),
    10: Line("What somebody had approved in a span of time is proposed back; nothing is erased."),
    11: Line("Writes past the workflow – update(), bulk_*, SQL – are refused or found."),
    12: Line("No address opens what is somebody else's, for any role."),
    13: Line("What is not approved is in no export, public page, search result or e-mail."),
    14: Line("Every directed pair has its mirror row, and agrees with it where it must."),
    15: Line("No year lies outside coverage or membership; none is a 0 that should be absent."),
    16: Line("The same data give the same bytes; all formats hold equal values within limits."),
    17: Line("An export that fails leaves the last one served, and says why."),
    18: Line("All 61 answers of a printed sheet keep their words, in and out."),
    19: Line("Last night's backup, restored elsewhere, verifies and exports the same."),
    20: Line("Code, review and approve by keyboard; axe finds no flaw on any page."),
    21: Line("Pages ask the same of the database whatever the size of the record."),
    22: Line("An answer shows the wording that it was given under."),
    23: Line("A slip of the hand decides nothing: typing, a held key, two clicks, Enter."),
    24: Line("A reload loses no text, and moves no tick or comment, in both browsers."),
    25: Line("Codes alone are reviewed with prose, rule, unchanged codes and what else waits."),
    26: Line("A warning that another proposal explains comes back when only one is approved."),
    27: Line("What takes an alliance out of the datasets is said before it is decided."),
    28: Line("What nobody coded is not published as missing; half a sheet is held back by two."),
    29: Line("A code or question is declared once; older releases stay byte for byte."),
    30: Line("Every word of a file that is read ends in an answer, a note or the list of repairs."),
    31: Line("No uploaded file costs more than 20 s of a core, or 500 MB."),
    32: Line("In a blind round nobody fetches the other's coding; agreement figures stay."),
    33: Line("Any published cell tells why: rule, rows, codes, answer, quotation, people, dates."),
    34: Line("A program gets its refusals in its own form, never a page for signing in."),
    35: Line("A forged row is found by verify, named first of all, and never exported."),
    36: Line("Clocks of two servers may differ: order, 'as of' and changes stay right."),
    37: Line("An outage is said in words, and what was sent is sent later."),
    38: Line("What authors who left have open is found and handed on, with both names."),
    39: Line("What people type finds what they mean: NATO, USSR, 1893, words of an answer."),
    40: Line("Each quotation is found in its treaty, or the words that differ are shown."),
}


def page() -> str:
    """docs/acceptance.md, as the marks have it now."""
    shown = shown_by_line()
    whole = [n for n, line in LINES.items() if shown[n] and not line.lacking]
    rows = [f"| {n} | {line.wording} | {_told(line, shown[n])} |" for n, line in LINES.items()]
    return "\n".join(
        [
            "# What the site is accepted by",
            "",
            "Made from the marks of the tests by `make acceptance`; a test says when it is old. "
            "The tests named here",
            "run on SQLite and on PostgreSQL. Those with browsers run on SQLite, "
            "those of files without a database.",
            "",
            f"{len(whole)} of {len(LINES)} lines are shown whole, "
            f"{sum(bool(shown[n] and line.lacking) for n, line in LINES.items())} in part; "
            f"{sum(not shown[n] for n in LINES)} are still to come.",
            "",
            "| | what holds | shown by |",
            "|---|---|---|",
            *rows,
            "",
        ]
    )


def _told(line: Line, tests: list[Shown]) -> str:
    if not tests:
        return "**still to come**"
    lacking = [f"**still to come:** {line.lacking}"] if line.lacking else []
    return "; ".join([*map(str, tests), *lacking])


@cache
def shown_by_line() -> dict[int, list[Shown]]:
    found: dict[int, list[Shown]] = defaultdict(list)
    for path in sorted(TESTS.rglob("test_*.py")):
        for test, numbers in _marked(ast.parse(path.read_text())):
            for number in numbers:
                found[number].append(Shown(path.relative_to(TESTS).as_posix(), test))
    return found


def _marked(module: ast.Module) -> Iterator[tuple[str, list[int]]]:
    for node in ast.walk(module):
        if isinstance(node, ast.FunctionDef):
            for mark in node.decorator_list:
                if (
                    isinstance(mark, ast.Call)
                    and ast.unparse(mark.func) == "pytest.mark.acceptance"
                ):
                    yield node.name, [ast.literal_eval(number) for number in mark.args]


if __name__ == "__main__":
    PAGE.write_text(page())
