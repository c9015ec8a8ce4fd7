"""docs/codebook.md says what the declarations say now, with the counts of release 5.1."""

import csv
import re
from collections import Counter
from difflib import unified_diff
from pathlib import Path

import pytest

from coding.models.variables import BY_NAME, VARIABLES
from coding.pages.codebook import codebook, frequencies_in_record, markdown
from tests.given_files import reference

DOC = Path(__file__).resolve().parent.parent / "docs/codebook.md"
WRITE = "manage.py write_codebook --release 5.1 --output docs/codebook.md"
PUBLISHED = [name for name in BY_NAME if name not in ("atopid", "version")]


# What the data give, not the declarations: counts, and values that have no label.
FROM_THE_DATA = ("**Release", "| *", "| code |", "|:--|")


def without_counts(page):
    """The lines that the declarations give."""
    lines = [line for line in page.splitlines() if line and not line.startswith(FROM_THE_DATA)]
    return [line.rsplit("|", 3)[0] if line.startswith("| ") else line for line in lines]


@pytest.fixture(scope="module")
def tables():
    """The lines of each variable's table by its value: (phases, rows)."""
    tables, anchor = {}, ""
    for line in DOC.read_text(encoding="utf-8").splitlines():
        if line.startswith("#### "):
            anchor = line.removeprefix("#### ")
            tables[anchor] = {}
        elif found := re.fullmatch(r"\| \*?(.+?)\*? \| .* \| ([\d,]+) \| ([\d,]+) \|", line):
            tables[anchor][found[1]] = tuple(int(n.replace(",", "")) for n in found.groups()[1:])
    return tables


@pytest.fixture(scope="module")
def member_file():
    with reference("data/atop-5.1/atop5_1m.csv").open(newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.django_db
def test_the_page_says_what_the_declarations_say():
    declared = markdown(codebook(frequencies_in_record()), "Release 5.1")
    written = DOC.read_text(encoding="utf-8")
    lines = without_counts(written), without_counts(declared)
    differing = list(unified_diff(*lines, "docs/codebook.md", "declared", n=0, lineterm=""))
    how = f"Write it again with {WRITE}, or change by hand:\n"
    assert not differing, how + "\n".join(differing)


def test_the_page_is_of_release_5_1_as_it_was_published():
    written = DOC.read_text(encoding="utf-8")
    assert "**Release 5.1:** 849 phases of 789 alliances, 2,510 member rows, 66 pairs" in written
    assert "not coded yet*" not in written


def test_the_page_describes_every_variable(tables):
    pairs = [f"{variable.name}-pair" for variable in VARIABLES if variable.scope == "P"]
    assert sorted(tables) == sorted([*BY_NAME, *pairs])


@pytest.mark.parametrize("name", PUBLISHED)
def test_its_counts_are_those_of_the_member_file(tables, member_file, name):
    codes = BY_NAME[name].codes
    rows = Counter(_line(row[name], codes) for row in member_file)
    once = {(row["atopid"], row["phase"], _line(row[name], codes)) for row in member_file}
    phases = Counter(line for *_, line in once)
    counted = {
        "number" if "–" in value else value: counts for value, counts in tables[name].items()
    }
    assert {line: (phases[line], rows[line]) for line in rows} == {
        line: counts for line, counts in counted.items() if any(counts)
    }


def _line(value, codes):
    """The line of the table where a value of the member file is counted."""
    if value == "":
        return "missing"
    return value if codes or value == "0" else "number"


@pytest.mark.parametrize("name", ["length", "cowid", "yrent", "statthr1", "member"])
def test_its_ranges_are_those_of_the_member_file(tables, member_file, name):
    numbers = [int(row[name]) for row in member_file if row[name] not in ("", "0")]
    assert f"{min(numbers)}–{max(numbers)}" in tables[name]
