"""The files in parts: after any change what is made again is what is made from nothing."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from coding.datasets.coverage import as_of
from coding.datasets.every_file import derive
from coding.datasets.member import Member, members_of
from coding.datasets.nna import pure_nonaggression
from coding.datasets.pairs import with_pair_obligations
from coding.datasets.parts import DatasetFiles, Touched, remade
from coding.datasets.release import DatasetRelease, Level
from coding.datasets.soundness import faults_in
from coding.datasets.writing import write_csv
from tests.costly import costly
from tests.datasets.every_row import CUT_OFFS, Data, Source, by_alliance, only_nonaggression, some
from tests.datasets.member_rows import BRAZIL, CANADA, CUBA, RELEASE, USA, member
from tests.datasets.test_properties import with_pairs

LABELS = {"defense": {0: "no"}, "consul": {1: "yes"}}  # most rows are faulty


def members(source: Source, release: DatasetRelease) -> list[Member]:
    packed = with_pair_obligations(members_of(source.rows, release), source.obligations)
    return as_of(packed, release.cut_off)


def changed(before: DatasetFiles, data: Data, later: Data, release: DatasetRelease) -> DatasetFiles:
    """The files after a change, from no more than what it touches."""
    alliances = {key for key in data.keys() | later if data.get(key) != later.get(key)}
    sources = [side[alliance] for side in (data, later) for alliance in alliances & side.keys()]
    states = {row["member"] for source in sources for row in source.rows}
    around = [
        member
        for _, source in sorted(later.items())
        if not states.isdisjoint(row["member"] for row in source.rows)
        for member in members(source, release)
    ]
    touched = Touched(alliances, states)
    return remade(before, around, pure_nonaggression(around), release, touched, LABELS)


def from_nothing(data: Data, release: DatasetRelease) -> DatasetFiles:
    return changed(DatasetFiles(), {}, data, release)


def written(files: DatasetFiles, release: DatasetRelease) -> dict[str, str]:
    found: dict[str, list[str]] = {stem: [] for stem in files.by_stem}
    for stem, file in files.by_stem.items():
        file.write(release, found[stem].append)
    return {stem: "".join(pieces) for stem, pieces in found.items()}


def whole(data: Data, release: DatasetRelease) -> tuple[dict[str, str], list]:
    """The same as whole files, with what is wrong with them."""
    rows = [row for source in data.values() for row in source.rows]
    pairs = [pair for source in data.values() for pair in source.obligations]
    tables, found = list(derive(rows, pairs, release)), {}
    for table in tables:
        pieces: list[str] = []
        write_csv(table, pieces.append)
        found[table.stem] = "".join(pieces)
    return found, list(faults_in(tables, release.cut_off, LABELS))


@costly
@given(with_pairs, with_pairs, some, some, some, st.sampled_from(CUT_OFFS))
def test_what_is_made_again_after_a_change_is_what_is_made_from_nothing(
    first, second, pacts, later_pacts, stay, cut_off
) -> None:
    release = replace(RELEASE, cut_off=cut_off)
    data = by_alliance(only_nonaggression(first[0], pacts), first[1])
    later = by_alliance(only_nonaggression(second[0], later_pacts), second[1])
    later |= {key: data[key] for key in stay & data.keys()}
    later = dict(sorted(later.items()))
    again = changed(from_nothing(data, release), data, later, release)
    assert again == from_nothing(later, release)
    files, faults = whole(later, release)
    assert written(again, release) == files
    assert sorted(map(str, again.faults)) == sorted(map(str, faults))
    assert DatasetFiles.from_json(again.as_json()) == again


def pact(atopid: int, *states: int, **codes: int) -> Source:
    return Source([member(state, "2010-01-01", atopid=atopid, **codes) for state in states])


def test_a_list_that_grows_longer_gives_all_rows_a_column_more() -> None:
    data = {1005: pact(1005, USA, CUBA), 1010: pact(1010, BRAZIL, CANADA)}
    later = {**data, 1015: pact(1015, USA, CUBA, CANADA)}
    again = changed(from_nothing(data, RELEASE), data, later, RELEASE)
    assert written(again, RELEASE) == whole(later, RELEASE)[0]
    back = changed(again, later, data, RELEASE)
    assert written(back, RELEASE) == whole(data, RELEASE)[0]


def test_of_years_only_those_of_states_and_pairs_that_change_are_made_again() -> None:
    data = {1005: pact(1005, USA, CUBA), 1010: pact(1010, USA, CANADA, BRAZIL)}
    before = from_nothing(data, RELEASE)
    again = changed(before, data, {**data, 1005: pact(1005, USA, CUBA, consul=1)}, RELEASE)
    stem = RELEASE.file_stem
    for name, others in (
        (stem(Level.DYAD_YEAR), {2020, 2140, 20140}),
        (stem(Level.ALLIANCE), {1010}),
    ):
        was, now = before.by_stem[name].parts, again.by_stem[name].parts
        assert {key for key in was if was[key] is now[key]} == others
