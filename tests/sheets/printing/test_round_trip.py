"""What is printed here and imported again says the same, in every form."""

from dataclasses import replace
from itertools import cycle, product

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from coding.codebook.cells import Coding
from coding.codebook.problems import FileRefused
from coding.codebook.text import canonical
from coding.management.demo import SAMPLES
from coding.models.questionnaire import QUESTIONS
from coding.sheets.parser import read_sheet
from coding.sheets.printing.forms import FORMS
from coding.sheets.printing.from_record import codes_in_words
from coding.sheets.printing.printable import CODES_HEADING, CODES_NOTE, PrintableSheet
from tests.costly import IS_GATE, combined, costly, on_the_gate

from .codings import NAMES, SMALL, codings, printed

QUICK_FORMS = [form for form in FORMS if IS_GATE or form != "pdf"]  # to read one takes long
SAMPLE_NAMES = [path.name for path in sorted(SAMPLES.glob("*.txt"))]


def printed_sample(name: str) -> PrintableSheet:
    said = read_sheet(name, (SAMPLES / name).read_bytes())
    notes = tuple(note.printed for note in said.notes)
    return PrintableSheet(said.atop_id, said.phase, said.answers, notes)


@pytest.fixture(scope="module", params=SAMPLE_NAMES)
def sample(request):
    return printed_sample(request.param)


@pytest.mark.acceptance(18)
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


@pytest.mark.parametrize(
    ("text", "form"), combined(TEXTS, ["pdf", "docx", "txt"]), ids=lambda text: text[:12]
)
def test_letters_and_marks_come_back(text, form):
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


@pytest.mark.parametrize("form", QUICK_FORMS)
@costly
@given(words, words)
@example("http://example.org/" + "very-long-words/" * 30, "soft\xadhyphens and " + "x" * 300)
@example("letters beyond the basic plane: 𝒯𝓇𝑒𝒶𝓉𝓎 𐍈 🕊️ 𠮷", "🕊️")
@example("שלום עליכם, العربية 123", "Q14 revised by\u200b nobody ﬁne")
def test_any_text_comes_back(form, text, line):
    text, line = canonical(text), canonical(line).split("\n")[0]
    answers = {q.number: "No" for q in QUESTIONS} | {1: "4765", 50: text, 59: line}
    assert read(PrintableSheet(4765, 0, answers), form).answers == answers


long_words = st.text(
    st.one_of(st.sampled_from("aZé-‐­/_.ß\U0001f54a\U00010380"), st.characters(codec="utf-8")),
    min_size=100,
    max_size=400,
).map(lambda text: canonical("".join(text.split())))


@costly
@given(st.lists(long_words, min_size=1, max_size=3).map("\n".join))
def test_words_longer_than_a_line_come_back_from_word(text):
    answers = {q.number: "No" for q in QUESTIONS} | {1: "4765", 18: canonical(text), 61: "A. B."}
    back = read_sheet("sheet.docx", FORMS["docx"].make(PrintableSheet(4765, 0, answers)))
    assert back.answers == answers
    assert back.unread == ()


@costly
@given(st.text(max_size=200))
def test_no_text_keeps_a_sheet_from_being_printed(text):
    answers = {q.number: "No" for q in QUESTIONS} | {50: text}
    for form in ("docx", "pdf"):
        assert FORMS[form].make(PrintableSheet(4765, 0, answers))


def read(sheet: PrintableSheet, form: str):
    return read_sheet(f"sheet.{form}", FORMS[form].make(sheet))


@pytest.mark.parametrize(("name", "form"), combined(SAMPLE_NAMES, FORMS))
def test_the_samples_come_back_word_for_word_with_codes_below(name, form):
    sample = printed_sample(name)
    codes = codes_in_words(Coding.of(SMALL), NAMES)
    back = read(replace(sample, codes=codes), form)
    assert back.answers == sample.answers
    assert (back.atop_id, back.phase) == (sample.atop_id, sample.phase)
    assert tuple(note.printed for note in back.notes) == sample.notes


@pytest.mark.parametrize("form", FORMS)
def test_codes_that_are_left_out_are_listed(form):
    (left_out,) = [
        repair
        for repair in read(printed(Coding.of(SMALL)), form).repairs
        if "Page" not in str(repair)
    ]
    assert left_out.what.startswith("Numeric codes left out")
    assert not any("codes" in str(repair) for repair in read(printed(Coding()), form).repairs)


SAYS_SO = [
    CODES_HEADING,
    f"No\n{CODES_HEADING}",
    f"{CODES_HEADING}\n6 estmode 1 treaty",
    f"Text.\n{CODES_HEADING}\nMore text, which is not about any code.",
]


AS_TEXT = [*product(["txt"], [False, True], SAYS_SO, [14, 57, 61])]  # it takes no time
IN_PAGES = [  # to read one takes long, so the questions go round
    (form, has_codes, said, number)
    for ((form, has_codes), said), number in zip(
        combined([("pdf", True), ("docx", True), ("pdf", False), ("docx", False)], SAYS_SO),
        cycle([14, 57, 61]),
    )
]


@pytest.mark.parametrize(("form", "has_codes", "said", "number"), [*AS_TEXT, *IN_PAGES])
def test_an_answer_that_says_numeric_codes_itself_comes_back(form, has_codes, said, number):
    coding = Coding.of(SMALL) if has_codes else Coding()
    sheet = printed(coding, {number: said})
    assert read(sheet, form).answers == sheet.answers


QUOTED = f"No\n{CODES_HEADING}\n{CODES_NOTE}\n6 estmode 1 treaty"


@pytest.mark.parametrize(
    ("form", "number", "coding"), combined(FORMS, [14, 61], [Coding(), Coding.of(SMALL)])
)
def test_an_answer_that_quotes_the_appendix_comes_back(form, number, coding):
    sheet = printed(coding, {number: QUOTED})
    assert read(sheet, form).answers == sheet.answers


lines = st.one_of(
    st.text(max_size=40), st.sampled_from([CODES_HEADING, CODES_NOTE, "6 estmode 1 treaty"])
)
any_answer = st.lists(lines, max_size=4).map(lambda said: canonical("\n".join(said)))
any_answers = st.dictionaries(
    st.sampled_from([q.number for q in QUESTIONS[1:]]), any_answer, max_size=8
)


@given(any_answers, codings())
def test_any_answers_come_back_from_text_above_any_codes(answers, coding):
    sheet = printed(coding, answers)
    assert read(sheet, "txt").answers == sheet.answers


@pytest.mark.acceptance(18)
@costly
@given(st.dictionaries(st.sampled_from([14, 50, 57, 61]), words, max_size=3), codings())
def test_any_answers_come_back_from_word_above_any_codes(answers, coding):
    sheet = printed(coding, answers)
    assert read(sheet, "docx").answers == sheet.answers


@on_the_gate
@settings(max_examples=15 if IS_GATE else 3)
@given(any_answers, codings())
def test_codes_make_no_difference_to_what_a_pdf_says(answers, coding):
    with_codes = printed(coding, answers)
    without = replace(with_codes, codes=())
    one, other = (_said(each) for each in (with_codes, without))
    assert one == other


def _said(sheet: PrintableSheet):
    """What its PDF says when it is read, or why it cannot be."""
    try:
        back = read(sheet, "pdf")
    except FileRefused as refused:
        return [problem.rule for problem in refused.problems]
    return back.answers, back.notes
