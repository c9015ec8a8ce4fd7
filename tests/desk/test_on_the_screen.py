"""What is let in is what was on the screen: the page as drawn, with all corrections."""

import pytest

from coding.desk import reading
from coding.desk.correcting_pages import accept, correct, hash_of_page, page_of, take_back
from coding.desk.file_actions import import_files, read_again, seen_of
from coding.models import DeskFile, Sheet
from coding.sheets.understanding.corrections import Act, PageCorrection
from coding.sheets.understanding.parts import Whose
from coding.workflow.import_requests import confirm, hash_of
from coding.workflow.record_writer import approved_answer
from coding.workflow.refusals import Refused
from tests.desk.on_the_desk import let_in_all, sheet_file, states, typed_sheet, work

REMARK = "Internal: ask the office."


@pytest.fixture
def remarked(put, cast):
    """A sheet with a remark below an answer that somebody left out."""
    put(typed_sheet(4765, ("Answer 20.", f"Answer 20.\n{REMARK}")))
    file = DeskFile.objects.get()
    (line,) = [line.number for line in page_of(file).lines if REMARK in line.text]
    left_out = PageCorrection(Act.GIVE, line, 0, Whose.LEFT_OUT, None, "A remark to the office.")
    correct(file, left_out, by=cast.admin)
    file.refresh_from_db()
    return file


def _accept_as_drawn(file, by):
    page = page_of(file)
    accept(file, page, by=by, seen=hash_of_page(page))


def _enter(batch, cast, second_admin):
    confirm(let_in_all(batch, by=cast.admin), by=second_admin)
    work()
    return approved_answer(Sheet.objects.get(), 20)


def test_read_again_it_enters_as_the_page_with_its_corrections_is_drawn(
    remarked, cast, second_admin
):
    read_again(remarked, by=cast.admin)
    work()
    remarked.refresh_from_db()
    assert remarked.state == "doubtful", "What came of the corrections is looked at again."
    page = page_of(remarked)
    assert page.answers[20] == "Answer 20."
    _accept_as_drawn(remarked, cast.admin)
    remarked.refresh_from_db()
    assert remarked.says.answers == page.answers
    assert _enter(remarked.batch, cast, second_admin) == "Answer 20."


def test_after_an_update_of_the_reader_it_enters_as_it_is_drawn_now(
    put, cast, second_admin, monkeypatch
):
    batch = put(sheet_file())
    file = batch.files.get()
    assert file.says.answers[20] == "Answer 20."
    as_it_was = reading.read_pages
    monkeypatch.setattr(
        reading, "read_in_sandbox", lambda work, *given, **how: as_it_was(*_mended(given))
    )
    drawn = page_of(file)
    with pytest.raises(Refused, match="reads otherwise"):
        accept(file, drawn, by=cast.admin, seen=hash_of(file.sheet_says))
    accept(file, drawn, by=cast.admin, seen=hash_of_page(drawn))
    monkeypatch.undo()
    assert _enter(batch, cast, second_admin) == drawn.answers[20] == "Answer 20, mended."


def _mended(given):
    name, content, *more = given
    return name, content.replace(b"Answer 20.", b"Answer 20, mended."), *more


def test_what_was_read_again_since_is_not_let_in_as_it_was_shown(put, cast):
    batch = put(sheet_file())
    seen = seen_of(batch.files.all())
    read_again(batch.files.get(), by=cast.admin)
    work()
    with pytest.raises(Refused, match="as it was shown"):
        import_files(batch.files.all(), by=cast.admin, seen=seen)
    assert states(batch) == ["ready"]


def test_a_slip_that_leaves_too_few_questions_is_told_and_can_be_taken_back(remarked, cast):
    last = len(page_of(remarked).lines)
    slip = PageCorrection(Act.GIVE, 8, last, Whose.LEFT_OUT, None, "A slip.")
    correct(remarked, slip, by=cast.admin)
    remarked.refresh_from_db()
    assert remarked.state == "doubtful"
    assert remarked.problems
    take_back(remarked, 1, by=cast.admin)
    remarked.refresh_from_db()
    assert remarked.problems == []
