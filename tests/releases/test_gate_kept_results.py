"""The gate from what was kept is the gate from nothing, after any change."""

import random
from collections.abc import Callable, Iterator

import pytest

from coding.export import record
from coding.models import CheckCount, Kept, Release, State
from coding.releases import gate_codes, gate_parts
from coding.releases.gate import Gate, run_gate
from coding.workflow.holding_back import hold_back
from tests.costly import on_the_gate, once_on_the_gate
from tests.factories import approved_change, coded, keep, make_sheet, spoil
from tests.member_files import RUSSIA
from tests.releases.record_to_freeze import release, sheet_of

__all__ = ["release"]


def from_nothing(release: Release) -> Gate:
    Kept.objects.all().delete()
    CheckCount.objects.all().delete()
    return run_gate(release)


def _changes(cast, release: Release, chance: random.Random) -> Iterator[Callable[[], object]]:
    """What can happen between two looks at the gate: by the site, past it, and to the keep."""
    people = {"by": cast.coder, "reviewer": cast.reviewer}

    def spoils_a_member():
        member = sheet_of(3005).memberships.first()
        member.defense = chance.randint(0, 1)
        spoil(member)

    def has_a_code_without_label():
        row = sheet_of(3005).context
        row.refothio = 2
        spoil(row)

    def renames_a_state():
        state = State.objects.get(code=RUSSIA)
        state.name = "Soviet Union"
        keep(state)

    def gives_an_earlier_day():
        release.cut_off = "2019-12-31"
        keep(release)

    yield lambda: coded(sheet_of(4765), 36, {"base": 2}, **people)
    yield lambda: approved_change(sheet_of(4765), 15, "As before.", **people)
    yield lambda: make_sheet(5200)
    yield lambda: hold_back(release, 3005, by=cast.admin, reason="It is not ready.")
    yield from (spoils_a_member, has_a_code_without_label, renames_a_state, gives_an_earlier_day)
    gate = Kept.objects.filter(name="gate")
    yield lambda: gate.update(content={**gate.get().content, "checks": []})
    yield lambda: Kept.objects.update(saw="something else")
    yield lambda: Kept.objects.update(content="")


@on_the_gate  # the tests below show by day what is kept
@pytest.mark.parametrize("seed", [1, pytest.param(2, marks=once_on_the_gate)])
def test_the_gate_from_what_was_kept_equals_the_gate_from_nothing(cast, release, seed) -> None:
    chance = random.Random(seed)
    changes = list(_changes(cast, release, chance))
    chance.shuffle(changes)
    run_gate(release)
    for change in changes:
        change()
        release.refresh_from_db()
        as_kept = run_gate(release)
        again = run_gate(release)
        assert as_kept == again == from_nothing(release)
        assert Kept.objects.exists()


def test_files_are_made_again_when_a_code_changes_and_only_what_that_touches(
    cast, release, monkeypatch
) -> None:
    made: list[set[int]] = []
    remade = gate_parts.remade

    def noted(before, members, pure, of, touched, labels, tried):
        made.append(touched.alliances)
        return remade(before, members, pure, of, touched, labels, tried)

    monkeypatch.setattr(gate_parts, "remade", noted)
    people = {"by": cast.coder, "reviewer": cast.reviewer}
    run_gate(release)
    approved_change(sheet_of(4765), 15, "As before.", **people)  # prose is in no dataset file
    run_gate(release)
    assert made == [{3005, 4765}]
    coded(sheet_of(4765), 36, {"base": 2}, **people)
    run_gate(release)
    assert made[1:] == [{4765}]


def test_what_somebody_changes_while_files_are_made_is_found_by_the_next_who_looks(
    cast, release, monkeypatch
) -> None:
    remade = gate_parts.remade

    def changed_meanwhile(*given):
        monkeypatch.setattr(gate_parts, "remade", remade)
        coded(sheet_of(4765), 36, {"base": 2}, by=cast.coder, reviewer=cast.reviewer)
        return remade(*given)

    monkeypatch.setattr(gate_parts, "remade", changed_meanwhile)
    before = gate_codes.found_in_codes(record.scope(), with_files=True)
    now = gate_codes.found_in_codes(record.scope(), with_files=True)
    assert now != before
    Kept.objects.all().delete()
    assert gate_codes.found_in_codes(record.scope(), with_files=True) == now
