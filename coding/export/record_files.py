"""Write the files that have everything: sheets.json, and answers and changes as CSV.

CSV is RFC 4180 in UTF-8, word for word. Each file has a variant for spreadsheet programs, which
would read an answer such as "=1+1" as a formula: there such cells begin with an apostrophe.
"""

import csv
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from coding.codebook.blank import NOT_CODED, in_words, why_blank
from coding.codebook.questionnaire import Questionnaire
from coding.codebook.sheet import CodedPhase
from coding.export.output import Output
from coding.export.record import ApprovedChange
from coding.export.sheet_codes import Values, coded_sheets
from coding.sheets.printing.printable import PrintableSheet

ANSWER_COLUMNS = ("atop_id", "phase", "question", "section", "label", "answer", "why_blank")
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
BYTE_ORDER_MARK = "\ufeff"  # tells spreadsheet programs that the file is UTF-8


def write_json(
    output: Output,
    sheets: Iterable[PrintableSheet],
    alliances: Iterable[list[CodedPhase]],
    questionnaire: Questionnaire,
    flags: Sequence[str] = (),
) -> None:
    """Write sheets.json, a list with one line per sheet. Both inputs have the same order."""
    with output.open("sheets.json") as file:
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
    write_table(output, "answers", ANSWER_COLUMNS, _answer_rows(sheets, questionnaire))


def _answer_rows(
    sheets: Iterable[PrintableSheet], questionnaire: Questionnaire
) -> Iterator[Sequence[Any]]:
    for sheet in sheets:
        for q in questionnaire.questions:
            answer = sheet.answers[q.number]
            why = why_blank(answer)
            said = (in_words(answer), why.words if why else "")
            yield (sheet.atop_id, sheet.phase, q.number, q.numeral, q.label, *said)


def write_changes(output: Output, changes: Iterable[ApprovedChange]) -> None:
    write_table(output, "changes", ApprovedChange._fields, changes)


def write_table(
    output: Output, name: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    """Write a table as CSV, and once more for spreadsheet programs."""
    with (
        output.open(f"{name}.csv") as plain,
        output.open(f"{name}-for-spreadsheets.csv") as safe,
    ):
        safe.write(BYTE_ORDER_MARK)
        write_plain, write_safe = csv.writer(plain), csv.writer(safe)
        write_plain.writerow(columns)
        write_safe.writerow(columns)
        for row in rows:
            write_plain.writerow(row)
            write_safe.writerow([without_formula(cell) for cell in row])
            plain.rows += 1
            safe.rows += 1


def without_formula(cell: Any) -> Any:
    is_formula = isinstance(cell, str) and cell.startswith(FORMULA_STARTS)
    return f"'{cell}" if is_formula else cell
