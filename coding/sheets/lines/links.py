"""Drop or repair the addresses of links.

Text extractors dump addresses at the end of a page, in any answer. In 4235 and 4765 the link's own
text lost its underscores ("bilateral relations"); the dumped address still has them. 6070 has the
address undamaged in the text and again at the end of the page; its answer 59 *is* an address and
must stay.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from itertools import islice, pairwise
from typing import NamedTuple
from urllib.parse import unquote

from coding.sheets.document import AnswerPiece, Cut, Document, PdfLink, Repair
from coding.sheets.questions.wording import letters

DUMPED = "Address of a link, dumped between the lines, left out"
PUT_RIGHT = "Text of a link put right from its address"
LINES_PER_PAGE = 70  # a dumped address belongs to a link on the page before it
MOST = 300  # addresses that are looked for; no sheet has so many
MOST_ON_PAGE = 300  # lines of one answer, in which the addresses of links are looked for
SHORTEST = 6  # letters; fewer may be words instead of an address
_SCHEME = re.compile(r"^\w+:(?://)?(?:www\.)?", re.IGNORECASE)
_NO_LETTERS_AT_END = re.compile(r"[\W_]+$")
_URL_ENDS = re.compile(r"/?(?:[\s)\]>,;:”\"'’]|\.(?:\s|$)|$)")


class _Page(NamedTuple):
    """How a document is set: whether in double spacing, and the number of its last line."""

    is_doubled: bool
    last: int


class Spot(NamedTuple):
    """Where an address is visible: from a column of one piece to a column of it or a later one."""

    first: int
    start: int
    last: int
    end: int


def settle_links(document: Document, cut: Cut) -> None:
    """Drop dumped addresses, and repair visible ones from them or from annotations.

    A PDF without annotations may be a print of text into which addresses were dumped.
    """
    if not document.links:
        _drop_dumped(document, cut)
        return
    shown: dict[tuple[int, int], str] = {}  # what an answer shows on a page, until it is repaired
    for link in list(dict.fromkeys(document.links))[:MOST]:
        for number, pieces in cut.answers.items():
            place = number, link.page
            if place not in shown:
                shown[place] = _shown_on(pieces, link.page)
            if any(needle in shown[place] for needle in _needles(link.url)):
                _settle(cut, pieces, link)
                del shown[place]


def _shown_on(pieces: list[AnswerPiece], page: int) -> str:
    return "".join(_letters_of(pieces[number].text) for number in _on_page(pieces, page))


def _on_page(pieces: list[AnswerPiece], page: int) -> list[int]:
    numbers = (number for number, piece in enumerate(pieces) if piece.line.page == page)
    return list(islice(numbers, MOST_ON_PAGE))


def _needles(url: str) -> tuple[str, ...]:
    """Return the letters by which an address is found: as it is, and decoded."""
    return tuple(dict.fromkeys((_core(url), _core(unquote(url)))))


def _settle(cut: Cut, pieces: list[AnswerPiece], link: PdfLink) -> None:
    if spot := _find(pieces, _on_page(pieces, link.page), link.url, set()):
        _repair_visible(cut, pieces, spot, link.url)


def _drop_dumped(document: Document, cut: Cut) -> None:
    seen: list[tuple[list[AnswerPiece], AnswerPiece]] = []
    used: set[tuple[int, int]] = set()
    previous = ""
    page = _Page(_is_double_spaced(document), _last_line(document))
    looked_for = 0
    for number in sorted(cut.answers):
        pieces = cut.answers[number]
        for piece in list(pieces):
            if not piece.is_bare_url:
                seen.append((pieces, piece))
                previous = ""
                continue
            looked_for += 1
            shown = _visible_before(seen, piece.text, used) if looked_for <= MOST else None
            is_known = shown is not None or piece.text == previous
            if piece.inside_wording or _may_go(piece, pieces, page, is_known=is_known):
                _drop(cut, pieces, piece)
                previous = piece.text
                if shown:
                    _repair_visible(cut, *shown, piece.text)
            else:
                seen.append((pieces, piece))
                what = "A line with only an address, kept as part of the answer"
                cut.repairs.append(Repair(piece.line.number, what, piece.text))


def _drop(cut: Cut, pieces: list[AnswerPiece], piece: AnswerPiece) -> None:
    position = next(n for n, other in enumerate(pieces) if other is piece)
    del pieces[position]
    if position < len(pieces):
        pieces[position].after_page_break = True
    cut.repairs.append(Repair(piece.line.number, DUMPED, piece.text, left_out=True))


def _may_go(piece: AnswerPiece, pieces: list[AnswerPiece], page: _Page, *, is_known: bool) -> bool:
    """Whether an address was dumped, judged by earlier occurrences and by its setting.

    An address that is a whole answer may be meant, and one that occurs nowhere else may be part of
    the answer. These are dropped only if they are set as dumped addresses are.
    """
    is_set_apart = _is_set_apart(piece, page)
    if len(pieces) == 1:
        return is_known and (is_set_apart or piece.at_page_end)
    return is_known or is_set_apart


def _is_set_apart(piece: AnswerPiece, page: _Page) -> bool:
    """Whether a line is set as dumped addresses are.

    4235 and 4765 leave two blank lines before one; the double-spaced 6070 none after it.
    """
    if piece.line.number >= page.last:
        return True
    return piece.blanks_after == 0 if page.is_doubled else piece.blanks_before >= 2


def _last_line(document: Document) -> int:
    return next((line.number for line in reversed(document.lines) if line.text), 0)


def _is_double_spaced(document: Document) -> bool:
    pairs = pairwise(line.text for line in document.lines)
    followed = [not after for text, after in pairs if text]
    return sum(followed) > 0.9 * len(followed)


def _visible_before(
    seen: list[tuple[list[AnswerPiece], AnswerPiece]], url: str, used: set[tuple[int, int]]
) -> tuple[list[AnswerPiece], Spot] | None:
    """Return the first unused place among the last page's lines that shows an address."""
    recent = {id(piece) for _, piece in seen[-LINES_PER_PAGE:]}
    owners = {id(owner): owner for owner, _ in seen[-LINES_PER_PAGE:]}
    for owner in owners.values():
        numbers = [n for n, piece in enumerate(owner) if id(piece) in recent]
        spot = _find(owner, numbers, url, used)
        if spot:
            used.add((owner[spot.first].line.number, spot.start))
            return owner, spot
    return None


def _find(
    pieces: list[AnswerPiece], numbers: Iterable[int], url: str, used: set[tuple[int, int]]
) -> Spot | None:
    """Find an address in an answer's pieces, letter by letter, across line ends."""
    free = [number for number in numbers if not pieces[number].line.verbatim]
    text = "".join(_letters_of(pieces[number].text) for number in free)
    if not any(needle in text for needle in _needles(url)):
        return None
    places = [
        (number, column)
        for number in free
        for column, char in enumerate(pieces[number].text)
        for _ in letters(char)
    ]
    for needle in _needles(url):
        position = text.find(needle) if len(needle) >= SHORTEST else -1
        while position >= 0:
            first, start = places[position]
            last, end = places[position + len(needle) - 1]
            is_new = (pieces[first].line.number, start) not in used
            if is_new and _URL_ENDS.match(pieces[last].text, end + 1):
                return Spot(first, start, last, end + 1)
            position = text.find(needle, position + 1)
    return None


@lru_cache(maxsize=4 * LINES_PER_PAGE)
def _letters_of(text: str) -> str:
    return letters(text)


def _core(url: str) -> str:
    return letters(_SCHEME.sub("", url))


def _repair_visible(cut: Cut, pieces: list[AnswerPiece], spot: Spot, url: str) -> None:
    """Restore an address that lost underscores or was broken at a line end."""
    first, last = pieces[spot.first], pieces[spot.last]
    lines = [piece.text for piece in pieces[spot.first : spot.last + 1]]
    lines[-1] = lines[-1][: spot.end]  # before the first is cut: it may be the same line
    lines[0] = lines[0][spot.start :]
    shown = "\n".join(lines)
    wanted = _NO_LETTERS_AT_END.sub("", _SCHEME.sub("", url))
    if shown == wanted or _bare(shown) != _bare(wanted):
        return
    merged = replace(
        first, text=first.text[: spot.start] + wanted + last.text[spot.end :], whole=last.whole
    )
    pieces[spot.first : spot.last + 1] = [merged]
    scheme = re.search(r"\w+://(?:www\.)?$", first.text[: spot.start])
    lead = scheme[0] if scheme else ""
    cut.repairs.append(Repair(first.line.number, PUT_RIGHT, lead + shown, lead + wanted))


def _bare(text: str) -> str:
    return re.sub(r"[\s_]", "", text)
