"""Write the files with all data: sheets.json, and answers and changes as CSV."""

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from coding.codebook.blank import NOT_CODED, in_words, why_blank
from coding.codebook.questionnaire import Questionnaire
from coding.codebook.sheet import CodedPhase
from coding.datasets.documents.companion_files import ANSWERS, CHANGES, SHEETS
from coding.export.csv_rows import write_table
from coding.export.output import Output
from coding.export.record import ApprovedChange
from coding.export.sheet_codes import Values, coded_sheets
from coding.sheets.printing.printable import PrintableSheet


def write_json(
    output: Output,
    sheets: Iterable[PrintableSheet],
    alliances: Iterable[list[CodedPhase]],
    questionnaire: Questionnaire,
    flags: Sequence[str] = (),
) -> None:
    """Write sheets.json, a list with one line per sheet. Both inputs have the same order."""
    with output.open(SHEETS.name) as file:
        for sheet, codes in zip(sheets, coded_sheets(alliances, questionnaire, flags), strict=True):
            file.write(",\n" if file.rows else "[\n")
            file.write(json.dumps(as_json(sheet, codes), ensure_ascii=False))
            file.rows += 1
        file.write("\n]\n" if file.rows else "[]\n")


def as_json(sheet: PrintableSheet, codes: Values) -> Values:
    return {
        "atop_id": sheet.atop_id,
        "phase": sheet.phase,
        "answers": {str(number): in_words(answer) for number, answer in sheet.answers.items()},
        "why_blank": {
            str(number): why.words
            for number, answer in sheet.answers.items()
            if (why := why_blank(answer)) not in (None, NOT_CODED)
        },
        **codes,
        "revision_notes": list(sheet.notes),
    }


def write_answers(
    output: Output, sheets: Iterable[PrintableSheet], questionnaire: Questionnaire
) -> None:
    write_table(output, ANSWERS, _answer_rows(sheets, questionnaire))


def _answer_rows(
    sheets: Iterable[PrintableSheet], questionnaire: Questionnaire
) -> Iterator[Sequence[Any]]:
    for sheet in sheets:
        for q in questionnaire.questions:
            answer = sheet.answers[q.number]
            why = why_blank(answer)
            shown = (in_words(answer), why.words if why else "")
            yield (sheet.atop_id, sheet.phase, q.number, q.numeral, q.label, *shown)


def write_changes(output: Output, changes: Iterable[ApprovedChange]) -> None:
    write_table(output, CHANGES, changes)
