"""The printed sheets of an export: their codes, and which files are taken over from before."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from coding.export import record
from coding.export.nightly import export
from coding.models import Membership, State, rows_in_record
from coding.sheets.printing.forms import FORMS
from coding.sheets.printing.from_record import print_sheet, printable
from tests.factories import coded, keep, make_sheet, pending
from tests.shared_rows import shared

PRINTS = [f"sheets/4765.{form}" for form in FORMS]


@shared
def people(cast):
    return {"by": cast.coder, "reviewer": cast.reviewer}


def reloaded(sheet):
    return type(sheet).objects.get(pk=sheet.pk)


def join(sheet, *codes):
    for code in codes:
        keep(Membership(sheet=sheet, member_id=code, yrent=1996, defense=code % 2))


def test_an_export_prints_what_the_page_prints(people, sheet, root):
    join(sheet, 705, 370)
    coded(sheet, 6, {"estmode": 1}, **people)
    place = export(root).place
    for form in FORMS:
        content, _ = print_sheet(reloaded(sheet), form)
        assert (place / f"sheets/4765.{form}").read_bytes() == content
    assert " 4  member 370 Belarus, 705 Kazakhstan;" in (place / "sheets/4765.txt").read_text()


def test_a_code_that_changed_has_the_sheet_printed_anew(people, sheet, root):
    make_sheet(4235)
    coded(sheet, 6, {"estmode": 1}, **people)
    before = export(root).place
    keep(Membership(sheet=sheet, member_id=370))
    after = export(root).place
    for name in PRINTS:
        assert (before / name).read_bytes() != (after / name).read_bytes()
    assert (before / "sheets/4235.pdf").samefile(after / "sheets/4235.pdf")


def test_sheets_with_unchanged_codes_are_taken_over(people, sheet, root):
    join(sheet, 370, 705)
    coded(sheet, 6, {"estmode": 1}, **people)
    before, after = export(root).place, export(root).place
    for form in ("docx", "pdf"):
        name = f"sheets/4765.{form}"
        assert (before / name).samefile(after / name)
    assert all((before / name).read_bytes() == (after / name).read_bytes() for name in PRINTS)


def test_a_state_that_is_named_otherwise_has_its_sheets_printed_anew(sheet, root):
    join(sheet, 370)
    before = export(root).place
    state = State.objects.get(code=370)
    state.name = "Byelorussia"
    keep(state)
    after = export(root).place
    assert not (before / "sheets/4765.pdf").samefile(after / "sheets/4765.pdf")
    assert "370 Byelorussia" in (after / "sheets/4765.txt").read_text()


def test_codes_that_wait_for_a_decision_are_in_no_print(cast, sheet, root):
    without = export(root).place
    pending(sheet, 6, None, by=cast.coder, codes={"estmode": 1})
    after = export(root).place
    for name in PRINTS:
        assert (without / name).read_bytes() == (after / name).read_bytes()


def test_sheets_are_printed_as_the_page_has_them(people, sheet):
    join(sheet, 705, 370)
    coded(sheet, 6, {"estmode": 1}, **people)
    assert list(record.printable_sheets()) == [printable(reloaded(sheet))]


def test_reading_the_codes_of_many_sheets_asks_no_more_than_of_one(cast, sheet):
    join(sheet, 370, 705)
    number = queries()
    for atop_id in range(5000, 5010):
        join(make_sheet(atop_id), 2, 20, 200)
    assert queries() == number


def queries() -> int:
    with CaptureQueriesContext(connection) as asked:
        sheets = list(record.printable_sheets())
    assert all(sheet.codes for sheet in sheets)
    return len(asked)


def test_each_chunk_of_sheets_asks_for_its_members_once(cast, sheet, monkeypatch):
    join(sheet, 370)
    for atop_id in range(5000, 5005):
        join(make_sheet(atop_id), 2, 20)
    one_chunk = queries()
    monkeypatch.setattr(rows_in_record, "CHUNK", 2)
    assert queries() == one_chunk + 2 * 3  # two more chunks: sheets, memberships and pairs
