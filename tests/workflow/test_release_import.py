"""A published release comes in: gaps are filled, differences reviewed, the release is kept."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from coding.codebook.cells import MISSING
from coding.codebook.sheet import RevisionNote
from coding.history.moments import sheet_at
from coding.models import (
    Formation,
    Membership,
    PairObligation,
    Release,
    ReleasedSheet,
    Revision,
    Sheet,
)
from coding.models.approved_values import approved_coding, approved_state
from coding.models.questionnaire import MODELS
from coding.models.revision import Origin, Status
from coding.workflow import release_import, starting_sheets
from coding.workflow.refusals import NotAllowed, Refused
from coding.workflow.release_import import import_release
from coding.workflow.sheet_import import import_sheet
from tests.coded_sheets import code, joins, owes, with_members
from tests.factories import approve, content, make_sheet, pending, send_back
from tests.published_phases import SIGNED, member, release_of, two, varying
from tests.row_counts import rows_of_every_table

pytestmark = pytest.mark.django_db

REASON = "Imported from small.csv, release 5.1"
NOTE = RevisionNote("4.0", 6, "N. Coulombe", date(2017, 12, 27), "Version 4.0: Q6 revised by …")


def the_sheet(atop_id=1005):
    return Sheet.objects.get(atop_id=atop_id)


def test_a_new_alliance_enters_the_record_with_all_its_codes():
    phase = two()
    outcome = import_release(release_of(phase))
    sheet = the_sheet()
    assert str(outcome) == "1 new sheets"
    assert sheet.entered_at is not None
    assert approved_coding(sheet) == phase.coding
    assert sheet.formation.atop_identifier == "1005"
    assert sheet.formation.members == ""


def test_what_members_owe_each_other_comes_in_too():
    import_release(release_of(varying()))
    assert approved_coding(the_sheet(1010)) == varying().coding


def test_every_history_row_names_the_file_and_the_release():
    import_release(release_of(two(), varying(), two(1020, 1), two(1020, 2, yrent=1855)))
    for model in (Sheet, *MODELS, Membership, PairObligation):
        reasons = set(model.history.values_list("history_change_reason", flat=True))
        assert reasons == {REASON}, model


def test_missing_zero_and_not_coded_stay_apart():
    import_release(release_of(two()))
    row = Formation.objects.get()
    assert (row.cowid, row.length, row.cow4id) == (MISSING, 0, None)


def test_what_is_not_coded_yet_is_filled_in_and_the_prose_stays(cast):
    sheet = make_sheet(1005)
    outcome = import_release(release_of(two()))
    assert str(outcome) == "1 filled in"
    assert approved_coding(sheet) == two().coding
    row = Formation.objects.get()
    assert (row.means_of_establishment, row.atop_identifier) == ("Answer 6.", "1005")
    assert row.answered == Formation.history.latest().answered == 15
    assert Formation.history.latest().means_of_establishment == "Answer 6."
    assert not Revision.objects.exists()


def test_a_code_that_differs_goes_to_the_reviewers_and_changes_nothing_by_itself(cast):
    sheet = make_sheet(1005)
    code(cast, sheet, 6, {"estmode": 0})
    outcome = import_release(release_of(two()), by=cast.admin)
    assert str(outcome) == "1 filled in, 1 differences filed for review"
    (filed,) = outcome.filed
    assert (filed.question, filed.codes, filed.base_codes) == (6, {"estmode": 1}, {"estmode": 0})
    assert (filed.author, filed.author_name) == (cast.admin, "Ada Admin")
    assert (filed.origin, filed.status, filed.note) == (Origin.IMPORTED, Status.PENDING, REASON)
    assert not filed.changes_text
    assert [(event.step, event.codes) for event in filed.events.all()] == [("file", {"estmode": 1})]
    assert Formation.objects.get().estmode == 0
    approve(filed, by=cast.reviewer)
    assert Formation.objects.get().estmode == 1


def test_differences_are_filed_question_by_question(cast):
    sheet = with_members(cast, "200", "220", atop_id=1005, year=1850)
    code(cast, sheet, 16, owes("200", "nonagg", "consul") | owes("220", "nonagg"))
    code(cast, sheet, 6, {"estmode": 0})
    outcome = import_release(release_of(two()), by=cast.admin)
    assert {change.question: change.codes for change in outcome.filed} == {
        4: {
            f"{key}/{part}": SIGNED[part] for key in ("200", "220") for part in ("moent", "dayent")
        },
        6: {"estmode": 1},
        16: {"200/consul": 0},
    }


def test_a_missing_code_differs_from_a_known_one(cast):
    sheet = make_sheet(1005)
    code(cast, sheet, 2, {"cowid": 2001})
    (filed,) = import_release(release_of(two()), by=cast.admin).filed
    assert filed.codes == {"cowid": MISSING}


def test_a_member_that_the_release_does_not_have_is_proposed_to_go(cast):
    import_release(release_of(two(), label="5.0"), by=cast.admin)
    sheet = the_sheet()
    code(cast, sheet, 4, joins("230", year=1851))
    outcome = import_release(release_of(two()), by=cast.admin)
    assert [change.codes for change in outcome.filed] == [{"230/member": None}]
    assert Membership.objects.filter(member_id=230).exists()
    approve(outcome.filed[0], by=cast.reviewer)
    assert list(approved_coding(sheet).members) == ["200", "220"]


def test_a_member_that_only_the_release_has_is_proposed_to_join(cast):
    """A roster that was approved is coded: another member is a difference, not a gap."""
    import_release(release_of(two(), label="5.0"), by=cast.admin)
    grown = two()
    grown.coding.members["230"] = member(230, nonagg=1, yrent=1855)
    outcome = import_release(release_of(grown), by=cast.admin)
    assert list(approved_coding(the_sheet()).members) == ["200", "220"]
    roster = outcome.filed[0]
    assert (roster.question, roster.codes["230/member"], roster.codes["230/yrent"]) == (
        4,
        230,
        1855,
    )
    before = rows_of_every_table()
    assert str(import_release(release_of(grown), by=cast.admin)) == "1 unchanged"
    assert rows_of_every_table() == before
    for filed in outcome.filed:
        approve(filed, by=cast.reviewer)
    assert approved_coding(the_sheet()) == grown.coding


def test_importing_the_same_release_again_writes_nothing(cast):
    sheet = make_sheet(1005)
    code(cast, sheet, 6, {"estmode": 0})
    release = release_of(two(), varying(), two(1020, 1), two(1020, 2, yrent=1855))
    import_release(release, by=cast.admin)
    before = rows_of_every_table()
    assert str(import_release(release, by=cast.admin)) == "4 unchanged"
    assert rows_of_every_table() == before


def test_pairs_that_stand_with_another_obvary_are_not_filled_in_again(cast):
    import_release(release_of(varying()))
    sheet = the_sheet(1010)
    code(cast, sheet, 24, {"200/obvary": None})
    import_release(release_of(varying()))
    before = rows_of_every_table()
    assert str(import_release(release_of(varying()))) == "1 unchanged"
    assert rows_of_every_table() == before


def test_a_difference_that_was_approved_is_not_filed_again(cast):
    sheet = make_sheet(1005)
    code(cast, sheet, 6, {"estmode": 0})
    (filed,) = import_release(release_of(two()), by=cast.admin).filed
    approve(filed, by=cast.reviewer)
    assert import_release(release_of(two()), by=cast.admin).filed == []


def test_a_newer_release_replaces_the_waiting_difference_and_keeps_it_in_the_record(cast):
    sheet = make_sheet(1005)
    code(cast, sheet, 6, {"estmode": 0})
    import_release(release_of(two(), label="5.0"), by=cast.admin)
    newer = two(alliance={"estmode": MISSING, "cowid": MISSING, "length": 0})
    import_release(release_of(newer, file="newer.csv"), by=cast.admin)
    waiting, replaced = Revision.objects.filter(origin=Origin.IMPORTED).order_by("-id")
    assert (waiting.codes, waiting.status) == ({"estmode": MISSING}, Status.PENDING)
    assert (replaced.codes, replaced.status) == ({"estmode": 1}, Status.WITHDRAWN)
    assert replaced.events.last().comment == "Replaced by the import of newer.csv"


def test_codes_join_the_prose_of_a_printed_sheet_that_waits(cast):
    sheet = make_sheet(1005)
    code(cast, sheet, 6, {"estmode": 0})
    import_sheet(content(1005, q6="A treaty.", notes=[NOTE]), by=cast.admin)
    (filed,) = import_release(release_of(two()), by=cast.admin).filed
    assert (filed.text, filed.base, filed.codes) == ("A treaty.", "Answer 6.", {"estmode": 1})
    approve(filed, by=cast.reviewer)
    row = Formation.objects.get()
    assert (row.means_of_establishment, row.estmode) == ("A treaty.", 1)
    filed.refresh_from_db()
    assert filed.note_lines == [NOTE.printed]


def test_the_prose_of_a_printed_sheet_joins_codes_that_wait(cast):
    sheet = make_sheet(1005)
    code(cast, sheet, 6, {"estmode": 0})
    import_release(release_of(two()), by=cast.admin)
    import_sheet(content(1005, q6="A treaty."), by=cast.admin)
    (filed,) = Revision.objects.pending()
    assert (filed.text, filed.codes, filed.base_codes) == (
        "A treaty.",
        {"estmode": 1},
        {"estmode": 0},
    )
    before = rows_of_every_table()
    import_release(release_of(two()), by=cast.admin)
    import_sheet(content(1005, q6="A treaty."), by=cast.admin)
    assert rows_of_every_table() == before


def test_what_coders_propose_stays_beside_what_was_imported(cast):
    sheet = make_sheet(1005)
    code(cast, sheet, 6, {"estmode": 0})
    own = pending(sheet, 6, "By treaty.", by=cast.coder)
    (filed,) = import_release(release_of(two()), by=cast.admin).filed
    approve(own, by=cast.reviewer)
    approve(filed, by=cast.reviewer)
    row = Formation.objects.get()
    assert (row.means_of_establishment, row.estmode) == ("By treaty.", 1)


def test_a_difference_that_was_returned_leaves_the_record_as_it_is(cast):
    sheet = make_sheet(1005)
    code(cast, sheet, 6, {"estmode": 0})
    (filed,) = import_release(release_of(two()), by=cast.admin).filed
    send_back(filed, by=cast.reviewer)
    assert Formation.objects.get().estmode == 0


def test_a_started_sheet_enters_the_record_when_it_is_filled_in(cast):
    sheet = starting_sheets.start_sheet(1005, 0, by=cast.coder)
    import_release(release_of(two()))
    sheet.refresh_from_db()
    assert sheet.entered_at is not None
    assert Sheet.history.filter(id=sheet.pk).latest().entered_at == sheet.entered_at


def test_a_started_phase_that_is_linked_to_another_stays_in_the_record(cast):
    starting_sheets.start_sheet(1020, 2, by=cast.coder)
    import_release(release_of(two(1020, 1), two(1020, 2, yrent=1855)))
    phase = Sheet.objects.get(phase=2)
    assert phase.entered_at is not None
    assert Sheet.history.filter(id=phase.pk).latest().entered_at == phase.entered_at


def test_a_phase_is_matched_by_its_number():
    import_release(release_of(two(1020, 1), two(1020, 2, estmode=0), label="5.0"))
    assert [sheet.key for sheet in Sheet.objects.all()] == ["1020.1", "1020.2"]
    assert str(import_release(release_of(two(1020, 1), two(1020, 2, estmode=0)))) == "2 unchanged"


def test_the_release_is_recorded_frozen_with_its_cut_off_and_its_codes():
    phase = two()
    import_release(release_of(phase))
    release = Release.objects.get(label="5.1")
    assert release.frozen_at is not None
    assert release.cut_off == date(2018, 12, 31)
    kept = release.sheets.get()
    assert (kept.atop_id, kept.phase) == (1005, 0)
    assert (kept.cells, kept.flags) == (phase.coding.cells, phase.flags)
    assert Release.history.filter(label="5.1").get().history_change_reason == REASON
    assert Release.objects.filter(frozen_at=None).get().label == "6.0"


def test_the_release_holds_what_was_published_and_not_what_stood_here(cast):
    sheet = make_sheet(1005)
    code(cast, sheet, 6, {"estmode": 0})
    import_release(release_of(two()))
    assert ReleasedSheet.objects.get().cells["estmode"] == 1


def test_at_the_moment_of_its_release_everything_that_was_imported_stands(cast):
    make_sheet(1010)
    import_release(release_of(two(), varying()))
    frozen_at = Release.objects.get(label="5.1").frozen_at
    for atop_id in (1005, 1010):
        assert sheet_at(the_sheet(atop_id), frozen_at) == approved_state(the_sheet(atop_id))


def test_changes_approved_after_a_release_do_not_reach_it(cast):
    import_release(release_of(two()))
    code(cast, the_sheet(), 6, {"estmode": 0})
    assert ReleasedSheet.objects.get().cells["estmode"] == 1


@pytest.mark.parametrize("how", ["another code", "another flag", "one alliance more", "one less"])
def test_other_data_under_the_label_of_a_recorded_release_are_refused_whole(how):
    import_release(release_of(two(), varying()))
    before = rows_of_every_table()
    other = {
        "another code": [two(alliance={"estmode": 0}), varying()],
        "another flag": [replace(two(), flags={}), varying()],
        "one alliance more": [two(), varying(), two(1030)],
        "one less": [two()],
    }[how]
    with pytest.raises(Refused, match=r"Release 5.1 is recorded already.*under another label"):
        import_release(release_of(*other))
    assert rows_of_every_table() == before
    assert approved_coding(the_sheet()) == two().coding


def test_the_label_of_the_open_release_is_refused():
    before = rows_of_every_table()
    with pytest.raises(Refused, match=r"Release 6.0 is the open one here. Rename"):
        import_release(release_of(two(), label="6.0"))
    assert rows_of_every_table() == before


def _crash(*args, **how):
    raise OSError("The machine went down.")


@pytest.mark.parametrize("at", ["write_member_codes", "link_phases"])
def test_a_crash_in_the_middle_of_an_alliance_saves_nothing_of_it(monkeypatch, at):
    make_sheet(1010)
    before = rows_of_every_table()
    monkeypatch.setattr(release_import, at, _crash)
    with pytest.raises(OSError, match="went down"):
        import_release(release_of(varying(), two()))
    assert rows_of_every_table() == before


def test_an_import_that_crashed_between_alliances_goes_on_when_it_is_run_again(monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr(release_import, "_record", _crash)
        with pytest.raises(OSError, match="went down"):
            import_release(release_of(varying(), two()))
    assert approved_coding(the_sheet()) == two().coding
    assert not Release.objects.filter(label="5.1").exists()
    assert str(import_release(release_of(varying(), two()))) == "2 unchanged"
    assert Release.objects.get(label="5.1").sheets.count() == 2


def test_a_sheet_that_differs_is_left_alone_where_nobody_files_it(cast):
    sheet = make_sheet(1005)
    code(cast, sheet, 6, {"estmode": 0})
    outcome = import_release(release_of(two(), varying()))
    assert (outcome.new, outcome.filled, outcome.filed, outcome.unnamed) == (1, 0, [], ["1005"])
    assert approved_coding(sheet).alliance == {"estmode": 0}
    assert not Revision.objects.pending().exists()


@pytest.mark.parametrize("stranger", ["coder", "reviewer", "outsider"])
def test_only_admins_file_what_a_release_changes(cast, stranger):
    with pytest.raises(NotAllowed, match="Only admins import"):
        import_release(release_of(two()), by=getattr(cast, stranger))


def test_progress_is_told_phase_by_phase():
    heard = []
    import_release(release_of(two(), varying()), progress=heard.append)
    assert heard == [1, 2]


def test_who_imports_signs_what_is_imported(cast):
    sheet = make_sheet(1005)
    code(cast, sheet, 6, {"estmode": 0})
    (filed,) = import_release(release_of(two()), by=cast.admin).filed
    assert (filed.author, filed.author_name) == (cast.admin, "Ada Admin")
    assert Membership.history.latest().history_user == cast.admin


def test_before_the_import_a_sheet_was_not_in_the_record():
    import_release(release_of(two()))
    sheet = the_sheet()
    assert sheet_at(sheet, sheet.entered_at - timedelta(microseconds=1)) is None
    assert sheet_at(sheet, sheet.entered_at).coding == two().coding


def test_a_sheet_that_changed_while_the_import_ran_is_compared_as_it_is(cast, monkeypatch):
    """The import takes seconds; each sheet is read when its turn comes, not at the start."""
    sheet = make_sheet(1010)
    compare = release_import._compare

    def meanwhile(one, phase, importing):
        if one.atop_id == 1005:
            code(cast, sheet, 24, {"asymm": 0})
        compare(one, phase, importing)

    make_sheet(1005)
    monkeypatch.setattr(release_import, "_compare", meanwhile)
    (filed,) = import_release(release_of(two(), varying()), by=cast.admin).filed
    assert (filed.question, filed.codes, filed.base_codes) == (24, {"asymm": 1}, {"asymm": 0})
