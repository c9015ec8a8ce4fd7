"""Questions are found by number and wording together, and nothing else is taken for one."""

import re

import pytest

from coding.models.questionnaire import QUESTIONS
from tests.sheets.typeset import Setting, answers, read, typed


def whats(sheet):
    return [repair.what for repair in sheet.repairs]


def test_a_typed_sheet_is_read_without_a_repair():
    sheet = read(typed(answers()))
    assert sheet.answers == answers()
    assert sheet.repairs == ()


@pytest.mark.parametrize(
    "answer",
    [
        "12. Automatic renewal\n13. Denunciation",
        "See Art. 3",
        "See 10",
        "1. friendship\n2. security\n14. culture",
        "Article 12\nSection 3 – Each of the Parties\nSECTION 4",
        "Section II of the treaty: obligations of the parties",
        "Coder: see below\nTreaty citation: none",
        "Version 4.0: In effect as of 2017\nVersion 5.0: Q14 revised by nobody",
        "44. Does the treaty state otherwise?",
    ],
)
def test_numbers_and_names_in_an_answer_are_the_answer(answer):
    sheet = read(typed(answers(q18=answer, q50=answer)))
    assert sheet.answers == answers(q18=answer, q50=answer)


@pytest.mark.parametrize(
    ("question", "answer"),
    [(21, "22. No, article 22"), (18, "19. Defense\n20. Aid"), (44, "44. No")],
)
def test_a_numbered_answer_right_above_a_question_is_no_second_place_of_one(question, answer):
    given = answers(**{f"q{question}": answer})
    assert read(typed(given)).answers == given


@pytest.mark.parametrize("mark", [",", ":", ")", ";", "", " ."])
def test_another_mark_after_the_number_is_accepted_and_listed(mark):
    sheet = read(typed(answers()).replace("\n45. ", f"\n45{mark} "))
    assert sheet.answers == answers()
    assert whats(sheet) == ([] if mark == " ." else ["Mark after the number"])


def test_a_misnumbered_question_is_known_by_its_wording():
    sheet = read(typed(answers(q31="Yes")).replace("\n31. ", "\n13. "))
    assert sheet.answers == answers(q31="Yes")
    assert [(r.what, r.found) for r in sheet.repairs] == [("Question misnumbered", "13.")]


def test_one_question_without_its_number_is_known_by_its_wording():
    sheet = read(typed(answers(q31="Yes")).replace("\n31. ", "\n"))
    assert sheet.answers == answers(q31="Yes")
    assert whats(sheet) == ["Question without its number"]


def test_a_sheet_numbered_by_its_word_processor_has_no_numbers_in_its_text():
    sheet = read(re.sub(r"(?m)^\d+\. ", "", typed(answers(q57="Coder: see 61"))))
    assert sheet.answers == answers(q57="Coder: see 61")
    assert whats(sheet) == ["No question has its number; read by their wording"]


@pytest.mark.parametrize(
    ("printed", "instead"),
    [
        ("If so, which war, and which member(s) was at war? ", ""),
        (" (Yes, No) If Yes, describe.", ""),
        (" (Yes, No)", ""),
        ("(Yes, No) If Yes, describe.", "(yes / no). If yes, describe:"),
        ("caused the alliance to terminate", "cuased the aliance to terminate"),
        ("Does the treaty", "Does treaty"),
        ("Coder:", "Coders:"),
        ("Coder:", "Coder(s):"),
        ("treaty/agreements", "treaty / agreement"),
        ("Treaty citation:", "Treaty citaton:"),
        ("nonprovocation", "non-provocation"),
        ("“treaty”", '"treaty"'),
    ],
)
def test_another_printing_of_a_wording_is_recognised(printed, instead):
    given = answers(q8="No", q10="Yes. Article 3", q24="Yes", q44="Yes, No")
    assert read(typed(given).replace(printed, instead)).answers == given


def test_an_answer_may_begin_on_the_line_of_its_question():
    text = typed(answers())
    text = re.sub(r"(?m)^(24\. .*)\nNo$", r"\1 Yes. ...all members", text)
    assert read(text).answers == answers(q24="Yes. ...all members")


def test_an_answer_may_begin_with_an_ellipsis_on_the_line_of_its_question():
    text = re.sub(r"(?m)^(20\. .*)\nNo$", r"\1 ...all", typed(answers()))
    assert read(text).answers == answers(q20="...all")


def test_blank_answers_stay_blank():
    blank = {q.number: "" for q in QUESTIONS} | {1: "4999"}
    assert read(typed(blank)).answers == blank
    assert read(Setting().sheet(blank)).answers == blank


@pytest.mark.parametrize(
    "heading",
    [
        "SECTION III: OBLIGATIONS",
        "Section 2. Obligations",
        "SECTION II – OBLIGATION",
        "SECTION II:\nOBLIGATIONS",
        "OBLIGATIONS",
        "SECTION II: TREATY CONTEXT",
    ],
)
def test_a_section_heading_may_be_misprinted(heading):
    sheet = read(typed(answers(q15="N/A")).replace("SECTION II: OBLIGATIONS", heading))
    assert sheet.answers == answers(q15="N/A")


def test_a_misnumbered_heading_is_listed():
    sheet = read(typed(answers()).replace("SECTION IV:", "SECTION VI:"))
    assert [(r.found, r.became) for r in sheet.repairs] == [
        ("SECTION VI: TREATY CONTEXT", "SECTION IV: TREATY CONTEXT")
    ]


def test_a_section_of_the_treaty_before_a_missing_heading_is_the_answer():
    answer = "Yes.\nSection 3 – The Parties will consult"
    sheet = read(typed(answers(q28=answer)).replace("SECTION III: INSTITUTIONALIZATION", ""))
    assert sheet.answers[28].startswith(answer)
    sheet = read(re.sub(r"(?m)^SECTION III.*$", "", typed(answers(q28=answer))))
    assert sheet.answers[28] == answer


@pytest.mark.acceptance(30)
def test_what_stands_before_the_first_question_is_left_out_and_listed():
    sheet = read("Draft of 2004\n" + typed(answers()))
    assert [(r.line, r.found) for r in sheet.repairs] == [(1, "Draft of 2004")]


def worded(number, wording, answer):
    """A sheet in which a question has another wording or an answer beside it."""
    return re.sub(rf"(?m)^{number}\. .*\nNo$", f"{number}. {wording}{answer}", typed(answers()))


@pytest.mark.parametrize("mark", ["?", "...", "-", "??"])
def test_a_mark_beside_a_question_is_its_answer_and_told(mark):
    asked = next(q.wording for q in QUESTIONS if q.number == 11)
    sheet = read(worded(11, asked, f" {mark}"))
    assert sheet.answers == answers(q11=mark)
    assert 11 in [doubt.question for doubt in sheet.doubts]


@pytest.mark.parametrize("mark", [":", " :", " ..........", ". . . . ."])
def test_marks_of_a_form_are_no_answer(mark):
    asked = next(q.wording for q in QUESTIONS if q.number == 11)
    sheet = read(worded(11, asked, f"{mark}\nYes"))
    assert (sheet.answers, sheet.repairs) == (answers(q11="Yes"), ())


SHORT = "Are there provisions for adding additional members mentioned in the treaty?"


@pytest.mark.parametrize(
    "answer",
    [
        "Yes. No article names them.",
        "(Yes, no longer than 5 years)",
        "If so, the treaty describes it.",
        "Yes, No article",
    ],
)
def test_an_answer_in_the_words_of_a_form_that_lacks_them_is_whole(answer):
    assert read(worded(8, SHORT, f"\n{answer}")).answers == answers(q8=answer)


def test_the_end_of_a_wording_that_no_other_question_has_may_be_an_answer():
    sheet = read(worded(8, f"{SHORT} (Yes, No)", " If so, list the provisions.\nNo"))
    (doubt,) = sheet.doubts
    assert (sheet.answers[8], doubt.question) == ("No", 8)
    assert str(doubt).partition(" → ")[0].endswith("(Yes, No) If so, list the provisions.”")
    asked = r"\(Yes, No\) If Yes, describe.*"
    sheet = read(re.sub(asked, "(Yes, No) If so, list the provisions.", typed(answers())))
    assert (sheet.answers, sheet.doubts) == (answers(), ())


def numbered_by_word(text):
    return re.sub(r"(?m)^\d+\. ", "", text)


@pytest.mark.parametrize("years", ["0", "2", "14", "2.", "(2)", "15 years\n0"])
def test_a_bare_number_above_a_question_that_word_numbers_is_an_answer(years):
    given = answers(q2="3", q13=years, q17="1")
    sheet = read(numbered_by_word(typed(given)))
    assert sheet.answers == given
    assert whats(sheet) == ["No question has its number; read by their wording"]


def test_a_bare_number_above_the_one_question_without_its_number_is_an_answer():
    given = answers(q13="2")
    sheet = read(typed(given).replace("\n14. ", "\n"))
    assert sheet.answers == given
    assert whats(sheet) == ["Question without its number"]


@pytest.mark.parametrize("mark", ["", "."])
def test_a_wrong_number_on_its_own_line_is_listed_where_all_numbers_stand_so(mark):
    given = answers(q13="2")
    text = re.sub(r"(?m)^(\d+)\. ", rf"\1{mark}\n", typed(given))
    sheet = read(text.replace(f"\n31{mark}\n", f"\n13{mark}\n"))
    assert sheet.answers == given
    assert "Question misnumbered" in whats(sheet)


def test_a_wrong_number_with_its_mark_may_stand_alone_among_numbers_that_do_not():
    sheet = read(typed(answers()).replace("\n31. ", "\n13.\n"))
    assert sheet.answers == answers()
    assert whats(sheet) == ["Question misnumbered"]


@pytest.mark.parametrize("form", ["\n0{}. ", "\nI.{} ", "\nIV.{}. "])
def test_a_number_is_read_with_a_zero_or_its_section_before_it(form):
    text = re.sub(r"\n(\d\d)\. ", lambda number: form.format(number[1]), typed(answers(q18="Yes")))
    sheet = read(text)
    assert sheet.answers == answers(q18="Yes")
    assert sheet.doubts == ()


def test_an_article_with_its_chapter_before_it_is_the_answer():
    said = "V.12 says so\nI.14 does not\n014 is a code"
    assert read(typed(answers(q18=said))).answers == answers(q18=said)
