"""The tables, without a database."""

import csv
import io
import json

import pytest

from coding.codebook.cells import Coding
from coding.codebook.sheet import CodedPhase
from coding.export.answers_and_changes import as_json, write_answers, write_json
from coding.export.csv_rows import without_formula
from coding.export.output import Output
from coding.export.sheet_codes import coded_sheets
from coding.models.questionnaire import QUESTIONS
from coding.models.variables import QUESTIONNAIRE
from coding.sheets.printing.printable import PrintableSheet
from tests.export.read_back import rows


def printed(atop_id=4765, **answers):
    said = {question.number: "" for question in QUESTIONS}
    return PrintableSheet(atop_id, 0, said | {int(n[1:]): text for n, text in answers.items()})


def coded(atop_id=4765):
    return CodedPhase(atop_id, 0, Coding({"estmode": 1}, {"365": {"member": 365, "defense": 0}}))


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-7", "@x", "\tx", "\rx"])
def test_cells_that_would_run_begin_with_an_apostrophe(cell):
    assert without_formula(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "Yes.", "1=1", 4765, -7])
def test_other_cells_stay(cell):
    assert without_formula(cell) == cell


def test_the_plain_file_is_never_altered(tmp_path):
    write_answers(Output(tmp_path), [printed(q14="=HYPERLINK(1)")], QUESTIONNAIRE)
    assert rows(tmp_path, "answers.csv")[13]["answer"] == "=HYPERLINK(1)"
    assert rows(tmp_path, "answers-for-spreadsheets.csv")[13]["answer"] == "'=HYPERLINK(1)"


def test_csv_keeps_quotes_commas_and_paragraphs(tmp_path):
    text = 'He said "no, never".\nSecond; ž Ω Ж'
    write_answers(Output(tmp_path), [printed(q14=text)], QUESTIONNAIRE)
    assert rows(tmp_path, "answers.csv")[13]["answer"] == text
    assert (tmp_path / "answers.csv").read_bytes().startswith(b"atopid,phase,question,")
    assert b'"He said ""no, never"".\n' in (tmp_path / "answers.csv").read_bytes()


def test_only_the_spreadsheet_file_has_a_byte_order_mark(tmp_path):
    write_answers(Output(tmp_path), [printed()], QUESTIONNAIRE)
    assert not (tmp_path / "answers.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert (tmp_path / "answers-for-spreadsheets.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_rows_are_counted(tmp_path):
    output = Output(tmp_path)
    write_json(
        output, [printed(4235), printed(4765)], [[coded(4235)], [coded(4765)]], QUESTIONNAIRE
    )
    write_answers(output, [printed(4235), printed(4765)], QUESTIONNAIRE)
    counts = {entry.name: entry.rows for entry in output.entries}
    assert counts == {"sheets.json": 2, "answers.csv": 122, "answers-for-spreadsheets.csv": 122}


@pytest.mark.parametrize("count", [0, 1, 3])
def test_sheets_json_is_json_for_any_number_of_sheets(tmp_path, count):
    given = [printed(4000 + number, q14="“ž”") for number in range(count)]
    phases = [[coded(sheet.atop_id)] for sheet in given]
    write_json(Output(tmp_path), given, phases, QUESTIONNAIRE)
    written = json.loads((tmp_path / "sheets.json").read_text())
    assert written == list(map(as_json, given, coded_sheets(phases, QUESTIONNAIRE)))


def test_line_ends_are_those_of_rfc_4180(tmp_path):
    write_answers(Output(tmp_path), [printed()], QUESTIONNAIRE)
    text = (tmp_path / "answers.csv").read_bytes().decode()
    assert text.count("\r\n") == 62
    assert len(list(csv.reader(io.StringIO(text, newline="")))) == 62
