"""Whatever Word wraps around words, each ends in an answer or in the list of what was not read."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coding.codebook.problems import FileRefused, UnreadableFile
from coding.sheets.files.word.reader import read_docx
from coding.sheets.files.word.tally import NOWHERE, SECOND_READING, LineTally, WordLine
from coding.sheets.parser import read_sheet
from tests.costly import costly

from .making import (
    TRACKED,
    cell,
    drawn_box,
    field,
    members_of,
    paragraph,
    row,
    run,
    sheet_body,
    table,
    vml_box,
    word_file,
    zipped,
)

WORD = "word"  # each word gets its own number below
LOOKS = ("", "<w:strike/>", "<w:vanish/>", "<w:caps/>", "<w:dstrike/>", "<w:b/>")
MARK = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'

runs = st.sampled_from(LOOKS).map(lambda looks: run(f"{WORD} ", looks))
around_runs = st.sampled_from(
    [
        lambda inner: f"<w:ins {TRACKED}>{inner}</w:ins>",
        lambda inner: f"<w:del {TRACKED}>{inner.replace('w:t', 'w:delText')}</w:del>",
        lambda inner: f"<w:moveFrom {TRACKED}>{inner}</w:moveFrom>",
        lambda inner: f"<w:moveTo {TRACKED}>{inner}</w:moveTo>",
        lambda inner: f'<w:hyperlink w:anchor="a">{inner}</w:hyperlink>',
        lambda inner: f"<w:sdt><w:sdtContent>{inner}</w:sdtContent></w:sdt>",
        lambda inner: (
            f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{inner}"
            "</w:sdtContent></w:sdt>"
        ),
        lambda inner: f"<w:fldSimple w:instr='REF a'>{inner}</w:fldSimple>",
        lambda inner: f"<w:unheardOf>{inner}</w:unheardOf>",
        lambda inner: f"<w:r><w:unheardOf>{inner}</w:unheardOf></w:r>",
        lambda inner: f"<m:oMath><m:r><m:t>{WORD} </m:t></m:r></m:oMath>{inner}",
        lambda inner: (
            f"<w:r><w:ruby><w:rt>{inner}</w:rt><w:rubyBase>{inner}</w:rubyBase></w:ruby></w:r>"
        ),
        lambda inner: MARK.format("begin") + inner,
        lambda inner: MARK.format("separate") + inner + MARK.format("end"),
        lambda inner: field("QUOTE", f"{WORD} ") + inner,
    ]
)
inline = st.recursive(
    runs,
    lambda deeper: st.tuples(around_runs, st.lists(deeper, max_size=3).map("".join)).map(
        lambda both: both[0](both[1])
    ),
    max_leaves=6,
)
paragraphs = st.tuples(
    st.lists(inline, max_size=3).map("".join),
    st.sampled_from(["", "<w:rPr><w:vanish/></w:rPr>", f"<w:rPr><w:del {TRACKED}/></w:rPr>"]),
).map(lambda both: paragraph(both[0], properties=both[1]))
around_blocks = st.sampled_from(
    [
        lambda inner: table(row(cell(inner), cell(inner))),
        lambda inner: table(row(cell(inner, "<w:vMerge/>"))),
        lambda inner: table(row(cell(inner), properties="<w:trPr><w:hidden/></w:trPr>")),
        lambda inner: f"<w:sdt><w:sdtContent>{inner}</w:sdtContent></w:sdt>",
        lambda inner: f"<w:customXml>{inner}</w:customXml>",
        lambda inner: f"<w:del {TRACKED}>{inner}</w:del>",
        lambda inner: f"<w:unheardOf>{inner}</w:unheardOf>",
        lambda inner: paragraph(vml_box(inner)),
        lambda inner: paragraph(drawn_box(inner)),
        lambda inner: paragraph(run(f"{WORD} "), vml_box(inner), run(f"{WORD} ")),
        lambda inner: (
            f"<mc:AlternateContent><mc:Choice>{inner}</mc:Choice><mc:Fallback>"
            f"{paragraph(run(f'{WORD} '))}</mc:Fallback></mc:AlternateContent>"
        ),
    ]
)
blocks = st.recursive(
    paragraphs,
    lambda deeper: st.tuples(around_blocks, st.lists(deeper, max_size=3).map("".join)).map(
        lambda both: both[0](both[1])
    ),
    max_leaves=6,
)


def numbered_words(xml):
    """The XML with a number of its own in each word, and the words."""
    pieces = xml.split(WORD)
    words = [f"{WORD}q{number}q" for number in range(len(pieces) - 1)]
    return "".join(a + b for a, b in zip(pieces, [*words, ""], strict=True)), words


@pytest.mark.acceptance(30)
@costly
@given(st.lists(blocks, max_size=4).map("".join))
def test_each_word_ends_in_a_line_or_in_the_list(xml):
    xml, words = numbered_words(xml)
    tally = read_docx(word_file(sheet_body(q18=xml)))
    said = " ".join([*(line.text for line in tally.rows), *(left.words for left in tally.unread)])
    assert [word for word in words if word not in said.lower()] == []
    assert not [unread for unread in tally.unread if unread.what == SECOND_READING]
    assert not [repair for repair in tally.repairs if "more often" in repair.what]


NOTE = f"<w:footnote w:id='2'>{paragraph(run('note'))}</w:footnote>"
ELEMENTS = (
    paragraph(run("Yes"), run(" old", "<w:strike/>"), field("REF a", "x"))
    + table(row("a", "b"))
    + paragraph(drawn_box(paragraph(run("boxed"))))
)
GOOD = word_file(sheet_body(q18=ELEMENTS), {"footnotes": f"<w:footnotes>{NOTE}</w:footnotes>"})
PLACES = st.tuples(st.integers(0, 2**20), st.sampled_from(["cut", "flip", "double", "swap"]))


def changed(content, changes):
    """Some bytes, with a few of them cut out, changed, doubled or swapped."""
    for place, how in changes:
        at = place % (len(content) or 1)
        piece = content[at : at + 1 + place % 40]
        rest = content[at + len(piece) :]
        middle = {
            "cut": b"",
            "flip": bytes(byte ^ (1 << place % 8) for byte in piece),
            "double": piece + piece,
            "swap": piece[::-1],
        }[how]
        content = content[:at] + middle + rest
    return content


@costly
@given(st.sampled_from(sorted(members_of(GOOD))), st.lists(PLACES, min_size=1, max_size=4))
def test_a_part_changed_by_chance_is_read_listed_or_refused(name, changes):
    members = members_of(GOOD)
    members[name] = changed(members[name], changes)
    read_or_refused(zipped(members))


@costly
@given(st.lists(PLACES, min_size=1, max_size=4))
def test_a_file_changed_by_chance_is_read_or_refused(changes):
    read_or_refused(changed(GOOD, changes))


def read_or_refused(content):
    """Read a damaged file. What only the second reading finds in it is listed, as it should be."""
    with contextlib.suppress(UnreadableFile):
        read_docx(content)
    with contextlib.suppress(FileRefused):
        read_sheet("a.docx", content)


@pytest.mark.parametrize(
    ("words", "listed"), [("of 1955", ""), ("of 1956", "of 1956"), ("OF 1955 and", "OF 1955 and")]
)
def test_what_is_taken_for_a_second_time_of_other_words_stands_somewhere(words, listed):
    tally = LineTally([WordLine("The Pact of 1955")], again=[words])
    tally.compare([f"<p>The Pact of 1955{words}</p>".encode()])
    assert [(left.what, left.words) for left in tally.unread] == [(NOWHERE, listed)] * bool(listed)
