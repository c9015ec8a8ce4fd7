"""The release gate: each check holds for a sound record, and finds what is wrong with another."""

import pytest

from coding.models import Membership, Release
from coding.releases.gate import run_gate
from coding.workflow.holding_back import hold_back
from tests.factories import approved_change, draft, keep, make_sheet, pending, said, spoil
from tests.releases.record_to_freeze import release, sheet_of, shut

__all__ = ["release"]


def test_everything_holds_in_a_sound_record(release) -> None:
    gate = run_gate(release)
    assert gate.is_open
    assert len(gate.checks) == 9
    assert gate.rows["atop6_0m"] == 4
    assert gate.rows["atop6_0dy"] * 2 == gate.rows["atop6_0ddyr"]
    assert gate.remarks == ()


def test_a_release_without_a_cut_off_cannot_be_frozen(release) -> None:
    release.cut_off = None
    keep(release)
    ((title, (obstacle,)),) = shut(release).items()
    assert title == "The release says what it is"
    assert "has no cut-off" in obstacle.text


def test_a_cut_off_that_is_still_to_come_is_refused(release) -> None:
    release.cut_off = "2999-12-31"
    keep(release)
    release.refresh_from_db()
    (obstacles,) = shut(release).values()
    assert "still to come" in obstacles[0].text


def test_a_label_that_names_no_file_is_told(release) -> None:
    release.label = "6.0 beta"
    keep(release)
    (obstacles,) = shut(release).values()
    assert "“6.0 beta” cannot label a release" in obstacles[0].text


def test_a_waiting_revision_is_in_the_way_and_named(cast, release) -> None:
    waiting = pending(sheet_of(3005), 14, "In effect.", by=cast.coder)
    (obstacle,) = shut(release)["Every change is decided"]
    assert (obstacle.sheet, obstacle.question, obstacle.revision) == ("3005", 14, waiting.pk)
    assert "Clara Coder" in obstacle.text


def test_drafts_are_told_and_in_nobodys_way(cast, release) -> None:
    draft(sheet_of(3005), 14, "In effect.", by=cast.coder)
    gate = run_gate(release)
    assert gate.is_open
    assert gate.remarks == ("A draft is not submitted. Drafts are not part of a release.",)


def test_open_comments_are_told_each_with_its_place_and_are_in_nobodys_way(cast, release) -> None:
    assert run_gate(release).threads.holds
    thread = said(sheet_of(3005), 14, "Is this so?", by=cast.coder)
    said(sheet_of(4765), 14, "And this?", by=cast.reviewer)
    hold_back(release, 4765, by=cast.admin, reason="It is not agreed on.")
    release.refresh_from_db()
    gate = run_gate(release)
    assert gate.is_open
    (obstacle,) = gate.threads.obstacles
    assert (obstacle.sheet, obstacle.question, obstacle.thread) == ("3005", 14, thread.pk)
    assert gate.seen == run_gate(release).seen


def test_an_error_that_stands_in_the_record_is_named_with_its_rule(cast, release) -> None:
    spoilt = sheet_of(3005).institutionalization
    spoilt.organ2 = 2
    spoil(spoilt)
    obstacles = shut(release)["No check finds an error"]
    assert {obstacle.sheet for obstacle in obstacles} == {"3005"}
    assert all(obstacle.question for obstacle in obstacles)


def test_an_alliance_that_cannot_be_published_is_named_with_the_reason(release) -> None:
    make_sheet(5200)
    (obstacle,) = shut(release)["Every alliance can be published"]
    assert (obstacle.sheet, obstacle.text) == ("5200", "No member is coded yet.")


def test_what_begins_after_the_cut_off_is_a_remark(release) -> None:
    for member in Membership.objects.filter(sheet__atop_id=4765):
        member.yrent = 2022
        spoil(member)
    gate = run_gate(release)
    assert gate.remarks == (
        f"2 members' rows begin after the cut-off, {release.cut_off}. "
        "They are in none of the dataset files.",
    )


def test_a_release_goes_on_from_the_last_one(release) -> None:
    release.label, release.cut_off = "5.0", "1990-12-31"
    keep(release)
    release.refresh_from_db()
    gate = run_gate(release)
    told = [obstacle.text for check in gate.checks for obstacle in check.obstacles]
    assert any("does not come after 5.1" in text for text in told)
    assert any("is before that of release 5.1, 2018-12-31" in text for text in told)
    assert "checked once the release says what it is" in " ".join(gate.remarks)


def test_a_release_without_a_row_is_not_frozen(cast) -> None:
    empty = Release.objects.get(label="6.0")
    empty.cut_off = "2020-12-31"
    spoil(empty)
    empty.refresh_from_db()
    obstacles = shut(empty)["Every alliance can be published"]
    assert [obstacle.text for obstacle in obstacles] == [
        "No dataset file would have a row: no member is coded up to the cut-off."
    ]


def test_a_code_that_its_variable_does_not_have_is_found(release) -> None:
    row = sheet_of(3005).context
    row.refothio = 2
    spoil(row)
    obstacles = shut(release)["Every code is one of its variable"]
    assert any("refothio is 2, which has no label" in obstacle.text for obstacle in obstacles)
    assert {obstacle.sheet for obstacle in obstacles} == {"3005"}


@pytest.mark.parametrize("atop_id", [3005, 4765])
def test_what_is_on_the_screen_is_bound_to_every_decision(cast, release, atop_id) -> None:
    before = run_gate(release).seen
    approved_change(sheet_of(atop_id), 15, "As before.", by=cast.coder, reviewer=cast.reviewer)
    assert run_gate(release).seen != before
