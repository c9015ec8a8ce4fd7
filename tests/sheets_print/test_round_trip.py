"""What is printed here and imported again says the same, in every form."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coding.management.demo import SAMPLES
from coding.models.fields import canonical
from coding.models.questionnaire import QUESTIONS
from coding.sheets.parser import read_sheet
from coding.sheets.printable import PrintableSheet
from coding.sheets.printing import FORMS

SAMPLE_NAMES = [path.name for path in sorted(SAMPLES.glob("*.txt"))]


def printed_sample(name: str) -> PrintableSheet:
    said = read_sheet(name, (SAMPLES / name).read_bytes())
    notes = tuple(note.printed for note in said.notes)
    return PrintableSheet(said.atop_id, said.phase, said.answers, notes)


@pytest.fixture(scope="module", params=SAMPLE_NAMES)
def sample(request):
    return printed_sample(request.param)


@pytest.mark.parametrize("form", FORMS)
def test_the_samples_come_back_word_for_word(sample, form):
    back = read_sheet(f"sheet.{form}", FORMS[form].make(sample))
    assert back.answers == sample.answers
    assert (back.atop_id, back.phase) == (sample.atop_id, sample.phase)
    assert tuple(note.printed for note in back.notes) == sample.notes


@pytest.mark.parametrize("form", FORMS)
def test_the_same_sheet_gives_the_same_bytes(sample, form):
    assert FORMS[form].make(sample) == FORMS[form].make(sample)


TEXTS = [
    "Traktat o wzajemnej pomocy między Polską a Łotwą; žluťoučký kůň; Ő ű ğ ş",
    "Договор о дружбе, сотрудничестве и взаимной помощи",
    "Συνθήκη φιλίας και ουδετερότητας",
    "A < B & C > D <b>not bold</b> &amp; “quoted” – dashed… § 5 №3",
    "საქართველო and Հայաստան",
    "(http://kazakhstan.mfa.gov.by/ru/bilateral_relations/political/)",
    "One paragraph of some length, which is set on more than one line of the page, because it goes "
    "on and on about the obligations of the members, article by article, and about nothing else.\n"
    "A second one.\nArticle 9 – a third.",
]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text[:12])
def test_letters_and_marks_come_back(form, text):
    answers = {q.number: "No" for q in QUESTIONS} | {1: "4765", 50: text, 59: text.split("\n")[0]}
    back = read_sheet(f"sheet.{form}", FORMS[form].make(PrintableSheet(4765, 0, answers)))
    assert back.answers == answers


@pytest.mark.parametrize("form", FORMS)
def test_a_phase_comes_back(form):
    answers = {q.number: "No" for q in QUESTIONS} | {1: "1020.2"}
    back = read_sheet(f"sheet.{form}", FORMS[form].make(PrintableSheet(1020, 2, answers)))
    assert (back.atop_id, back.phase) == (1020, 2)


words = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=200
).map(canonical)


@settings(max_examples=60, deadline=None)
@given(words)
def test_any_text_comes_back_from_word(text):
    answers = {q.number: "No" for q in QUESTIONS} | {1: "4765", 50: text}
    back = read_sheet("sheet.docx", FORMS["docx"].make(PrintableSheet(4765, 0, answers)))
    assert back.answers == answers


@settings(max_examples=20, deadline=None)
@given(st.text(max_size=200))
def test_no_text_keeps_a_sheet_from_being_printed(text):
    answers = {q.number: "No" for q in QUESTIONS} | {50: text}
    for form in ("docx", "pdf"):
        assert FORMS[form].make(PrintableSheet(4765, 0, answers))
