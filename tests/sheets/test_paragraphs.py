"""Wrapped lines become paragraphs again; lines that were paragraphs stay so."""

import pytest

from coding.sheets.parser import read_sheet

from .typeset import Setting, answers

LINE = "The Contracting Parties undertake to consult with each other on all questions of security"


def read(answer, **setting):
    text = Setting(**{"measure": 400, "paragraph_gap": 0} | setting).sheet(answers(q18=answer))
    return read_sheet("a.txt", text.encode()).answers[18]


@pytest.mark.parametrize("gap", [0, 1])
@pytest.mark.parametrize("pitch", [0, 1])
@pytest.mark.parametrize(
    "answer",
    [
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
    ],
)
def test_paragraphs_survive_being_set(answer, gap, pitch):
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
