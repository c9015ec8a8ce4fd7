"""Words come back as they are spelled: parted at line ends, set with ligatures or soft hyphens."""

import pytest

from coding.models.questionnaire import QUESTIONS
from coding.sheets.lines.hyphens import Lexicon
from coding.sheets.parser import read_sheet
from coding.sheets.printing.docx import print_docx
from coding.sheets.printing.printable import PrintableSheet
from coding.sheets.printing.text import print_text
from tests.sheets.files.test_readers import word_file
from tests.sheets.typeset import Setting, answers, typed

from .test_hyphens import pairs

WORDS = "The parties consult in peace, commit forces, attack as one or take part at short notice."
DIVIDED = """
    ex-|plicit ex-|pected ex-|cept mid-|dle multi-|ple anti-|cipate semi-|nar semi-|nars non-|sense
    co-|alition post-|poned pre-|pared sub-|mitted inter-|vened pre-|vail inter-|rupted sub-|sist
    peace-|ful high-|est self-|ish short-|age consult-|ing attack-|ers commit-|tee counter-|part
    seven-|teen six-|ty well-|ness low-|ered
"""
COMPOUNDS = """
    inter-|ethnic non-|interference non-|aligned non-|violation self-|reliance ex-|president
    ex-|ministers anti-|missile anti-|piracy mid-|term co-|belligerent post-|independence six-|day
    peace-|building
"""


def sheet_with(text: str):
    """A wrapped sheet whose answer to question 18 has the line ends of a text."""
    return read_sheet("a.txt", Setting().sheet(answers(q18=text)).encode())


@pytest.mark.parametrize(("left", "right"), pairs(DIVIDED))
def test_a_second_half_is_no_word_of_the_sheet(left, right):
    lexicon = Lexicon([WORDS, f"They are {left}", f"{right} and more"])
    assert lexicon.rejoin(left, right) == left[:-1] + right


@pytest.mark.parametrize("between", ["", "http://www.mid.ru/treaties/"])
def test_a_second_half_is_known_across_what_stands_between(between):
    lexicon = Lexicon([WORDS, "They are peace-", between, "ful means"])
    assert lexicon.words.isdisjoint({"ful", "mid"})
    assert "means" in lexicon.words


@pytest.mark.parametrize(("left", "right"), pairs(COMPOUNDS))
def test_a_compound_that_stands_only_at_a_line_end_keeps_its_hyphen(left, right):
    lexicon = Lexicon([WORDS, f"They are {left}", f"{right} and more"])
    assert lexicon.rejoin(left, right) == left + right


@pytest.mark.parametrize("rest", ["mission", "vention", "port"])
def test_a_rest_that_the_sheet_writes_elsewhere_makes_a_compound(rest):
    assert Lexicon([]).rejoin("sub-", rest) == f"sub{rest}"
    assert Lexicon([f"The {rest} is old"]).rejoin("sub-", rest) == f"sub-{rest}"


def test_a_word_is_joined_as_the_sheet_or_the_questionnaire_writes_it():
    lexicon = Lexicon(["Co-signatory and cobelligerent states"])
    assert lexicon.rejoin("co-", "signatory") == "co-signatory"
    assert lexicon.rejoin("co-", "belligerent") == "cobelligerent"
    assert lexicon.rejoin("co-", "operation") == "cooperation"


def test_a_sheet_that_divides_words_needs_evidence_of_both_parts():
    lines = ["The peace and its keeping", "with other mem-", "bers of the peace-"]
    assert not Lexicon(lines[:1]).divides
    assert Lexicon(["several members", *lines]).divides
    assert Lexicon(lines[:1]).rejoin("peace-", "building") == "peace-building"
    assert Lexicon(["members", *lines]).rejoin("peace-", "building") == "peacebuilding"
    assert Lexicon(["members", *lines]).rejoin("peace-", "keeping") == "peace-keeping"


def test_a_sheet_whose_compounds_break_at_their_hyphens_divides_no_words():
    assert not Lexicon(["intervention", "of non-", "intervention and inter-", "vention"]).divides


def test_parted_words_of_a_sheet_are_whole_and_listed():
    sheet = sheet_with(
        "Disputes are settled by peace-\nful means in ex-\nplicit terms and inter-\nethnic"
    )
    assert (
        sheet.answers[18]
        == "Disputes are settled by peaceful means in explicit terms and inter-ethnic"
    )
    assert [str(repair).split(": ", 1)[1] for repair in sheet.repairs] == [
        "Word parted at a line end: “peace- | ful” → “peaceful”",
        "Word parted at a line end: “ex- | plicit” → “explicit”",
        "Word parted at a line end: “inter- | ethnic” → “inter-ethnic”",
    ]


@pytest.mark.parametrize("hyphen", ["\xad", "\xad‐", "\xad-"])
def test_a_soft_hyphen_that_is_shown_parts_a_word(hyphen):
    sheet = sheet_with(f"All of the obli\xadga{hyphen}\ntions of inter{hyphen}\nethnic peace")
    assert sheet.answers[18] == "All of the obligations of interethnic peace"
    assert len(sheet.repairs) == 2


LIGATURES = "ﬁve oﬃcers reaﬀirm the conﬂict; waﬄes"
LETTERS = "five officers reaffirm the conflict; waffles"


def test_ligatures_are_spelled_out_and_listed_once():
    text = typed(answers(q18=LIGATURES, q50="ﬂeet"))
    for name, content in (("a.txt", text.encode()), ("a.docx", word_file(text.split("\n")))):
        sheet = read_sheet(name, content)
        assert (sheet.answers[18], sheet.answers[50]) == (LETTERS, "fleet")
        (repair,) = sheet.repairs
        assert repair.what.startswith("Ligatures spelled out in letters on 2 of ")
        assert (repair.found, repair.became) == ("ﬁve", "five")


def test_ligatures_in_the_wordings_of_a_sheet_do_not_matter():
    text = typed(answers()).replace("fi", "ﬁ")
    assert read_sheet("a.txt", text.encode()).answers == answers()


def test_a_sheet_printed_here_keeps_its_ligatures():
    given = {q.number: "" for q in QUESTIONS} | {1: "4999", 3: "ﬁve", 61: "A. Coder"}
    for answered in (given, given | {18: LIGATURES}):
        again = read_sheet("a.txt", print_text(PrintableSheet(4999, 0, answered)).encode())
        assert (again.answers, again.repairs) == (answered, ())
    again = read_sheet("a.docx", print_docx(PrintableSheet(4999, 0, answered)))
    assert again.answers == answered
