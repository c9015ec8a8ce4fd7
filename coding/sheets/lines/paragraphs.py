"""Join wrapped lines into paragraphs, without changing a word.

Blank lines alone decide nothing: 6070 has one after every line, and 4235 double-spaces whole
passages on single-spaced pages. What decides is whether the next word would have fitted on the line
(``layout.py``), how the line ends, and how the next one begins.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from coding.sheets.document import AnswerPiece, Repair
from coding.sheets.lines.hyphens import RIGHT, SOFT_HYPHEN, Lexicon, left_half
from coding.sheets.lines.layout import DEEP_INDENT, INDENT, Layout
from coding.sheets.lines.sentences import ends_sentence, ends_with_stop

PARTED = "Word parted at a line end"
HAD_ROOM = "Two lines read as one paragraph, although the first had room left"
MAY_END = "Two lines read as one paragraph, although one may end with the first"
BETWEEN = " | "  # between the texts of two lines in a quotation
LONGEST_LINE = 1.25  # measures; an address may run on, words do not

_VERSION = re.compile(r"Version\s+\d+(?:\.\d+)*\s*[:;–—-]", re.IGNORECASE)
_PROVISION = re.compile(
    r"[“\"'‘(]*(?:Articles?|ARTICLE|Arts?\.?|Sections?|SECTION|Sec\.?|Chapter|Paragraph|Protocol|Annex)\s+"
    r"(?:\d+|[IVXL]+)[a-z]?\s*(?P<mark>[:(–—.,-])"
)
LIST_MARK = re.compile(
    r"(?:\(?(?P<value>\d{1,3}|[a-zA-Z]|[ivx]+)(?P<end>[.)])|(?P<bullet>[•·▪◦‣●*o–-]))\s"
)
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
_LABEL = re.compile(r"[A-Z][\w ,/&'’-]{0,40}:$")
_MEMBER = re.compile(r"\d{3}\s+[A-Z].*|[A-Z].{2,40}\(\d{3}\)$")
# "Collective Security Treaty Organization (ATOP# 4220) – In Section 19 …" (6070, Q48)
_ENTRY = re.compile(r"[A-Z][^.:;!?]{1,70}(?:\s[–—-]\s|—)")
_OPEN_ITEM_END = re.compile(r"(?:,|\band|\bor)$")
_ABBREVIATED = re.compile(r"\b(?:arts?|secs?|paras?|nos?|vols?|pp?|chs?)\.$", re.IGNORECASE)
_HANGING = re.compile(
    r"(?:,|[(\[“]|\b(?:the|an?|of|and|or|in|to|for|by|with|which|that|on|from|at|as|its|their|any|"
    r"between|against|under|into|than|is|are|was|were|be|been|has|have|will|shall|may|not))$",
    re.IGNORECASE,
)
# "Nations—|the parties", "1999–|2000", "mediation/|arbitration"
_TIGHT = re.compile(r"\S—\||\w–\||\d-\|\d|\w/\|\w")
_ADDRESS = re.compile(r"\W*(?:https?://|www\.)", re.IGNORECASE)
_ADDRESS_GOES_ON = ("/", "_", "=", "&", "?", "%", "-", "//www.")
_ADDRESS_PART = re.compile(r"[\w%.~-]*[/=]\S*|[\w%-]+\.(?:html?|php|aspx?|pdf|org|com)\b")
_NEARLY_FULL = 0.06  # measures
URL_GOES_ON = re.compile(r"[\w%.-]*[/_=&?%\d]\S*|\S+\.(?:html?|php|aspx?|pdf)\b")


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of an answer and the line where it begins.

    A paragraph is ``settled`` if a person decided where it belongs. ``lines`` are the numbers of
    all of its lines.
    """

    line: int
    text: str
    verbatim: bool = False
    is_on_own_line: bool = True
    settled: bool = False
    lines: tuple[int, ...] = ()


def join_pieces(
    pieces: list[AnswerPiece], layout: Layout, lexicon: Lexicon, begins: Mapping[int, bool]
) -> tuple[list[Paragraph], list[Repair]]:
    """Return the paragraphs; ``begins`` has a person's decisions whether one begins at a line."""
    groups: list[_Group] = []
    repairs: list[Repair] = []
    marks: set[str] = set()  # at line starts so far, whether of lists or not
    for piece in pieces:
        begins_here = begins.get(piece.line.number)
        if begins_here is None:
            begins_here = bool(groups) and not _goes_on(groups[-1], piece, layout, marks)
        if not groups or begins_here:
            groups.append(_Group())
        elif piece.line.number not in begins:
            repairs += _doubts_about_join(groups[-1].pieces[-1], piece, layout)
        groups[-1].add(piece, layout)
        if mark := LIST_MARK.match(piece.text):
            marks.add(mark["value"] or mark["bullet"])
    return [_paragraph(group.pieces, layout, lexicon, repairs) for group in groups], repairs


@dataclass
class _Group:
    """The lines of one paragraph so far, and how wide the widest is after the first.

    The first line does not count: it may be indented alone (4235, Q18).
    """

    pieces: list[AnswerPiece] = field(default_factory=list)
    widest: float = 0.0

    def add(self, piece: AnswerPiece, layout: Layout) -> None:
        if self.pieces and layout.is_wrapped:
            self.widest = max(self.widest, layout.width(piece.whole))
        self.pieces.append(piece)


def _paragraph(
    group: list[AnswerPiece], layout: Layout, lexicon: Lexicon, repairs: list[Repair]
) -> Paragraph:
    parts = [group[0].text]
    for piece in group[1:]:
        parts += _joined(parts.pop(), piece, layout, lexicon, repairs)
    text = "".join(parts)
    first = group[0]
    return Paragraph(
        first.line.number,
        text.replace(SOFT_HYPHEN, "") if layout.is_wrapped else text,
        first.line.verbatim,
        first.text == first.line.text,
        first.settled,
        tuple(piece.line.number for piece in group),
    )


def _joined(
    text: str, piece: AnswerPiece, layout: Layout, lexicon: Lexicon, repairs: list[Repair]
) -> tuple[str, str]:
    """Return a line and the one joined to it. A word divided between them becomes whole again."""
    word = lexicon.rejoin(text, piece.text)
    if _is_address_parted(text, piece, layout):
        what, found = "Address parted at a line end", text.split()[-1]
        repairs.append(Repair(piece.line.number, what, f"{found}{BETWEEN}{piece.text.split()[0]}"))
        return text, piece.text
    if word is not None:
        rest = RIGHT.sub("", piece.text, count=1)
        left = left_half(text)
        halves = f"{left}{BETWEEN}{piece.text.removesuffix(rest)}"
        repairs.append(Repair(piece.line.number, PARTED, halves, word))
        return text.removesuffix(left), word + rest
    return text, ("" if _TIGHT.search(f"{text[-2:]}|{piece.text[0]}") else " ") + piece.text


def _is_address_parted(text: str, piece: AnswerPiece, layout: Layout) -> bool:
    """Whether an address continues below: after one of its marks, or since its line was full."""
    if not begins_address(last := text.rsplit(maxsplit=1)[-1]):
        return False
    if last.endswith(_ADDRESS_GOES_ON):
        return bool(URL_GOES_ON.match(piece.text))
    is_full = abs(layout.width(text) - 1) < _NEARLY_FULL and last[-1].isalnum()
    return is_full and bool(_ADDRESS_PART.match(piece.text))


def begins_address(text: str) -> bool:
    return bool(_ADDRESS.match(text))


def ends_in_address(text: str) -> bool:
    """Whether a text ends in an address and a mark after which the address may go on."""
    last = text.rsplit(maxsplit=1)[-1]
    return last.endswith(_ADDRESS_GOES_ON) and begins_address(last)


def hangs(text: str) -> bool:
    """Whether a text breaks off where no sentence and hardly a name can end."""
    return bool(_HANGING.search(text))


def _goes_on(group: _Group, piece: AnswerPiece, layout: Layout, marks: set[str]) -> bool:
    last = group.pieces[-1]
    if not layout.is_wrapped or last.line.verbatim or piece.line.verbatim:
        return False
    if last.line.goes_on is not None:
        return last.line.goes_on
    if layout.width(last.whole) > LONGEST_LINE and not ends_in_address(last.text):
        return False  # typed as one long line, although questions are wrapped
    slack = layout.slack(last.whole, piece.text)
    if re.search(r"[^\W\d_](?:-|‐|\xad)$", last.text) and piece.text[0].islower():
        return True
    if ends_in_address(last.text) and slack < INDENT:
        return True
    is_open = hangs(last.text)
    if _begins_item(last.text, piece.text, slack, is_open, marks):
        return False
    if begins_anew(last.text, piece.text, slack, is_open):
        return False
    if slack < 0:
        return not _is_parted(last, piece, layout)
    if slack <= _indent_allowed(group):
        return _runs_on(last, piece, layout, is_open)
    if slack <= DEEP_INDENT:
        has_ended = ends_sentence(last.text) and not last.text.endswith(("...", "…"))
        return is_open or (piece.text[0].islower() and not has_ended)
    return is_open and piece.text[0].islower() and layout.width(last.whole) > 0.4


def begins_anew(last: str, text: str, slack: float, hangs: bool) -> bool:
    """Whether a line begins a paragraph by what it says, even after a full line (slack < 0)."""
    is_full = slack < 0
    if _VERSION.match(text):
        return True
    if provision := _PROVISION.match(text):
        weak = provision["mark"] in ".,(" and not ends_sentence(last)
        return not hangs and not (is_full and weak)
    if ends_with_stop(last) and (_LABEL.match(text) or _ENTRY.match(text)):
        return True
    return not is_full and bool(_LABEL.match(text) or _MEMBER.fullmatch(text)) and not hangs


def _begins_item(last: str, text: str, slack: float, hangs: bool, marks: set[str]) -> bool:
    """Whether a line begins a list item, and not with "p. 12", an initial or "(20) years".

    After a full line, a mark counts if it begins a list or follows the answer's last one, and more
    so if the previous line does not end as an item does.
    """
    mark = LIST_MARK.match(text)
    if not mark:
        return False
    is_next = bool(marks & _marks_before(mark["value"] or ""))
    is_first = bool(mark["bullet"]) or mark["value"] in ("1", "a", "A", "i", "I")
    if ends_sentence(last):
        return slack >= 0 or is_next or is_first or not text[mark.end() :][:1].islower()
    if _OPEN_ITEM_END.search(last):
        is_initial = (mark["value"] or "").isupper() and mark["end"] == "."
        return is_next or (is_first and not is_initial)
    return not hangs and (slack > DEEP_INDENT or (slack >= 0 and (is_next or is_first)))


def _marks_before(value: str) -> set[str]:
    """Return the marks that this one may follow: 2 after 1, b after a, ii after i."""
    before = set()
    if value.isdecimal():
        before.add(str(int(value) - 1))
    elif len(value) == 1:
        before.add(chr(ord(value) - 1))
    if value in _ROMAN[1:]:
        before.add(_ROMAN[_ROMAN.index(value) - 1])
    return before


def _is_parted(last: AnswerPiece, piece: AnswerPiece, layout: Layout) -> bool:
    """Whether a gap wider than between wrapped lines separates a full line from a sentence."""
    is_gap = piece.blanks_before > layout.pitch and not _may_be_page_break(piece, layout)
    ends = ends_sentence(last.text)
    runs_on = piece.text[0].islower() or piece.text[0] == "("  # an address begins lowercase too
    return bool(is_gap and ends and not runs_on)


def _runs_on(last: AnswerPiece, piece: AnswerPiece, layout: Layout, hangs: bool) -> bool:
    if piece.text[0].islower() or hangs:
        return True
    if piece.text[0] == "(":
        return True
    if last.text.endswith((":", ";", ")")):
        return False
    return piece.blanks_before <= layout.pitch or (
        piece.after_page_break and not ends_with_stop(last.text)
    )


def _may_be_page_break(piece: AnswerPiece, layout: Layout) -> bool:
    """Whether a page may have ended before a line; 4235 leaves three blank lines there."""
    return piece.after_page_break or (layout.pitch == 0 and piece.blanks_before >= 3)


def _indent_allowed(group: _Group) -> float:
    """Return how far the lines of a paragraph may be indented, by its widest line."""
    return min(INDENT, 1 - group.widest)


def _doubts_about_join(last: AnswerPiece, piece: AnswerPiece, layout: Layout) -> Iterator[Repair]:
    """List a join where a sentence had ended, and nothing shows that its paragraph goes on."""
    if piece.text[0].islower() or last.line.goes_on is not None:
        return
    found = f"{last.text}{BETWEEN}{piece.text}"
    is_source = piece.text[0] == "("  # "…of expiration. | (Article 40)" 4235, Q12
    if layout.slack(last.whole, piece.text) >= 0:
        if ends_with_stop(last.text):
            yield Repair(piece.line.number, HAD_ROOM, found, doubtful=not is_source)
    elif ends_sentence(last.text) and not (
        is_source or _is_told_by_gaps(piece, layout) or _is_number_of(last, piece)
    ):
        yield Repair(piece.line.number, MAY_END, found, doubtful=True)


def _is_told_by_gaps(piece: AnswerPiece, layout: Layout) -> bool:
    """Whether there would be a gap before a line if it began a paragraph."""
    return layout.has_gaps and not _may_be_page_break(piece, layout)


def _is_number_of(last: AnswerPiece, piece: AnswerPiece) -> bool:
    """Whether "Art. 5" is split over two lines."""
    return piece.text[0].isdecimal() and bool(_ABBREVIATED.search(last.text))
