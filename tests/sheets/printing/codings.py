"""Codings for prints: a small one as people read it, and any that could be typed."""

from hypothesis import strategies as st

from coding.codebook.cells import MISSING, Coding
from coding.models.questionnaire import QUESTIONS
from coding.models.variables import BY_NAME, PAIR_BY_NAME
from coding.sheets.printing.from_record import codes_in_words
from coding.sheets.printing.printable import PrintableSheet

NAMES = {200: "United Kingdom", 220: "France", 365: "Russia", 651: "Egypt", 701: "Version 6 Land"}
SMALL = {
    "estmode": 1,
    "bilat": 1,
    "cowid": MISSING,
    "200/member": 200,
    "200/yrent": 1936,
    "200/moent": 5,
    "200/dayent": 26,
    "200/defense": 1,
    "200/offense": 0,
    "651/member": 651,
    "651/yrent": 1936,
    "651/moent": 5,
    "651/dayent": MISSING,
    "651/defense": 1,
    "651/offense": 1,
    "200>651/defense": 0,
}
KEYS = ["200", "220", "365", "651", "651.2", "701"]

_VALUES = {
    variable.name: st.sampled_from([*(variable.codes or (0, 1, 7, 1999)), MISSING])
    for variable in [*BY_NAME.values(), *PAIR_BY_NAME.values()]
    if variable.is_coded and variable.name != "member"
}


def _codes(scope: str, *, most: int) -> st.SearchStrategy[dict[str, int]]:
    names = [n for n, variable in BY_NAME.items() if variable.scope == scope and n in _VALUES]
    return st.lists(st.sampled_from(names), max_size=most, unique=True).flatmap(_given)


def _given(names: list[str]) -> st.SearchStrategy[dict[str, int]]:
    return st.fixed_dictionaries({name: _VALUES[name] for name in names})


@st.composite
def codings(draw: st.DrawFn) -> Coding:
    keys = sorted(draw(st.sets(st.sampled_from(KEYS), max_size=4)))
    members = {key: {"member": int(key[:3]), **draw(_codes("M", most=6))} for key in keys}
    pairs = [(a, b) for a in keys for b in keys if a != b]
    owed = draw(st.sets(st.sampled_from(pairs), max_size=2)) if pairs else set()
    return Coding(
        draw(_codes("A", most=12)),
        members,
        {pair: {"defense": draw(_VALUES["defense"])} for pair in sorted(owed)},
    )


def printed(
    coding: Coding, answers: dict[int, str] | None = None, notes: tuple[str, ...] = ()
) -> PrintableSheet:
    """Sheet 4765 with these codes; what is not answered says "No"."""
    said = {q.number: "No" for q in QUESTIONS} | {1: "4765"} | (answers or {})
    return PrintableSheet(4765, 0, said, notes, codes_in_words(coding, NAMES))
