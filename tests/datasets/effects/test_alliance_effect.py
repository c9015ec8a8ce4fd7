"""What a change does to the files: what differs between all files made before and after."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from coding.datasets.effects.alliance_effect import AllianceSide, effect
from coding.datasets.effects.file_effect import MOST_EXAMPLES, MOST_NAMED
from coding.datasets.effects.losses import losses
from coding.datasets.pairs import DirectedObligations
from coding.datasets.publishable import Publishable
from tests.costly import costly
from tests.datasets.every_row import (
    CUT_OFFS,
    Counts,
    Source,
    by_alliance,
    counted,
    differences,
    every_row,
    only_nonaggression,
    some,
)
from tests.datasets.member_rows import BRAZIL, CANADA, CUBA, FRANCE, RELEASE, USA, member, owes
from tests.datasets.test_properties import with_pairs

PLAIN = replace(RELEASE, flags=())


def side(source: Source, release=PLAIN) -> AllianceSide:
    return AllianceSide(Publishable([*source.rows], [*source.obligations]), release)


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
        others = {key: source for key, source in data.items() if key != atopid}
        found = effect(
            side(data.get(atopid, Source()), release),
            side(after[atopid], release),
            lambda states, others=others: [
                side(source, release).binding_of(states)
                for source in others.values()
                if any(row["member"] in states for row in source.rows)
            ],
        )
        assert counted(found) == differences(every_row(data, release), every_row(after, release))


def effect_of(before: list, after: list) -> dict:
    sides = (side(Source(rows)) for rows in (before, after))
    return {f"{file.level}{'_NNA' * file.is_nna}": file for file in effect(*sides, lambda _: [])}


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
    assert all(len(effect_.examples) <= MOST_EXAMPLES for effect_ in found.values())


def test_what_changes_nothing_lists_no_file() -> None:
    assert effect_of(TWO, [dict(row) for row in TWO]) == {}


def pact(*states: int, **codes: int | None) -> list:
    """An alliance of 2010 that lasts; defense unless something else is said."""
    return [member(state, "2010-01-01", **{"defense": 1, **codes}) for state in states]


def moved(before: list, after: list, *pairs: DirectedObligations) -> Counts:
    """What changes of 1005 do to the files; other alliances are 1010…"""
    data, later = by_alliance(before, ()), by_alliance(after, pairs)
    others = [side(source).binding for atopid, source in data.items() if atopid != 1005]
    sides = (side(source.get(1005, Source())) for source in (data, later))
    return counted(effect(*sides, lambda _: others))


def test_a_code_of_the_alliance_changes_members_phase_and_alliance_and_no_year() -> None:
    of_rows = {"m": (0, 0, 2), "aph": (0, 0, 1), "a": (0, 0, 1)}
    wanted = of_rows | {f"{level}_NNA": rows for level, rows in of_rows.items()}
    assert moved(pact(USA, CUBA), pact(USA, CUBA, conwtin=1)) == wanted
    with_measures = {**wanted, "inst": (0, 0, 1)}
    assert moved(pact(USA, CUBA), pact(USA, CUBA, base=1)) == with_measures


def test_a_code_that_is_in_the_member_file_only_changes_only_that() -> None:
    counts = moved(pact(USA, CUBA), pact(USA, CUBA, cowwar=22))
    assert counts == {"m": (0, 0, 2), "m_NNA": (0, 0, 2)}


def test_an_obligation_changes_the_years_of_the_alliance_in_one_direction() -> None:
    counts = moved(pact(USA, CUBA), [*pact(USA, consul=1), *pact(CUBA)])
    assert [counts[level][2] for level in ("m", "sy", "dy", "ddyr")] == [1, 9, 9, 9]


def test_what_another_alliance_gives_already_changes_no_year() -> None:
    beside = pact(USA, CUBA, atopid=1010, consul=1)
    counts = moved([*pact(USA, CUBA), *beside], pact(USA, CUBA, consul=1))
    assert counts["m"] == (0, 0, 2)
    assert not {"sy", "dy", "ddyr"} & counts.keys()


def test_a_pair_obligation_changes_the_years_of_its_direction_and_no_member() -> None:
    three = pact(USA, CUBA, BRAZIL, bilat=0, obvary=1)
    counts = moved(three, three, owes(1005, 0, USA, CUBA))
    assert counts == {"ddyr": (0, 0, 9), "ddyr_NNA": (0, 0, 9)}


def test_a_longer_list_of_members_changes_no_other_alliance() -> None:
    beside = pact(USA, FRANCE, atopid=1010)
    counts = moved([*pact(USA, CUBA), *beside], pact(USA, CUBA, BRAZIL))
    assert (counts["m"], counts["aph"], counts["sy"]) == (
        (1, 0, 0),
        (0, 0, 1),
        (9, 0, 0),
    )


def test_a_pact_that_becomes_one_of_nonaggression_only_leaves_the_files_without_them() -> None:
    counts = moved(pact(USA, CUBA), pact(USA, CUBA, defense=0, nonagg=1))
    assert (counts["m"], counts["dy"]) == ((0, 0, 2), (0, 0, 9))
    assert [counts[f"{level}_NNA"] for level in ("m", "sy", "dy", "ddyr")] == [
        *((0, 2, 0), (0, 18, 0), (0, 9, 0), (0, 18, 0)),
    ]


def test_a_pact_of_nonaggression_only_changes_nothing_in_the_files_without_them() -> None:
    pure = pact(USA, CUBA, defense=0, nonagg=1)
    counts = moved(pure, [{**row, "conwtin": 1, "yrent": 2011} for row in pure])
    assert (counts["m"], counts["dy"]) == ((0, 0, 2), (0, 1, 1))
    assert not [name for name in counts if name.endswith("_NNA")]


def test_asymmetry_changes_the_years_of_pairs_and_of_no_state() -> None:
    counts = moved(pact(USA, CUBA), pact(USA, CUBA, asymm=1))
    assert (counts.get("sy"), counts["dy"], counts["ddyr"]) == (
        None,
        (0, 0, 9),
        (0, 0, 18),
    )


def test_an_alliance_that_is_new_brings_rows_to_every_file_and_names_them() -> None:
    found = effect(side(Source()), side(Source(pact(USA, CUBA))), lambda _: [])
    assert len(found) == 13
    named = {effect_.stem: str(effect_.which_added) for effect_ in found if not effect_.is_nna}
    assert list(named.values()) == [
        "atopid=1005 phase=0 member=2 yrent=2010; atopid=1005 phase=0 member=40 yrent=2010",
        *("atopidphase=1005", "atopid=1005"),
        "state=2 year=2010-2018; state=40 year=2010-2018",
        "dyad=2040 year=2010-2018",
        "ddyad=2040 year=2010-2018; ddyad=40002 year=2010-2018",
        "atopidphase=1005",
    ]


def test_years_are_named_where_they_come_go_and_change() -> None:
    later = [{**row, "consul": 1, "yrent": 2011} for row in pact(USA, CUBA)]
    until = {"yrexit": 2016, "moexit": 1, "dayexit": 1}
    sides = (side(Source(rows)) for rows in (pact(USA, CUBA), [{**r, **until} for r in later]))
    (told,) = [effect_ for effect_ in effect(*sides, lambda _: []) if effect_.stem == "atop9_9dy"]
    said = (told.which_added, told.which_gone, told.which_changed)
    years = "dyad=2040 year=2010; dyad=2040 year=2017-2018"
    assert [*map(str, said)] == ["", years, "dyad=2040 year=2011-2016"]


def test_of_many_rows_the_first_are_named_and_the_others_counted() -> None:
    every = [member(state, "2010-01-01", defense=1, bilat=0) for state in range(2, 32)]
    found = {file.stem: file for file in effect(side(Source()), side(Source(every)), lambda _: [])}
    words = str(found["atop9_9m"].which_added)
    assert words.count("member=") == MOST_NAMED
    assert words.endswith(f"; and {30 - MOST_NAMED} more")


def losses_of(before: list, after: list) -> list[str]:
    return losses(*(side(Source(rows)) for rows in (before, after)))


def test_an_alliance_without_a_row_leaves_the_datasets() -> None:
    (loss,) = losses_of(TWO, [])
    assert loss == (
        f"Alliance {TWO[0]['atopid']} leaves the datasets: all of its 2 member rows of "
        "atop9_9m, and every row that is made from them."
    )
    assert losses_of([], TWO) == []


def test_a_phase_without_a_row_leaves_the_datasets() -> None:
    phases = [{**row, "phase": phase} for phase in (1, 2) for row in TWO]
    (loss,) = losses_of(phases, phases[:2])
    assert loss.startswith(f"Phase 2 of {TWO[0]['atopid']} leaves the datasets: all of its 2")


def test_the_only_phase_that_becomes_the_first_of_two_leaves_nothing() -> None:
    phases = [{**row, "phase": phase} for phase in (1, 2) for row in TWO]
    assert losses_of(TWO, phases) == []


def test_a_member_that_leaves_others_behind_is_no_loss() -> None:
    three = [*TWO, member(BRAZIL, "1950-05-05", defense=1)]
    assert losses_of(three, TWO) == []


def test_a_pact_that_comes_down_to_nonaggression_leaves_the_files_without_such_pacts() -> None:
    (loss,) = losses_of(TWO, only_nonaggression(TWO, {TWO[0]["atopid"]}))
    assert loss.startswith(f"Alliance {TWO[0]['atopid']} leaves atop9_9m_NNA, atop9_9aph_NNA")


def test_members_that_never_meet_leave_the_dyads() -> None:
    apart = [{**TWO[0], "yrexit": 1951, "moexit": 1, "dayexit": 1}, member(CUBA, "1960-01-01")]
    together = [TWO[0], member(CUBA, "1950-05-05")]
    (loss,) = losses_of(together, apart)
    assert "leaves atop9_9dy, atop9_9ddyr" in loss
