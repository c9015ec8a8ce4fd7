"""What a change does to the files: what differs between all files made before and after."""

from collections.abc import Iterator
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from coding.datasets.effect import MOST_EXAMPLES, Side, effect
from coding.datasets.every_file import Table, derive
from coding.datasets.losses import losses
from coding.datasets.moved import Source
from coding.datasets.publishable import Publishable
from tests.costly import costly
from tests.datasets.member_rows import BRAZIL, CANADA, CUBA, RELEASE, USA, member, named
from tests.datasets.test_moved import CUT_OFFS, by_alliance, only_nonaggression, some
from tests.datasets.test_properties import with_pairs

PLAIN = replace(RELEASE, flags=())


def side(source: Source, release=PLAIN) -> Side:
    return Side(Publishable([*source.rows], [*source.obligations]), release)


def keyed(table: Table) -> Iterator[tuple[tuple, dict]]:
    """The rows of a file by what they are about; the n-th of a member has its number."""
    seen: set[tuple] = set()
    for values in table.rows():
        row = {n: v for n, v in zip(table.header, values, strict=True) if v is not None}
        if table.runs is not None:
            yield tuple(values[:2]), row
            continue
        phase = row.get("phase") or round(row.get("atopidphase", 0) % 1 * 10)
        number, key = 1, (row["atopid"], phase or 1, row.get("member"))
        while (*key, number) in seen:
            number += 1
        seen.add((*key, number))
        yield (*key, number), row


def differences(before: dict[int, Source], after: dict[int, Source], release) -> dict:
    """How many rows of each file come, go and change when all files are made twice."""
    files = [
        {
            named(table): dict(keyed(table))
            for table in derive(
                [row for source in data.values() for row in source.rows],
                [pair for source in data.values() for pair in source.obligations],
                release,
            )
        }
        for data in (before, after)
    ]
    found = {}
    for name, old in files[0].items():
        new = files[1][name]
        changed = sum(old[key] != new[key] for key in old.keys() & new.keys())
        counts = len(new.keys() - old.keys()), len(old.keys() - new.keys()), changed
        if any(counts):
            found[name] = counts
    return found


@costly
@given(with_pairs, with_pairs, some, some, some, st.sampled_from(CUT_OFFS))
def test_rows_come_go_and_change_as_all_files_differ_before_and_after(
    first, second, pacts, later_pacts, absent, cut_off
) -> None:
    release = replace(PLAIN, cut_off=cut_off)
    data = by_alliance(only_nonaggression(first[0], pacts), first[1])
    later = by_alliance(only_nonaggression(second[0], later_pacts), second[1])
    for atopid in sorted(data.keys() | later.keys()):
        after = dict(data)
        after[atopid] = Source() if atopid in absent else later.get(atopid, Source())
        others = {one: source for one, source in data.items() if one != atopid}
        found = effect(
            side(data.get(atopid, Source()), release),
            side(after[atopid], release),
            lambda states, others=others: [
                side(source, release)
                for source in others.values()
                if any(row["member"] in states for row in source.rows)
            ],
        )
        wanted = differences(data, after, release)
        assert {
            f"{one.level}{'_NNA' if one.is_nna else ''}": (one.added, one.gone, one.changed)
            for one in found
        } == wanted


def effect_of(before: list, after: list) -> dict:
    sides = (side(Source(rows)) for rows in (before, after))
    return {f"{one.level}{'_NNA' * one.is_nna}": one for one in effect(*sides, lambda _: [])}


TWO = [member(USA, "1950-05-05", defense=1), member(CANADA, "1950-05-05", defense=1)]


def test_examples_name_the_row_the_cell_and_both_values() -> None:
    after = [{**row, "defense": 0, "consul": 1} for row in TWO]
    found = effect_of(TWO, after)
    first, second = found["m"].examples
    assert (first.column.name, first.old, first.new) == ("defense", 1, 0)
    assert (second.column.name, second.old, second.new) == ("consul", 0, 1)
    assert first.row["member"] == USA
    assert found["m"].changed == 2
    year = found["sy"].examples[0]
    assert (year.row, year.column.name) == ({"state": USA, "year": 1950}, "defense")
    assert all(len(one.examples) <= MOST_EXAMPLES for one in found.values())


def test_what_changes_nothing_lists_no_file() -> None:
    assert effect_of(TWO, [dict(row) for row in TWO]) == {}


def losses_of(before: list, after: list) -> list[str]:
    return losses(*(side(Source(rows)) for rows in (before, after)))


def test_an_alliance_without_a_row_leaves_the_datasets() -> None:
    (said,) = losses_of(TWO, [])
    assert said == (
        f"Alliance {TWO[0]['atopid']} leaves the datasets: all of its 2 member rows of "
        "atop9_9m, and every row that is made from them."
    )
    assert losses_of([], TWO) == []


def test_a_phase_without_a_row_leaves_the_datasets() -> None:
    phases = [{**row, "phase": phase} for phase in (1, 2) for row in TWO]
    (said,) = losses_of(phases, phases[:2])
    assert said.startswith(f"Phase 2 of {TWO[0]['atopid']} leaves the datasets: all of its 2")


def test_the_only_phase_that_becomes_the_first_of_two_leaves_nothing() -> None:
    phases = [{**row, "phase": phase} for phase in (1, 2) for row in TWO]
    assert losses_of(TWO, phases) == []


def test_a_member_that_leaves_others_behind_is_no_loss() -> None:
    three = [*TWO, member(BRAZIL, "1950-05-05", defense=1)]
    assert losses_of(three, TWO) == []


def test_a_pact_that_comes_down_to_nonaggression_leaves_the_files_without_such_pacts() -> None:
    (said,) = losses_of(TWO, only_nonaggression(TWO, {TWO[0]["atopid"]}))
    assert said.startswith(f"Alliance {TWO[0]['atopid']} leaves atop9_9m_NNA, atop9_9aph_NNA")


def test_members_that_never_meet_leave_the_dyads() -> None:
    apart = [{**TWO[0], "yrexit": 1951, "moexit": 1, "dayexit": 1}, member(CUBA, "1960-01-01")]
    together = [TWO[0], member(CUBA, "1950-05-05")]
    (said,) = losses_of(together, apart)
    assert "leaves atop9_9dy, atop9_9ddyr" in said
