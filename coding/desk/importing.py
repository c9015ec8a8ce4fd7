"""Imports what a file says into the record: a new sheet, or differences for the reviewers."""

from coding.desk.file_contents import content_as_it_came, drop_content
from coding.models import DeskFile
from coding.models.desk import FileState
from coding.models.people_names import name_of
from coding.security.log import record
from coding.sheets.loader import why_not_kept
from coding.workflow.import_requests import why_not_as_asked
from coding.workflow.original_files import LET_IN_BY, PrintedFile
from coding.workflow.phase_numbers import sheet_of_phase
from coding.workflow.refusals import Refused, require
from coding.workflow.sheet_import import ImportOutcome, import_sheet


def import_file(file: DeskFile) -> None:
    """Import the sheet and store its file with it. If it raises Refused, nothing is written."""
    outcome = _import(file)
    file.entered = outcome.sheet
    file.differs_in = [revision.question for revision in outcome.filed]
    file.state = FileState.UNCHANGED
    if outcome.is_new:
        file.state = FileState.ENTERED
    elif outcome.filed:
        file.state = FileState.FILED
    drop_content(file)
    by = name_of(file.let_in_by) if file.let_in_by else ""
    record("sheet imported", person=by, about=file.key, more=file.get_state_display())


def _import(file: DeskFile) -> ImportOutcome:
    """Import the sheet on behalf of whoever let it in; a new one, of the admin who confirmed it.

    If the sheet entered the record after it was asked for, the admin who asked files what differs.
    """
    content, asked, original = file.says, file.request, original_of(file)
    if sheet_of_phase(content.atop_id, content.phase).exists():
        against = why_not_kept(content)  # the record may say more than when the file was read
        require(str(against[0]) if against else None)
        by, brought_by = file.let_in_by, file.brought_by
        return import_sheet(content, by=by, brought_by=brought_by, original=original)
    if asked is None:
        raise Refused("It is a new sheet: a second admin confirms it.")
    require(why_not_as_asked(asked, file))
    return import_sheet(
        content,
        by=asked.decided_by,
        confirmed=asked.leaving,
        asked_by=name_of(asked.asked_by),
        original=original,
    )


def original_of(file: DeskFile) -> PrintedFile | None:
    """Return the file as it is stored with its sheet, with what was done in reading it.

    It counts as brought by whoever put it on the desk. None for a sheet that was asked for before
    files were stored. Raises Refused.
    """
    if not file.size:
        return None
    about = file.said | ({"corrections": file.corrections} if file.corrections else {})
    if file.let_in_by:
        about = about | {LET_IN_BY: name_of(file.let_in_by)}
    return PrintedFile(file.base_name, content_as_it_came(file), file.batch.by, about)


def back_on_the_desk(file: DeskFile, why: str) -> None:
    """Return the sheet to the desk instead of importing it, and say why."""
    file.state, file.remark = FileState.READY, why
    file.request = file.let_in_by = None
