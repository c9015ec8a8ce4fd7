"""Lists know what the checks find: counted when they are opened, after imports, every night."""

import random

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coding.checks.rule import Finding
from coding.models import CheckCount, Membership, Sheet, State
from coding.models.progress import progress_of, with_answered
from coding.models.snapshots import snapshot
from coding.workflow import check_counts
from coding.workflow.checking import Alliance
from tests.coded_sheets import code, findings_from_nothing, owes, with_members
from tests.costly import sampled
from tests.factories import approved_change, keep, spoil
from tests.member_files import BELARUS, RUSSIA, alliance, write_member_file
from tests.shared_rows import shared

BOTH = owes("370", "nonagg") | owes("705", "nonagg")


def counted(sheet: Sheet) -> int | None:
    found = CheckCount.objects.filter(sheet=sheet).first()
    return found.found if found else None


@shared
def sheet(cast) -> Sheet:
    return with_members(cast, "370", "705", q16="Defense.")


def test_an_approval_notes_that_its_sheet_changed_and_counts_nothing(cast, sheet, monkeypatch):
    monkeypatch.setattr(check_counts, "count_alliances", fail)
    before = CheckCount.objects.get().changed
    code(cast, sheet, 16, BOTH)
    assert counted(sheet) is None
    assert CheckCount.objects.get().changed == before + 1


def test_the_list_counts_what_changed_before_it_tells(client, cast, sheet):
    code(cast, sheet, 16, BOTH)
    client.force_login(cast.coder)
    listed = client.get("/sheets/?show=checks").text
    found = {key: len(findings) for key, findings in findings_from_nothing().items()}
    assert found == {sheet.key: counted(sheet)}
    assert sum(CheckCount.objects.get().by_section.values()) == counted(sheet)
    assert f'aria-label="{counted(sheet)} checks open on 4765"' in listed


def test_once_counted_a_sheet_is_counted_again_only_when_it_changed(cast, sheet, monkeypatch):
    code(cast, sheet, 16, BOTH)
    check_counts.count_stale()
    with monkeypatch.context() as patched:
        patched.setattr(check_counts, "count_alliances", fail)
        check_counts.count_stale()
    assert counted(sheet) is not None
    code(cast, sheet, 36, {"base": 1})
    assert counted(sheet) is None
    check_counts.count_stale(sheet.atop_id + 1)
    assert counted(sheet) is None
    check_counts.count_stale(sheet.atop_id)
    assert counted(sheet) is not None


def test_an_approval_during_the_count_is_counted_by_the_next_one(cast, sheet, monkeypatch):
    code(cast, sheet, 16, BOTH)
    find = Alliance.find

    def approve_meanwhile(*args):
        monkeypatch.setattr(Alliance, "find", find)
        found = find(*args)
        code(cast, sheet, 36, {"base": 1})
        return found

    monkeypatch.setattr(Alliance, "find", approve_meanwhile)
    check_counts.count_stale()
    assert counted(sheet) is None
    check_counts.count_stale()
    assert counted(sheet) == len(findings_from_nothing()[sheet.key])


def test_what_cannot_be_counted_is_logged_and_the_pages_say_so(
    client, cast, sheet, monkeypatch, caplog
):
    sheet.assignments.create(coder=cast.coder)
    code(cast, sheet, 16, BOTH)
    monkeypatch.setattr(check_counts, "count_alliances", fail)
    client.force_login(cast.coder)
    for address in ("/work/", "/sheets/4765/"):
        assert "checks not counted yet" in client.get(address).text
    for address in ("/sheets/?show=checks", "/overview/"):
        assert "not counted yet" in client.get(address).text
    client.force_login(cast.admin)
    assert "not counted" in client.get("/admin/coding/sheet/").text
    assert "What the checks find in the sheets could not be counted." in caplog.text


def test_a_page_counts_a_bounded_number_of_alliances(cast, sheet, monkeypatch):
    monkeypatch.setattr(check_counts, "_MOST", 0)
    code(cast, sheet, 16, BOTH)
    check_counts.count_stale()
    assert counted(sheet) is None


def fail(*args):
    raise RuntimeError


def test_an_import_counts_every_sheet_and_so_does_the_night(
    cast, tmp_path, django_capture_on_commit_callbacks
):
    member_file = write_member_file(tmp_path, alliance(4765, RUSSIA, BELARUS, nonagg=1))
    with django_capture_on_commit_callbacks(execute=True):
        call_command("import_dataset", str(member_file), as_is=True, verbosity=0, skip_checks=True)
    sheet = Sheet.objects.get()
    before = counted(sheet)
    member = Membership.objects.first()
    member.moent = 13
    spoil(member)
    assert counted(sheet) == before
    check_counts.count_all()
    assert counted(sheet) > before


def test_lists_have_the_number_without_another_query(cast, sheet, django_assert_num_queries):
    CheckCount.objects.update_or_create(
        sheet=sheet, defaults={"errors": 1, "counted": 99, "warnings": 2}
    )
    rows = list(with_answered(Sheet.objects.all()))
    with django_assert_num_queries(1):
        assert progress_of(rows)[sheet.pk].checks == 3


def test_pages_say_how_many_checks_are_open(client, cast, sheet):
    sheet.assignments.create(coder=cast.coder)
    CheckCount.objects.update_or_create(
        sheet=sheet, defaults={"errors": 1, "counted": 99, "warnings": 1}
    )
    client.force_login(cast.coder)
    assert "2 checks open" in client.get("/work/").text
    assert "2 checks open" in client.get("/sheets/4765/").text
    listed = client.get("/sheets/?show=checks").text
    assert 'aria-label="2 checks open on 4765"' in listed
    client.force_login(cast.admin)
    in_admin = client.get("/admin/coding/sheet/").text
    assert '<a href="/sheets/4765/to-do/">2</a>' in in_admin
    CheckCount.objects.update(errors=0, warnings=0)
    assert "/sheets/4765/" not in client.get("/sheets/?show=checks").text


def as_kept() -> dict[str, list[Finding]]:
    return {sheet.key: sheet.findings for sheet in check_counts.checked()}


@pytest.mark.parametrize("seed", sampled([1, 2]))
def test_what_is_kept_equals_what_is_found_from_nothing_after_any_change(cast, sheet, seed):
    """Codes, prose, another phase or alliance, lists, rows past the guards, keeps gone or bad."""
    chance = random.Random(seed)

    def changes_a_row():
        member = chance.choice(list(Membership.objects.filter(sheet=sheet)))
        member.moent = chance.randint(1, 13)
        spoil(member)

    def renames_a_state():
        state = State.objects.get(code=BELARUS)
        state.name = f"Belarus {chance.random()}"
        keep(state)

    people = {"by": cast.coder, "reviewer": cast.reviewer}
    numbers = iter(range(5100, 5200))
    happens = [
        lambda: code(cast, sheet, 36, {"base": chance.randint(0, 2)}),
        lambda: approved_change(sheet, 16, f"Defense {chance.random()}.", **people),
        lambda: with_members(cast, "370", "705", atop_id=next(numbers)),
        changes_a_row,
        renames_a_state,
        lambda: CheckCount.objects.filter(sheet=sheet).update(findings=[]),  # as forged
        lambda: CheckCount.objects.update(saw="something else"),
        lambda: CheckCount.objects.all().delete(),
    ]
    chance.shuffle(happens)
    for change in happens:
        change()
        assert as_kept() == findings_from_nothing()
        assert CheckCount.objects.get(sheet=sheet).found == len(dict(as_kept())[sheet.key])


def test_what_was_checked_is_not_checked_again_and_a_snapshot_writes_nothing(cast, sheet):
    check_counts.checked()
    with CaptureQueriesContext(connection) as asked:
        check_counts.checked()
    assert not [query for query in asked.captured_queries if "INSERT" in query["sql"]]
    code(cast, sheet, 36, {"base": 1})
    before = CheckCount.objects.get(sheet=sheet).saw
    with snapshot():
        assert as_kept() == findings_from_nothing()
    assert CheckCount.objects.get(sheet=sheet).saw == before
    check_counts.checked()
    assert CheckCount.objects.get(sheet=sheet).saw != before
