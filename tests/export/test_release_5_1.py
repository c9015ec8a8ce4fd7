"""The official release, imported, exported again, and read from our own files."""

from collections import defaultdict
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import transaction

from coding.codebook.cells import Coding
from coding.codebook.sheet import CodedPhase
from coding.export import record
from coding.export.nightly import export
from coding.management.published_release import read_release
from coding.models import Membership, PairObligation, Sheet
from tests.checks.test_release_5_1 import EXCEPTIONS
from tests.costly import once_on_the_gate
from tests.datasets.test_official import SIZES
from tests.export.conftest import write_no_more_than_csv
from tests.export.read_back import manifest
from tests.release_5_1 import official
from tests.row_counts import rows_of_every_table

pytestmark = [
    once_on_the_gate,
    pytest.mark.django_db,  # before tests that empty the database of its states
    pytest.mark.xdist_group("release 5.1"),  # one import, not one for each core
]

FILES = "atop5_1m.csv and atop5_1ddyr.csv"
TIES = [b"3433", b"3610", b"3625", b"4070", b"4195"]  # reference 5.8, point 1
SAME_ORDER = [b"3424", b"4075", b"4100", b"4185"]


@dataclass
class Database:
    """What stands in the database after an import."""

    record: list[list[CodedPhase]]
    released: list[list[CodedPhase]]
    rows: tuple[int, int, int]


def in_the_database() -> Database:
    return Database(
        list(record.coded_alliances(record.scope())),
        list(record.released_alliances("5.1")),
        (Sheet.objects.count(), Membership.objects.count(), PairObligation.objects.count()),
    )


def import_of(members: Path, dyads: Path) -> tuple[str, ...]:
    return "import_dataset", str(members), "--directed-dyads", str(dyads)


def said(*command: str) -> tuple[str, str]:
    """Run a command; return what it said on standard output and on standard error."""
    out, err = StringIO(), StringIO()
    call_command(*command, skip_checks=True, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


@dataclass
class Exported:
    """The official release in a database, and what was exported from it.

    ``imported`` and ``checked`` are what import and checks said; ``again`` what a second import
    said, and ``writes_nothing`` whether every table was as before.
    """

    imported: tuple[str, str]
    again: str
    writes_nothing: bool
    checked: str
    own_codes: list[tuple[int, int, dict[str, int]]]
    database: Database
    release: Path


@pytest.fixture(scope="module")
def exported(django_db_setup, django_db_blocker, tmp_path_factory) -> Exported:
    members, dyads = official("atop5_1m.csv"), official("atop5_1ddyr.csv")
    root = tmp_path_factory.mktemp("exports")
    with pytest.MonkeyPatch.context() as patched, django_db_blocker.unblock(), transaction.atomic():
        write_no_more_than_csv(patched)
        first = said(*import_of(members, dyads))
        before = rows_of_every_table()
        second, _ = said(*import_of(members, dyads))
        writes_nothing = rows_of_every_table() == before
        checked, _ = said("check_sheets")
        own = Membership.objects.exclude(own={}).values_list("sheet__atop_id", "member_id", "own")
        database, own_codes = in_the_database(), sorted(own)
        release = export(root, release="5.1").place
        transaction.set_rollback(True)
    told = first, second, writes_nothing, checked, own_codes
    return Exported(*told, database, release)


def test_the_official_release_comes_in_whole_with_one_warning(exported) -> None:
    out, err = exported.imported
    assert out == f"Imported release 5.1 from {FILES}: 849 new sheets.\n"
    (warning,) = err.splitlines()
    assert warning.startswith("Warning: atop5_1m.csv, line ")
    assert "column refothio" in warning
    assert "It was published so, and is kept." in warning
    assert exported.own_codes == [(3740, 255, {"cowid": 3617}), (4860, 704, {"refothio": 2})]


def test_it_comes_in_once(exported) -> None:
    assert exported.again.endswith(": 849 unchanged.\n")
    assert exported.writes_nothing


def test_the_checks_find_no_error_in_it_and_the_known_exceptions(exported) -> None:
    *lines, last = exported.checked.splitlines()
    assert last == f"849 sheets checked: 0 errors, {len(lines)} warnings."
    known = {("warning", rule): set(places) for rule, places in EXCEPTIONS.items()}
    assert found_by_checks(lines) == known


def found_by_checks(lines):
    """The alliances and phases of each rule that speaks, from the lines of check_sheets."""
    told = defaultdict(set)
    for line in lines:
        key, _, said = line.partition(": ")
        severity, rule = said.split(": ")[0].split()
        atop_id, _, phase = key.partition(".")
        told[severity, rule].add((int(atop_id), int(phase or 0)))
    return told


@pytest.mark.parametrize("level", ["aph", "a", "sy", "ddyr"])
def test_the_file_is_the_official_one_byte_for_byte(exported, level) -> None:
    ours = exported.release / f"datasets/atop5_1{level}.csv"
    assert ours.read_bytes() == official(f"atop5_1{level}.csv").read_bytes()


def test_m_is_the_official_file_but_for_the_ties_in_the_order_of_rows(exported) -> None:
    ours = (exported.release / "datasets/atop5_1m.csv").read_bytes().split(b"\r\n")
    theirs = official("atop5_1m.csv").read_bytes().split(b"\r\n")
    assert sorted(ours) == sorted(theirs)
    moved = [our for our, their in zip(ours, theirs, strict=True) if our != their]
    assert [row.split(b",")[0] for row in moved[::2]] == TIES
    assert len(moved) == 2 * len(TIES)
    assert not {row.split(b",")[0] for row in moved} & set(SAME_ORDER)


def test_every_file_has_the_official_number_of_rows_and_none_is_left_out(exported) -> None:
    counted = {file["name"]: file["rows"] for file in manifest(exported.release)["files"]}
    for level, (rows, _) in SIZES.items():
        name = "atopinst5_1" if level == "inst" else f"atop5_1{level}"
        assert counted[f"datasets/{name}.csv"] == rows
    assert (counted["datasets/left-out.csv"], counted["datasets/owes.csv"]) == (0, 66)


def test_the_record_has_the_same_cells_and_nothing_new_for_the_open_release(exported) -> None:
    assert exported.database.rows == (849, 2510, 66)
    assert codings(exported.database.record) == codings(exported.database.released)
    assert flags(exported.database.record) == [
        {**of_5_1, "new6": 0, "rev6": 0} for of_5_1 in flags(exported.database.released)
    ]


def flags(alliances: list[list[CodedPhase]]) -> list[dict[str, int]]:
    return [
        row for phases in alliances for phase in phases for _, row in sorted(phase.flags.items())
    ]


def codings(alliances: list[list[CodedPhase]]) -> list[tuple[int, int, Coding]]:
    return [(phase.atop_id, phase.phase, phase.coding) for phases in alliances for phase in phases]


def test_our_own_files_are_read_as_the_official_ones(exported) -> None:
    ours, theirs = (
        read_release(path, None, None).release
        for path in (exported.release / "datasets/atop5_1m.csv", official("atop5_1m.csv"))
    )
    assert ours == theirs
