"""Wrapped lines become paragraphs again; lines that were paragraphs stay so."""

import pytest
from reportlab.pdfbase.pdfmetrics import stringWidth

from coding.sheets.lines.paragraphs import MAY_END
from coding.sheets.parser import read_sheet, understand_file
from coding.sheets.understanding.corrections import Act, PageCorrection
from tests.costly import combined
from tests.sheets.typeset import Setting, answers

LINE = "The Contracting Parties undertake to consult with each other on all questions of security"


def read(answer, **setting):
    text = Setting(**{"measure": 400, "paragraph_gap": 0} | setting).sheet(answers(q18=answer))
    return read_sheet("a.txt", text.encode()).answers[18]


ANSWERS = [
    f"1. {LINE} and peace.\n2. {LINE}.\n3. culture",
    f"(a) {LINE} and peace, and\n(b) {LINE};\n(c) culture",
    f"• {LINE} and peace\n• {LINE}",
    "Yes\nSection 3 – they will not\nSection 4 – they will",
    "Consultation:\nArticle 5. They consult.\nDefense:\nArticle 6: They help.",
    "365 Russia\n705 Kazakhstan",
    "Russia (365)\nKazakhstan (705)",
    "Yes.\n(Article 5)",
    "friendship\nsecurity\nculture",
    "Economic cooperation (Art. 5)\nScience (Art. 6)\nculture (Art. 7)",
    f"{LINE}, and in particular those that concern their common frontier, trade and traffic, "
    "the Commonwealth of Independent States, the United Nations and\u00a0OSCE.".replace(
        "\u00a0", " "
    ),
    f"Version 4.0: In effect as of May 1, 2017 as {LINE}\nVersion 5.0: In effect in 2020",
    "Supreme Council – meets once a year\nCouncil of Ministers – meets at will\nIndefinite",
]


@pytest.mark.parametrize(("answer", "spaced"), combined(ANSWERS, [(0, 0), (1, 1), (0, 1), (1, 0)]))
def test_paragraphs_survive_being_set(answer, spaced):
    gap, pitch = spaced
    assert read(answer, paragraph_gap=gap, pitch=pitch) == answer


def test_an_article_named_in_a_sentence_begins_no_paragraph():
    answer = "They will act together as it is laid down for such a case in the first paragraph of "
    for words in ("Article 5, and in the", "Article 5. They will", "Section 3 (a) and"):
        text = answer + words + " spirit of friendship, cooperation and mutual trust of neighbours."
        assert read(text, measure=400) == text


def test_long_lines_among_wrapped_questions_are_paragraphs():
    text = Setting(measure=400).sheet(answers())
    lines = f"{LINE} {LINE}\n{LINE} {LINE}"
    text = text.replace("alliance partners.\nNo", f"alliance partners.\n{lines}")
    assert read_sheet("a.txt", text.encode()).answers[18] == lines


def test_an_address_broken_without_an_annotation_is_whole_again():
    text = Setting(measure=400).sheet(answers(q18=f"{LINE[:60]} X"))
    text = text.replace(" X", " http://www.mid.ru/ru/\nforeign_policy/12")
    answer = read_sheet("a.txt", text.encode()).answers[18]
    assert answer.endswith("http://www.mid.ru/ru/foreign_policy/12")


SENTENCES = (
    f"{LINE}, and in particular those that concern their common frontier, trade and traffic. "
    "They will act together as it is laid down in the fifth article. Nothing in this treaty is "
    "directed against any third state, nor does it affect what they owe to the United Nations."
)


@pytest.mark.parametrize("of_answers", [300, 350, 480, 520])
def test_answers_may_be_set_at_a_width_of_their_own(of_answers):
    said = dict.fromkeys((18, 20, 25, 47), SENTENCES) | {48: f"{LINE}.\nThey meet."}
    given = answers(**{f"q{number}": text for number, text in said.items()})
    sheet = Setting(measure=400, of_answers=of_answers, paragraph_gap=0).sheet(given)
    found = read_sheet("a.txt", sheet.encode()).answers
    assert {number: found[number] for number in said} == said


def test_one_overlong_line_among_the_questions_changes_no_answer():
    text = Setting(measure=400).sheet(answers(q18=SENTENCES))
    overlong = text.replace("59. Treaty citation:", f"59. Treaty citation: {LINE} {LINE}")
    assert overlong != text
    assert read_sheet("a.txt", overlong.encode()).answers[18] == SENTENCES


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("as Langer wrote later (1952,", "p. 1041) in his long account."),
        ("as it was told by Ritter and", "A. Long in their long account."),
        ("for a period of no less than twenty", "(20) years from its ratification."),
        ("as the collection of treaties has it (vol.", "2) p. 7 of the second part."),
    ],
)
def test_what_only_looks_like_a_list_mark_begins_no_paragraph(before, after):
    full = f"{LINE[:88]} {before}"  # its last words end the line: the mark begins the next
    measure = stringWidth(full, "Times-Roman", 10) + 1
    assert read(f"{full} {after}", measure=measure) == f"{full} {after}"


@pytest.mark.parametrize(
    "items",
    [
        ["(a) consult", "(b) act together", "(c) help each other"],
        ["i. consult,", "ii. act together, and", "iii. help each other"],
        ["3. The Parties will consult.", "4. They will act together."],
    ],
)
def test_items_of_a_list_are_paragraphs(items):
    assert read("\n".join([f"{LINE}:", *items])) == "\n".join([f"{LINE}:", *items])


FULL = f"{LINE}."
OTHER = "They meet each year."
TWO = f"{FULL}\n{OTHER}"


def set_full(answer, gap):
    """The sheet with an answer whose first line is full, among others of several paragraphs."""
    others = dict.fromkeys(("q20", "q25", "q47", "q48"), "They meet.\nThey consult.")
    measure = stringWidth(FULL, "Times-Roman", 10) + 1
    text = Setting(measure=measure, paragraph_gap=gap).sheet(answers(q18=answer, **others))
    return understand_file("a.txt", text.encode())[0]


@pytest.mark.parametrize("answer", [TWO, f"{FULL} {OTHER}", TWO.replace("security.", "security:")])
def test_lines_of_which_nothing_tells_whether_a_paragraph_ends_with_the_first_are_doubtful(answer):
    (doubt,) = set_full(answer, gap=0).doubts
    assert doubt.what == MAY_END
    assert doubt.found == f"{answer[: len(FULL)]} | {OTHER}"


@pytest.mark.parametrize("answer", [TWO, f"{FULL} {OTHER}"])
def test_where_each_paragraph_has_a_gap_behind_it_full_lines_are_not_doubtful(answer):
    page = set_full(answer, gap=1)
    assert page.answers[18] == answer
    assert page.doubts == ()


def test_a_line_is_not_doubtful_once_a_person_said_whether_a_paragraph_begins_there():
    page = set_full(TWO, gap=0)
    line = page.doubts[0].line
    for act, answer in ((Act.JOIN, f"{FULL} {OTHER}"), (Act.BEGIN, TWO)):
        decided = page.assigned([PageCorrection(act, line)])
        assert decided.answers[18] == answer
        assert decided.doubts == ()
