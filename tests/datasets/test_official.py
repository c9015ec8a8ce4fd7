"""From the member file of release 5.1 alone, with the pairs that its ddyr shows: all its files."""

import json
import struct
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import pytest

from coding.datasets.every_file import DatasetTable
from coding.datasets.inference import infer_from_file
from tests.costly import on_the_gate
from tests.datasets.member_rows import text_of
from tests.given_files import reference
from tests.release_5_1 import RELEASE, listed_pairs, member_file, official, tables

pytestmark = [
    pytest.mark.published,
    pytest.mark.xdist_group("files of 5.1"),  # derived once, not once for each core
]

LEVELS = ("m", "aph", "a", "sy", "dy", "ddyr")

# Reference, section 1: rows and columns of each file.
SIZES = {
    "a": (789, 134), "a_NNA": (589, 118), "aph": (849, 134), "aph_NNA": (638, 120),
    "m": (2510, 105), "m_NNA": (1838, 105), "sy": (11923, 70), "sy_NNA": (10514, 52),
    "dy": (136648, 26), "dy_NNA": (76008, 24), "ddyr": (273296, 26), "ddyr_NNA": (152016, 24),
    "inst": (849, 5),
}  # fmt: skip

# Reference 5.6: sums of the columns; the highest number of alliances.
TOTALED = ("defense", "offense", "neutral", "nonagg", "consul", "transyr", "asymm", "shareob")
TOTALS = {
    "sy": (8920, 961, 1962, 10240, 8745, 2226, None, None, 59),
    "sy_NNA": (8920, 961, 1962, 8119, 8745, 1741, None, None, 41),
    "dy": (69127, 3194, 2305, 130924, 65668, 12473, 2108, 77, 9),
    "dy_NNA": (69127, 3194, 2305, 64786, 65668, 6580, 2036, 77, 7),
    "ddyr": (137762, 6342, 4465, 261838, 131332, 24946, 4216, 258, 9),
    "ddyr_NNA": (137762, 6342, 4465, 129515, 131332, 13160, 4072, 258, 7),
}


@pytest.fixture(scope="module")
def files() -> dict[str, DatasetTable]:
    return tables()


@on_the_gate
def test_ddyr_shows_exactly_the_66_pair_obligations_of_the_reference() -> None:
    ddyr = official("atop5_1ddyr.csv")
    inferred = infer_from_file(member_file(), ddyr.name, ddyr.read_bytes(), RELEASE)
    assert inferred.problems == ()
    assert list(inferred.obligations) == sorted(listed_pairs())


@pytest.mark.parametrize("level", ["aph", "a", "sy", "ddyr"])
def test_the_file_is_the_official_one_byte_for_byte(level, files) -> None:
    assert text_of(files[level]).encode("ascii") == official(f"atop5_1{level}.csv").read_bytes()


def test_m_is_the_official_file_but_for_five_of_the_nine_ties_in_the_order_of_rows(files) -> None:
    ours = text_of(files["m"]).encode("ascii").split(b"\r\n")
    theirs = official("atop5_1m.csv").read_bytes().split(b"\r\n")
    pairs = enumerate(zip(ours, theirs, strict=True))
    moved = [place for place, (our, their) in pairs if our != their]
    for first, second in zip(moved[::2], moved[1::2], strict=True):
        assert second == first + 1
        assert [ours[first], ours[second]] == [theirs[second], theirs[first]]
    # Reference 5.8, point 1: there phase 3 comes first; in the other four the order is ours.
    tied = [ours[place].split(b",")[0] for place in moved[::2]]
    assert tied == [b"3433", b"3610", b"3625", b"4070", b"4195"]


@dataclass(frozen=True)
class Found:
    """What one reading of all rows finds: the years have 270,000 of them."""

    rows: int
    totals: Counter[str]
    most: int
    is_as_wide_as_it_needs: bool


@pytest.fixture(scope="module")
def found(files) -> Callable[[str], Found]:
    return cache(lambda level: _found(files[level]))


def _found(table: DatasetTable) -> Found:
    header = table.header
    numbered = (n for n, name in enumerate(header) if name[-1:].isdigit())
    last = max((n for n in numbered if header[n].startswith(("mem", "atopid"))), default=None)
    totaled = [(name, header.index(name)) for name in TOTALED if name in header]
    number = header.index("number") if "number" in header else None
    count, totals, most, is_used = 0, Counter(), 0, last is None
    for row in table.rows():
        count += 1
        for name, place in totaled:
            totals[name] += row[place] or 0
        most = most if number is None else max(most, row[number])
        is_used = is_used or row[last] is not None
    return Found(count, totals, most, is_used)


@pytest.mark.parametrize("level", SIZES)
def test_the_file_has_the_official_number_of_rows_and_columns(level, files, found) -> None:
    assert (found(level).rows, len(files[level].columns)) == SIZES[level]


def test_headers_are_the_official_ones(files) -> None:
    headers = json.loads(reference("reference/headers_5_1.json").read_text())
    assert {level: files[level].header for level in headers} == headers


@pytest.mark.parametrize("level", TOTALS)
def test_totals_are_the_official_ones(level, files, found) -> None:
    header, totals = files[level].header, found(level).totals
    in_file = [totals[name] if name in header else None for name in TOTALED]
    assert (*in_file, found(level).most) == TOTALS[level]


@pytest.mark.parametrize("level", LEVELS)
def test_the_files_without_nonaggression_pacts_are_as_wide_as_they_need(level, found) -> None:
    assert found(level).is_as_wide_as_it_needs
    assert found(f"{level}_NNA").is_as_wide_as_it_needs


def test_the_measures_are_the_official_ones_once_written_in_single_precision(files) -> None:
    lines = [",".join(files["inst"].header)]
    lines += [",".join(map(_in_single_precision, row)) for row in files["inst"].rows()]
    text = "".join(f"{line}\r\n" for line in lines)
    assert text.encode("ascii") == official("atopinst5_1.csv").read_bytes()


def _in_single_precision(value: object) -> str:
    """A number as the official file has it: a four-byte float with eight digits."""
    if value is None:
        return ""
    (rounded,) = struct.unpack("f", struct.pack("f", float(str(value))))
    return f"{rounded:.8g}"
