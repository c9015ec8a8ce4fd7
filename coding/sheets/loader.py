"""Import a printed sheet into the record through the workflow, and say what happened."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from django.db import transaction
from django.db.models import CharField

from coding.codebook.counted_nouns import counted
from coding.codebook.problems import FileRefused, Problem
from coding.codebook.sheet import SheetContent
from coding.models import Revision, Sheet
from coding.models.answer_fields import Members
from coding.models.questionnaire import QUESTIONS, SECTIONS
from coding.sheets.parser import read_sheets
from coding.sheets.sandbox.isolation import read_in_sandbox
from coding.sheets.understanding.parsed import ParsedSheet
from coding.workflow.chaining import recorded
from coding.workflow.import_differences import NobodyNamed
from coding.workflow.original_files import PrintedFile
from coding.workflow.published_rows import Unconfirmed, token_of
from coding.workflow.sheet_import import ImportOutcome, compare
from coding.workflow.sheet_import import import_sheet as import_content

LONGEST_VERSION, LONGEST_NAME = (
    cast("CharField[str, str]", Revision._meta.get_field(name)).max_length or 0
    for name in ("version", "author_name")
)


@dataclass(frozen=True)
class ImportedSheet:
    """What a printed sheet contains, and what its import did (in a preview: would do).

    ``leaves`` says what the import takes out of the dataset files.
    """

    parsed: ParsedSheet
    outcome: ImportOutcome
    is_preview: bool = False
    leaves: Sequence[str] = ()

    @property
    def name(self) -> str:
        """The sheet as its own answers name it: "4765 Belarus – Kazakhstan, 1996".

        Only its number if they name no member, since a file has no roster.
        """
        sheet = Sheet(atop_id=self.parsed.atop_id, phase=self.parsed.phase)
        for section in SECTIONS:
            answers = {q.key: self.parsed.answers.get(q.number, "") for q in section.questions}
            setattr(sheet, section.key, section.model(sheet=sheet, **answers))
        is_named = Members.names(sheet.formation.members)
        return f"{sheet.key} {sheet.title}" if is_named else sheet.key

    @property
    def is_idle(self) -> bool:
        return not self.outcome.is_new and not self.outcome.filed

    @property
    def sentence(self) -> str:
        would = "would be " if self.is_preview else ""
        if self.outcome.is_new:
            return f"{would}imported, {self._contents()}"
        numbers = ", ".join(f"Q{change.question}" for change in self.outcome.changes)
        differences = counted(len(self.outcome.changes), "difference")
        if self.outcome.filed:
            return f"{differences} {would}filed for review: {numbers}"
        codes = "; its numeric codes are not read" if self.parsed.left_out_codes else ""
        if self.outcome.changes:
            verb = "waits" if len(self.outcome.changes) == 1 else "wait"
            return f"nothing to do; {differences} {verb} for review already: {numbers}{codes}"
        return f"nothing to do{codes}"

    def _contents(self) -> str:
        answered = sum(1 for answer in self.parsed.answers.values() if answer)
        unread = counted(len(self.parsed.unread), "passage")
        return ", ".join(
            [
                counted(len(self.parsed.answers), "question"),
                f"{answered} answered{' (a blank form)' if is_blank_form(self.parsed) else ''}",
                counted(len(self.parsed.notes), "revision note"),
                counted(len(self.parsed.repairs), "repair"),
                *([f"{len(self.parsed.doubts)} doubtful"] if self.parsed.doubts else ()),
                *([f"{unread} not read"] if self.parsed.unread else ()),
            ]
        )


def load(
    name: str, content: bytes, by: Any = None, *, may_leave: bool = False
) -> list[ImportedSheet]:
    """Import the sheets of a file, all or none. Raises FileRefused with all problems.

    ``may_leave`` confirms that a new phase takes its alliance out of the dataset files.
    """
    return _load_all(read_printed(name, content), content, by, may_leave)


@recorded()
def _load_all(
    every: Sequence[ParsedSheet], content: bytes, by: Any, may_leave: bool
) -> list[ImportedSheet]:
    return [_load(parsed, content, by, may_leave) for parsed in every]


def _load(parsed: ParsedSheet, content: bytes, by: Any, may_leave: bool) -> ImportedSheet:
    original = PrintedFile(parsed.file, content, by, said_in_reading(parsed))
    outcome, leaves = _import(parsed, by, original, may_leave=may_leave)
    return ImportedSheet(parsed, outcome, leaves=leaves)


def preview(name: str, content: bytes, by: Any = None) -> list[ImportedSheet]:
    """Return what ``load`` would do, by doing it and rolling back."""
    every = read_printed(name, content)
    with transaction.atomic():
        previewed = [_preview(parsed, by) for parsed in every]
        transaction.set_rollback(True)
    return previewed


def _preview(parsed: ParsedSheet, by: Any) -> ImportedSheet:
    outcome, leaves = _import(parsed, by, may_leave=True)
    return ImportedSheet(parsed, outcome, is_preview=True, leaves=leaves)


def said_in_reading(parsed: ParsedSheet) -> dict[str, list[str]]:
    """Return the repairs made in reading a file, and what of it was not read, in words."""
    every = {"repairs": parsed.repairs, "unread": parsed.unread}
    return {name: list(map(str, reports)) for name, reports in every.items() if reports}


def _import(
    parsed: ParsedSheet, by: Any, original: PrintedFile | None = None, *, may_leave: bool
) -> tuple[ImportOutcome, Sequence[str]]:
    """Import a sheet; return what that did, and what it takes out of the dataset files."""
    try:
        return import_content(parsed, by=by, original=original), ()
    except Unconfirmed as leaving:
        if not may_leave:
            raise FileRefused([_leaving(parsed, leaving.gone)]) from None
        confirmed = [token_of(leaving.gone)]
        outcome = import_content(parsed, by=by, confirmed=confirmed, original=original)
        return outcome, leaving.gone
    except NobodyNamed as unnamed:
        raise FileRefused([_unnamed(parsed, unnamed)]) from None


def _leaving(parsed: ParsedSheet, gone: Sequence[str]) -> Problem:
    rule = "What takes an alliance out of the dataset files has to be confirmed."
    fix = "Give --confirm-leaving if that is meant until the new phase is coded."
    return Problem(parsed.file, rule, fix, found=" ".join(gone))


def _unnamed(parsed: ParsedSheet, unnamed: NobodyNamed) -> Problem:
    rule = (
        "What differs from the approved sheet is filed for review by a person, who approves none "
        "of it."
    )
    fix = "Name that person: --by USERNAME."
    return Problem(parsed.file, rule, fix, found=unnamed.differs)


def read_printed(name: str, content: bytes) -> list[ParsedSheet]:
    """Read the sheets of a file. Raises FileRefused with all problems."""
    every = read_in_sandbox(read_sheets, name, content, gives_way=True)
    problems = [_recognised(parsed) for parsed in every if parsed.is_recognised]
    problems += [problem for parsed in every for problem in why_not_kept(parsed)]
    if problems:
        raise FileRefused(problems)
    return every


def _recognised(parsed: ParsedSheet) -> Problem:
    rule = "The file is a picture of text, whose words a program recognised; some may be others."
    fix = "Put it on the import desk, and compare the answers with the picture there."
    return Problem(parsed.file, rule, fix)


def why_not_kept(parsed: SheetContent) -> list[Problem]:
    """Return what of a sheet the database cannot hold, or that the sheet only empties answers."""
    problems = _blank_form(parsed)
    if not (1000 <= parsed.atop_id <= 9999 and 0 <= parsed.phase <= 9):
        rule = "ATOP IDs run from 1000 to 9999, phases from 0 to 9."
        fix = "Write the alliance's four-digit number after “1. ATOP ID:”."
        found = f"{parsed.atop_id:04}, phase {parsed.phase}"
        problems.append(Problem(parsed.file, rule, fix, found=found))
    for note in parsed.notes:
        if len(note.version) > LONGEST_VERSION or len(note.name) > LONGEST_NAME:
            rule = "A revision note names a release and a person, both short."
            fix = "Shorten it, as in “Version 4.0: Q14 revised by NAME on December 27, 2017”."
            problems.append(Problem(parsed.file, rule, fix, found=note.printed))
    return problems


def is_blank_form(parsed: SheetContent) -> bool:
    """Whether nothing is answered but question 1 and the last section."""
    says = (n for section in SECTIONS[:-1] for n in range(section.first, section.last + 1))
    return not any(parsed.answers.get(n) for n in says if n != QUESTIONS[0].number)


def _blank_form(parsed: SheetContent) -> list[Problem]:
    """Return a problem if a sheet is the blank form of one in the record."""
    emptied = len(compare(parsed).changes) if is_blank_form(parsed) else 0
    if not emptied:
        return []
    rule = "Nothing is filled in: it is the blank form of a sheet that is here already."
    found = f"{counted(emptied, 'answer')} would be emptied"
    return [Problem(parsed.file, rule, "Choose the file that holds the answers.", found=found)]
