"""Lists know what the checks find: counted behind each approval, after imports, and every night."""

from django.core.management import call_command

from coding.models import CheckCount, Membership, Sheet
from coding.models.progress import progress_of, with_answered
from coding.workflow import check_counts
from tests.coded_sheets import code, owes, with_members
from tests.factories import spoil
from tests.member_files import BELARUS, RUSSIA, alliance, write_member_file
from tests.shared_rows import shared

BOTH = owes("370", "nonagg") | owes("705", "nonagg")


def counted(sheet: Sheet) -> tuple[int, int] | None:
    found = CheckCount.objects.filter(sheet=sheet).first()
    return (found.errors, found.warnings) if found else None


@shared
def sheet(cast) -> Sheet:
    return with_members(cast, "370", "705", q16="Defense.")


def test_an_approval_has_the_sheet_counted_once_it_is_committed(
    cast, sheet, django_capture_on_commit_callbacks
):
    assert counted(sheet) is None
    with django_capture_on_commit_callbacks(execute=True):
        code(cast, sheet, 16, BOTH)
    errors, warnings = counted(sheet)
    found = check_counts.checked_sheets()
    assert [(one.pk, len(findings)) for one, findings in found] == [(sheet.pk, errors + warnings)]
    assert warnings > 0


def test_within_a_request_it_is_counted_when_the_answer_is_sent(
    cast, sheet, django_capture_on_commit_callbacks
):
    check_counts.begin_request()
    with django_capture_on_commit_callbacks(execute=True):
        code(cast, sheet, 36, {"base": 1})
    assert counted(sheet) is None
    check_counts.end_request()
    assert counted(sheet) is not None


def test_what_cannot_be_counted_is_logged_and_harms_no_answer(cast, sheet, monkeypatch, caplog):
    def fail(*args):
        raise RuntimeError

    monkeypatch.setattr(check_counts, "count_alliances", fail)
    check_counts.begin_request()
    check_counts.count_after(happened(cast, sheet))
    check_counts.end_request()
    assert "What the checks find in [4765] could not be counted." in caplog.text


def happened(cast, sheet):
    revision = code(cast, sheet, 36, {"base": 1})
    return check_counts.Happening(revision, "approve", "approved", "Rita Reviewer")


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
    assert counted(sheet)[0] > before[0]


def test_lists_have_the_number_without_another_query(cast, sheet, django_assert_num_queries):
    CheckCount.objects.create(sheet=sheet, errors=1, warnings=2)
    rows = list(with_answered(Sheet.objects.all()))
    with django_assert_num_queries(1):
        assert progress_of(rows)[sheet.pk].checks == 3


def test_pages_say_how_many_checks_are_open(client, cast, sheet):
    sheet.assignments.create(coder=cast.coder)
    CheckCount.objects.create(sheet=sheet, errors=1, warnings=1)
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
