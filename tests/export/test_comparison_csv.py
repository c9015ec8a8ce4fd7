"""The differences as a file: a row for every cell and answer, as the RFC has it."""

import csv
from dataclasses import replace
from io import StringIO

from coding.codebook.questionnaire import Questionnaire
from coding.datasets.documents.companion_files import COMPARED
from coding.export.comparison_csv import SideWords, csv_of, rows_of, rows_of_columns
from coding.export.csv_rows import header_of
from coding.history.compared_sides import Side
from coding.history.comparison import Wanted, compare, differences_between
from coding.models import Sheet
from coding.models.variables import declared
from tests.coded_sheets import code
from tests.factories import approved_change, make_sheet
from tests.published_phases import publish
from tests.releases.compared_releases import freeze_record, pact, side, two_releases


def rows(old, new, **how):
    """The rows of the CSV file, by column."""
    text = "".join(csv_of(old, new, **how))
    return list(csv.DictReader(StringIO(text, newline="")))


def test_the_file_has_a_row_for_every_cell_and_answer(cast):
    make_sheet(4765)
    old, new = two_releases()
    found, told = compare(old, new, Wanted()), rows(old, new)
    assert len(told) == sum(n for (what, _), n in found.counts.items() if what == "Codes")
    assert {row["change"] for row in told} == {
        *("changed", "member joined", "member left", "phase new", "phase gone"),
    }


def test_a_row_names_the_cell_and_says_both_values(db):
    listed = [row.values() for row in rows(*two_releases()) if row["change"] == "changed"]
    assert [",".join(row) for row in listed] == [
        "1015,0,changed,,,,,,estmode,means of establishment,6,1,-9,treaty,missing",
        "1015,0,changed,,,,,,pubsecr,public or secret,7,,2,not coded yet,secret",
        "1015,0,changed,220,1,France,,,defense,owes defense,16,0,1,no,yes",
        "1020,1,changed,,,,,,length,first term; in months,10,60,72,,".replace(";", ","),
    ]


def test_all_codes_of_who_joined_are_in_the_file(db):
    listed = [row for row in rows(*two_releases()) if row["change"] == "member joined"]
    owed = [row for row in listed if row["partner"]]
    assert {row["member"] for row in listed} == {"230", "200"}
    assert len(listed) - len(owed) == len(pact(1015, members=("230",)).coding.members["230"])
    assert [(row["member"], row["partner"], row["label"]) for row in owed] == [
        ("200", "230", declared("nonagg", is_pair=True).label)
    ]
    assert {(row["old"], row["old_label"]) for row in listed} == {("", "")}
    assert {row["partner_name"] for row in owed} == {"Spain"}


def test_a_state_that_is_a_code_is_named(cast):
    publish(pact(1005))
    code(cast, Sheet.objects.get(), 23, {"specthrt": 1, "statthr1": 255})
    by_variable = {row["variable"]: row for row in rows(side("5.9"), Side())}
    assert by_variable["statthr1"]["new_label"] == "Germany"


def test_answers_stand_in_the_file_to_the_letter(cast):
    sheet = make_sheet(4765, q14="Old.")
    frozen = freeze_record()
    text = '=1+1, “quoted” and "quoted"\nin two paragraphs'
    approved_change(sheet, 14, text, by=cast.coder, reviewer=cast.reviewer)
    (row,) = rows(frozen, Side())
    assert (row["question"], row["old"], row["new"]) == ("14", "Old.", text)
    assert (row["variable"], row["member"]) == ("", "")
    (safe,) = rows(frozen, Side(), for_spreadsheets=True)
    assert safe["new"] == f"'{text}"


def test_the_file_is_written_as_the_rfc_has_it(db):
    text = "".join(csv_of(*two_releases()))
    assert text.startswith(header_of(COMPARED))
    assert text.count("\r\n") == text.count("\n")
    assert "".join(csv_of(side("5.0"), side("5.1"), for_spreadsheets=True))[0] == "\ufeff"


def test_an_answer_that_reads_na_is_told_from_nothing_as_in_the_files_of_an_export(cast):
    sheet = make_sheet(4765, q14="Old.")
    frozen = freeze_record()
    approved_change(sheet, 14, "NA", by=cast.coder, reviewer=cast.reviewer)
    assert "".join(csv_of(frozen, Side())).endswith(',"Old.","NA",,\r\n')


def test_nothing_that_differs_makes_a_file_of_one_line(db):
    publish(pact(1005))
    assert "".join(csv_of(side("5.9"), Side())) == header_of(COMPARED)


def test_the_same_two_sides_give_the_same_bytes(db):
    sides = two_releases()
    assert list(csv_of(*sides)) == list(csv_of(*sides))


def test_who_stops_reading_in_the_middle_keeps_nobody_from_writing(seeded):
    pieces = csv_of(*two_releases())
    assert any("phase gone" in piece for piece in pieces)
    pieces.close()
    publish(pact(1040), label="5.2")
    assert Sheet.objects.filter(atop_id=1040).exists()


def test_columns_and_questions_that_only_one_side_has_are_rows(db):
    old, _ = two_releases()
    kept = Questionnaire.of_json(old.release.questionnaire)
    lacking = replace(
        kept,
        questions=tuple(question for question in kept.questions if question.number != 61),
        variables=tuple(variable for variable in kept.variables if variable.name != "milcon"),
    )
    before = SideWords(lacking, {}, ("new5",))
    told = list(rows_of_columns(before, SideWords(kept, {}, ("new6",))))
    assert [(row[2], *row[8:11]) for row in told] == [
        ("column new", "milcon", kept.by_name["milcon"].label, ""),
        ("column new", "new6", "alliance new in release 6", ""),
        ("question new", "", kept.by_number[61].label, 61),
        ("column gone", "new5", "alliance new in release 5", ""),
    ]


def test_each_side_has_the_labels_and_names_of_its_time(db):
    old, new = two_releases()
    now = SideWords.of(new, {220: "France"})
    codes = {1: "pact"}
    named = replace(now.questionnaire.by_name["estmode"], codes=codes)
    variables = (code if code.name != "estmode" else named for code in now.questionnaire.variables)
    then = SideWords(replace(now.questionnaire, variables=tuple(variables)), {220: "Gaul"}, ())
    (of_1015,) = [a for a in differences_between(old, new) if a.phases[0].phase.atop_id == 1015]
    told = {row[8]: row for row in rows_of(of_1015, then, now) if row[2] == "changed"}
    assert told["estmode"][-2:] == ("pact", "missing")
    assert told["defense"][5] == "France"
