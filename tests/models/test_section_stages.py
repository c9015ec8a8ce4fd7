"""Where the sections of sheets stand, told of one section, as a condition, and over all sheets."""

import pytest

from coding.models import Sheet
from coding.models.questionnaire import BY_NUMBER, SECTIONS
from coding.models.section_stages import Stage, at_stage, totals
from coding.pages.overview.grid import load_grid
from coding.workflow import drafts, starting_sheets
from coding.workflow.drafts import TypedAnswer
from tests.factories import approved_change, draft, make_sheet, pending, send_back, spoil

CONTEXT = SECTIONS[3]


def fill(sheet: Sheet) -> None:
    """Have a section count as whole, past the guards."""
    row = sheet.context
    row.answered, row.codes_given = len(CONTEXT.questions), row.codes_asked
    row.count = lambda: None
    spoil(row)


def stages(sheet: Sheet) -> dict[str, Stage]:
    rows, _ = load_grid("")
    row = next(row for row in rows if row.sheet.pk == sheet.pk)
    return {section.key: stage for section, stage in row.cells}


def all_agree() -> None:
    rows, _ = load_grid("")
    counted = totals()
    for place, section in enumerate(SECTIONS):
        for stage in Stage:
            by_row = {row.sheet.pk for row in rows if row.cells[place][1] is stage}
            listed = Sheet.objects.filter(at_stage(stage, section)).values_list("pk", flat=True)
            assert set(listed) == by_row, (section.key, stage)
            assert counted[section.key][stage] == len(by_row), (section.key, stage)


@pytest.fixture
def started(cast):
    return starting_sheets.start_sheet(atop_id=5000, phase=0, by=cast.coder)


def test_a_sheet_that_was_just_started_is_not_begun_anywhere(started):
    assert set(stages(started).values()) == {Stage.BLANK}
    all_agree()


def test_a_section_is_in_work_while_somebody_writes_and_what_came_back_waits(cast, started):
    draft(started, 50, "Writing.", by=cast.coder)
    send_back(pending(started, 20, "Sent.", by=cast.coder), by=cast.reviewer)
    found = stages(started)
    assert found["context"] is found["obligations"] is Stage.WORK
    assert found["formation"] is Stage.BLANK
    all_agree()


def test_a_draft_whose_words_were_taken_away_again_is_no_work(cast, started):
    begun = draft(started, 50, "Writing.", by=cast.coder)
    drafts.save_draft(started, BY_NUMBER[50], TypedAnswer("", edits=begun.edits), by=cast.coder)
    assert stages(started)["context"] is Stage.BLANK
    all_agree()


def test_one_change_in_review_puts_its_section_in_review(cast, sheet):
    fill(sheet)
    draft(sheet, 50, "Writing.", by=cast.coder)
    pending(sheet, 51, "Sent.", by=cast.second_coder)
    assert stages(sheet)["context"] is Stage.REVIEW
    all_agree()


def test_a_section_is_approved_once_nothing_lacks_and_nothing_is_open(cast, sheet):
    assert stages(sheet)["context"] is Stage.WORK  # its codes lack
    fill(sheet)
    assert stages(sheet)["context"] is Stage.APPROVED
    draft(sheet, 50, "Writing.", by=cast.coder)
    assert stages(sheet)["context"] is Stage.WORK
    all_agree()


def test_what_is_approved_in_part_is_in_work(cast, started):
    approved_change(started, 50, "Yes.", by=cast.coder, reviewer=cast.reviewer)
    assert stages(started)["context"] is Stage.WORK
    all_agree()


def test_any_section_is_meant_where_none_is_named(cast, started):
    pending(started, 20, "Sent.", by=cast.coder)
    make_sheet(4765)
    in_review = Sheet.objects.filter(at_stage(Stage.REVIEW))
    assert [sheet.atop_id for sheet in in_review] == [5000]
