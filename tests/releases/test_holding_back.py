"""One half-coded sheet stops no release: one admin holds it back, another one sees it."""

import csv
import json

import pytest

from coding.codebook.variables import Variable
from coding.export.nightly import export
from coding.models import Release
from coding.models.variables import VARIABLES
from coding.releases import freezing, uncoded
from coding.releases.gate import run_gate
from coding.workflow.holding_back import hold_back, include_again
from coding.workflow.refusals import NotAllowed, Refused
from coding.workflow.release_steps import ASK, PUBLISH, ReleaseStage, take
from tests.coded_sheets import code, leaves, owes, with_members
from tests.costly import on_the_gate
from tests.export.read_back import table
from tests.factories import approved_change, keep, pending, spoil
from tests.releases.record_to_freeze import frozen, release, sheet_of, shut
from tests.shared_rows import shared

__all__ = ["release"]
CODED = "Every sheet is coded, or was published so"


@shared
def half_coded(cast, release):
    """A new alliance: everything that its rows need, and hardly a code more."""
    sheet = with_members(cast, "370", "705", atop_id=4766)
    code(cast, sheet, 16, {**owes("370", "consul"), **owes("705", "consul")})
    stays = {"year": 0, "month": 0, "day": 0}
    code(cast, sheet, 14, leaves("370", **stays) | leaves("705", **stays))
    code(cast, sheet, 4, {"bilat": 1})
    return sheet


@shared
def spoilt(cast, release):
    """A published alliance whose new codes were approved by half."""
    people = {"by": cast.coder, "reviewer": cast.reviewer}
    approved_change(sheet_of(3005), 6, "An exchange of notes.", **people)
    row = sheet_of(3005).formation
    row.estmode = None
    spoil(row)
    return sheet_of(3005)


def read(path):
    with path.open() as file:
        return list(csv.DictReader(file))


def members_of(place, atop_id):
    return [row for row in read(place / table(place)) if row["atopid"] == str(atop_id)]


def changed_in(place):
    return [row["atopid"] for row in read(place / "changes.csv")]


@pytest.mark.acceptance(28)
def test_a_half_coded_sheet_is_in_the_way_with_a_link_to_each_gap(release, half_coded):
    (obstacle,) = shut(release)[CODED]
    assert obstacle.sheet == "4766"
    assert (6, "estmode") in obstacle.places
    assert (20, "370/concoadv") not in obstacle.places
    assert (19, "370/concoadv") in obstacle.places
    assert "Not coded yet: " in obstacle.text
    assert "means of establishment (estmode)" in obstacle.text


def test_a_code_declared_after_the_last_release_is_asked_of_new_sheets_only(
    cast, release, half_coded, monkeypatch
):
    seat = Variable("seat", "seat of the organization", scope="A", where="x", home=35)
    monkeypatch.setattr(uncoded, "VARIABLES", (*VARIABLES, seat))
    (obstacle,) = shut(release)[CODED]
    assert obstacle.sheet == "4766"
    assert run_gate(release).remarks == (
        "2 codes of 2 sheets are not coded yet, as in release 5.1. The codebook counts them apart "
        "from what is missing.",
    )


@pytest.mark.acceptance(28)
def test_a_sheet_that_is_held_back_stops_nothing_and_is_in_no_file(
    cast, release, half_coded, second_admin, tmp_path
):
    pending(half_coded, 36, None, by=cast.coder, codes={"base": 1})
    assert {"Every change is decided", CODED} <= shut(release).keys()
    held = hold_back(release, 4766, by=cast.admin, reason="Only the\nroster is coded.")
    assert shut(held) == {}
    done = frozen(held, asked_by=cast.admin, by=second_admin)
    assert set(done.sheets.values_list("atop_id", flat=True)) == {3005, 4765}
    place = export(tmp_path, release="6.0").place
    assert members_of(place, 4766) == []
    manifest = json.loads((place / "manifest.json").read_text())
    reason = "Only the roster is coded."
    assert manifest["held_back"] == [{"atop_id": 4766, "reason": reason, "as_in": None}]
    said = f"ATOP ID 4766, not in this release: {reason}"
    assert said in (place / "datasets/README.txt").read_text()
    assert "4766" not in changed_in(place)
    assert read(place / "datasets/left-out.csv") == [
        {
            **{"atopid": "4766", "phase": "", "member": ""},
            "why": f"The alliance is held back by hand: {reason}",
        }
    ]


@on_the_gate
def test_one_that_was_published_stays_as_it_was_until_it_is_let_in(
    cast, release, spoilt, second_admin, tmp_path
):
    (obstacle,) = shut(release)[CODED]
    assert (obstacle.sheet, obstacle.places) == ("3005", ((6, "estmode"),))
    held = hold_back(release, 3005, by=cast.admin, reason="Being coded again.")
    done = frozen(held, asked_by=cast.admin, by=second_admin)
    place = export(tmp_path, release="6.0").place
    assert {row["estmode"] for row in members_of(place, 3005)} == {"0"}
    assert {row["rev6"] for row in members_of(place, 3005)} == {"0"}
    (told,) = json.loads((place / "manifest.json").read_text())["held_back"]
    assert told["as_in"] == "5.1"
    assert changed_in(place) == ["4765", "4765"]
    (left_out,) = read(place / "datasets/left-out.csv")
    assert left_out["why"] == (
        "The alliance is held back by hand, and stays as in release 5.1: Being coded again."
    )
    take(PUBLISH, done, by=cast.admin)
    row = sheet_of(3005).formation
    row.estmode = 1
    spoil(row)
    keep(Release(label="7.0", cut_off="2021-12-31"))
    later = export(tmp_path / "later").place
    assert changed_in(later) == ["3005"]
    assert {row["estmode"] for row in members_of(later, 3005)} == {"1"}


def test_the_nightly_export_of_the_open_release_leaves_it_as_it_was_too(
    cast, release, half_coded, spoilt, tmp_path
):
    held = hold_back(release, 3005, by=cast.admin, reason="Being coded again.")
    hold_back(held, 4766, by=cast.admin, reason="Not coded.")
    place = export(tmp_path).place
    told = json.loads((place / "sheets.json").read_text())
    assert [sheet["atop_id"] for sheet in told] == [3005, 4765]
    assert told[0]["codes"]["estmode"] == 0
    assert told[0]["answers"]["6"] == ""
    assert members_of(place, 4766) == []
    manifest = json.loads((place / "manifest.json").read_text())
    assert manifest["sheets"] == 2
    assert {alliance["atop_id"] for alliance in manifest["held_back"]} == {3005, 4766}
    assert not (place / "sheets/4766.txt").exists()


def test_the_freeze_is_asked_for_again_once_something_is_held_back_or_let_in(
    cast, release, half_coded, second_admin
):
    asked = take(ASK, release, by=cast.admin)
    seen = run_gate(asked).seen
    held = hold_back(asked, 4766, by=second_admin, reason="Not coded.")
    assert ReleaseStage.of(held) is ReleaseStage.OPEN
    told = held.history.first()
    assert told.history_change_reason.startswith("ATOP ID 4766 held back: Not coded.")
    assert (told.author_name, held.held_back["4766"]["by"]) == ("Alma Second", "Alma Second")
    again = take(ASK, held, by=cast.admin)
    with pytest.raises(Refused, match="changed since you opened"):
        freezing.freeze(again, by=second_admin, seen=seen)
    let = include_again(again, 4766, by=cast.admin)
    assert (ReleaseStage.of(let), let.held_back) == (ReleaseStage.OPEN, {})
    with pytest.raises(Refused, match="cannot be frozen"):
        frozen(let, asked_by=cast.admin, by=second_admin)


@pytest.mark.parametrize("who", ["coder", "reviewer", "outsider"])
def test_only_admins_hold_back(cast, release, who):
    with pytest.raises(NotAllowed):
        hold_back(release, 3005, by=getattr(cast, who), reason="Because.")
    with pytest.raises(NotAllowed):
        include_again(release, 3005, by=getattr(cast, who))


def test_it_needs_a_reason_a_sheet_and_an_open_release(cast, release, second_admin):
    for atop_id, reason, said in ((3005, "  ", "Say why"), (9999, "Because.", "no sheet 9999")):
        with pytest.raises(Refused, match=said):
            hold_back(release, atop_id, by=cast.admin, reason=reason)
    with pytest.raises(Refused, match="not held back"):
        include_again(release, 3005, by=cast.admin)
    held = hold_back(release, 3005, by=cast.admin, reason="Because.")
    with pytest.raises(Refused, match="held back already"):
        hold_back(held, 3005, by=cast.admin, reason="Because.")
    done = frozen(held, asked_by=cast.admin, by=second_admin)
    for act in (
        lambda: hold_back(done, 4765, by=cast.admin, reason="Because."),
        lambda: include_again(done, 3005, by=cast.admin),
    ):
        with pytest.raises(Refused, match="is frozen"):
            act()


def test_the_gate_offers_it_and_other_pages_tell_of_it(
    cast, client, release, half_coded, second_admin
):
    client.force_login(cast.admin)
    gate = client.get("/releases/6.0/gate/").text
    assert 'href="/sheets/4766/questions/6/#code:estmode"' in gate
    sent = {"sheet": "4766", "reason": "Not coded."}
    told = client.post("/releases/6.0/gate/hold-back/", sent, follow=True).text
    assert "ATOP ID 4766 is held back." in told
    assert "is not in this release: “Not coded.”" in told
    assert "Nothing is left to do" in told
    client.post("/releases/6.0/gate/hold-back/", {"sheet": "4766", "let_in": "1"})
    assert Release.objects.get(label="6.0").held_back == {}
    refused = client.post("/releases/6.0/gate/hold-back/", {"sheet": "x"}, follow=True).text
    assert "Name the sheet by its ATOP ID" in refused
    client.post("/releases/6.0/gate/hold-back/", sent)
    frozen(Release.objects.get(label="6.0"), asked_by=cast.admin, by=second_admin)
    compared = client.get("/releases/compare/?from=5.1&to=6.0").text
    assert "holds back, by hand: <b>4766</b> Not coded." in compared
    assert "<b>4766</b> Not coded." in client.get("/releases/6.0/").text
