"""For any answers, however odd: no crash, words from the answer, the same again."""

from hypothesis import given
from hypothesis import strategies as st

from coding.codebook.cells import Address, Coding
from coding.suggestions.readers import suggest
from tests.costly import IS_GATE

from .sheets_of_answers import STATES

WORDS = (
    "Yes", "No", "None", "N/A", "not", "but", "See", "10", "12", "ten", "five (5)", "years",
    "months", "year", "twenty-one", "½", "’", "'s", "notice", "prior", "automatic", "renewal",
    "extended", "for", "another", "a", "period", "of", "until", "indefinite", "at any time",
    "in effect", "Still in effect", "Version 4.0:", "Version 99.9.9:", "May 25, 1992", "5/5/55",
    "31/31/1999", "0000-00-00", "365", "Russia", "(705)", "Kazakhstan", "651", "Defense pact",
    "nonaggression", "consultation", "Treaty", "Public", "Article 5", "arbitration",
    "not participate in alliances against", "parties", "non-interference in internal affairs",
    "reaffirms obligations", "contingent upon the request", "\n", ",", ".", ";", "(", ")", "?", "–",
    "٣", "²", "ſix", "sİx", "\u00a0", "\u2028", "\x00", "ﬁve", "9" * 40, "Version " + "9" * 5000,
)  # fmt: skip

odd = st.one_of(
    st.text(max_size=60),
    st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join),
    st.lists(st.sampled_from(WORDS), max_size=12).map("".join),
)
sheets = st.dictionaries(st.integers(0, 65), odd, max_size=20)
full = st.lists(odd, min_size=61, max_size=61).map(lambda texts: dict(enumerate(texts, 1)))
rosters = st.sampled_from(
    [
        Coding(),
        Coding(members={"365": {"member": 365}, "705": {}}),
        Coding(members={"651": {"member": 651, "yrent": 1950}, "651.2": {"yrent": 1989}}),
        Coding(members={"8152": {"member": 8152, "yrent": -9, "moent": 1}, "200": {"member": 200}}),
    ]
)


@given(st.one_of(sheets, full), rosters)
def test_any_answers_are_read_without_a_crash_and_the_words_are_theirs(answers, roster):
    before = dict(answers), Coding.of(roster.cells)
    suggestions = suggest(answers, roster, STATES)
    for suggestion in suggestions:
        assert suggestion.words
        assert suggestion.words in answers[suggestion.words_from]
        assert suggestion.cells
        assert all(Address.of(cell).cell == cell for cell in suggestion.cells)
        assert suggestion.reading.startswith("“")
        assert "\n" not in suggestion.reading
    assert suggest(answers, roster, STATES) == suggestions
    assert (answers, Coding.of(roster.cells)) == before


@given(st.one_of(sheets, full), rosters)
def test_no_cell_is_suggested_twice(answers, roster):
    cells = [cell for found in suggest(answers, roster, STATES) for cell in found.cells]
    assert len(cells) == len(set(cells))


def test_very_long_answers_are_read_at_once():
    words = (
        "a",
        "5 years",
        "1 2",
        "consult",
        "May 5, 1992",
        "renew",
        "not",
        "(",
        "",
        "No\n",
        "365\n",
    )
    length = 20_000 if IS_GATE else 3_000
    for word in words:
        text = f"{word} " * (length // (len(word) + 1))
        suggest(dict.fromkeys(range(1, 62), text), Coding(), STATES)
