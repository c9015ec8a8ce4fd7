"""Drop running heads and feet.

If pages are known, a line at a page's edge is a head or foot when (nearly) every page has it, apart
from a number that counts up with the pages. If not, such a number must divide the whole document
into pages of similar length; a list of articles in one answer does not.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import accumulate, pairwise
from statistics import median
from typing import NamedTuple

from coding.sheets.document import Document, PageLine, Repair
from coding.sheets.lines.surroundings import Surroundings

DROPPED = "Page head or foot dropped"
FEWEST_PAGES = 3  # fewer repeat nothing often enough
DEEPEST = 4  # lines of one head or foot
SHORTEST_PAGE = 15  # lines of text
LONGEST_EDGE = 200  # letters; a longer line is no head or foot

_NAMED = re.compile(r"Page\s+(?P<number>\d{1,4})(?P<total>\s+of\s+\d+)?", re.IGNORECASE)
_PLAIN = re.compile(
    r"(?:Page\s+)?(?P<number>\d{1,3})\s*(?:of|/)\s*(?P<total>\d{1,3})|[-–—]\s*(?P<between>\d{1,3})\s*[-–—]",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?<!\d)\d{1,3}(?!\d)")
_OF_THE_SHEET = re.compile(
    r"\b(?:ATOP|coding\s+sheet|draft|confidential|do\s+not\s+(?:circulate|cite|quote)|https?://|file://|"
    r"\w+\.(?:docx?|pdf|txt|html?)|printed|page)\b",
    re.IGNORECASE,
)


class Running(NamedTuple):
    """What lines at page edges share: the words around a number, and how far it is ahead.

    ``ahead`` is the number minus the page's; None if the whole line is the same.
    """

    before: str
    after: str
    ahead: int | None


def drop_page_edges(document: Document) -> Document:
    """Drop running heads, feet and page numbers, each with a repair.

    In a text without page breaks, numbered feet also show where pages ended.
    """
    paged = document if document.has_pages else _paged_by_numbers(document)
    gone = _named_numbers(document) | _plain_numbers(document)
    gone |= _repeated(paged, gone)
    running = _running(document, gone)
    gone |= running.keys()
    lines = paged.lines
    repairs = [
        Repair(
            lines[n].number, DROPPED, lines[n].text, doubtful=running.get(n, False), left_out=True
        )
        for n in sorted(gone)
    ]
    return replace(
        paged,
        lines=tuple(replace(line, text="") if n in gone else line for n, line in enumerate(lines)),
        repairs=(*document.repairs, *repairs, *_kept_numbers(document)),
    )


def _pages(document: Document) -> list[list[int]]:
    pages: dict[int, list[int]] = defaultdict(list)
    for index, line in enumerate(document.lines):
        if line.text and not line.verbatim:
            pages[line.page].append(index)
    return list(pages.values())


def _named_numbers(document: Document) -> set[int]:
    """Return the lines that say "Page 3" or "Page 3 of 9" and count; "Page 12" may be a source."""
    named = {n: match for n, line in enumerate(document.lines) if (match := _named_number(line))}
    edges = {rows[end] for rows in _pages(document) for end in (0, -1)}
    sure = {n for n, match in named.items() if match["total"] or n in edges}
    return sure | set(_counting({n: int(match["number"]) for n, match in named.items()}))


def _named_number(line: PageLine) -> re.Match[str] | None:
    is_short = len(line.text) < LONGEST_EDGE and not line.verbatim
    return _NAMED.fullmatch(line.text) if is_short else None


def _counting(numbers: Mapping[int, int]) -> list[int]:
    """Return the longest row of lines whose numbers rise by one or stay; none if all are equal."""
    rows: dict[int, tuple[int, int]] = {}  # by number: how many lines, and the last of them
    before: dict[int, int | None] = {}
    for line, number in numbers.items():
        longest = max((rows[n] for n in (number, number - 1) if n in rows), default=(0, None))
        before[line] = longest[1]
        rows[number] = longest[0] + 1, line
    row: list[int] = []
    line_or_none: int | None = max(rows.values(), default=(0, None))[1]
    while line_or_none is not None:
        row.append(line_or_none)
        line_or_none = before[line_or_none]
    return row if len({numbers[line] for line in row}) > 1 else []


def _plain_numbers(document: Document) -> set[int]:
    """Return the lines at page edges that give the page's own number, as "1/2" or "- 1 -"."""
    pages, numbered = _pages(document), set()
    for page, rows in enumerate(pages, start=1):
        for index in (rows[0], rows[-1]):
            match = _PLAIN.fullmatch(document.lines[index].text[:LONGEST_EDGE])
            number = match and int(match["number"] or match["between"])
            if match and number == page and int(match["total"] or len(pages)) == len(pages):
                numbered.add(index)
    return numbered


def _kept_numbers(document: Document) -> Iterator[Repair]:
    """List bare numbers where there are only two pages: each may be an answer."""
    pages = _pages(document)
    if len(pages) < FEWEST_PAGES and document.has_pages:
        for page, rows in enumerate(pages, start=1):
            for line in {document.lines[rows[0]], document.lines[rows[-1]]}:
                if line.text == str(page):
                    yield Repair(line.number, "A bare number at a page's edge, kept", line.text)


def _repeated(document: Document, gone: set[int]) -> set[int]:
    pages = [[n for n in rows if n not in gone] for rows in _pages(document)]
    repeated: set[int] = set()
    if len(pages) < FEWEST_PAGES:
        return repeated
    for edge in (0, -1):
        for _ in range(DEEPEST):
            layer = _outer_layer(document, pages, edge)
            pages = [[n for n in rows if n not in layer] for rows in pages]
            repeated |= layer
    return repeated | _on_each_second(document, pages)


def _on_each_second(document: Document, pages: list[list[int]]) -> set[int]:
    """Return the lines at the edge of all left or all right pages, which stand nowhere else."""
    times = Counter(line.text for line in document.lines)
    layers = (
        _outer_layer(document, half, edge)
        for half in (pages[::2], pages[1::2])
        for edge in (0, -1)
        if len(half) >= FEWEST_PAGES
    )
    return {
        index
        for layer in layers
        for index in layer
        if times[document.lines[index].text] == len(layer)
    }


def _outer_layer(document: Document, pages: list[list[int]], edge: int) -> set[int]:
    """Return the lines that most pages share at one edge, if any."""
    alike: dict[Running, set[int]] = defaultdict(set)
    times = Counter(line.text for line in document.lines)
    for rows in pages:
        # An address dumped at a page's end may stand outside its foot.
        inner = [n for n in rows if not document.lines[n].is_bare_url]
        for index in {layer[edge] for layer in (rows, inner) if layer}:
            for running in _readings(document.lines[index]):
                alike[running].add(index)
    enough = [
        present for running, present in alike.items() if _is_enough(running, present, pages, times)
    ]
    return max(enough, key=len, default=set())


def _readings(line: PageLine) -> Iterator[Running]:
    if len(line.text) > LONGEST_EDGE:
        return
    yield Running(line.text, "", None)
    for number in _NUMBER.finditer(line.text):
        before, after = line.text[: number.start()], line.text[number.end() :]
        yield Running(before, after, int(number[0]) - line.page)


def _is_enough(
    running: Running, present: set[int], pages: list[list[int]], times: Mapping[str, int]
) -> bool:
    """Whether so few pages lack the line that it is a head or foot.

    A line on every page is. Otherwise a line without a counting number, such as "No", is an answer
    if it also occurs elsewhere.
    """
    missing = len(pages) - len(present)
    if len(present) < FEWEST_PAGES:
        return False
    if running.ahead is not None:
        return missing <= len(pages) // 3
    stands_elsewhere = times[running.before] > len(present)
    return not missing or (missing <= max(1, len(pages) // 8) and not stands_elsewhere)


def _running(document: Document, gone: set[int]) -> dict[int, bool]:
    """Return the lines of a head or foot that recurs page by page, and whether they are doubtful.

    This is for texts without page breaks. The lines name the sheet or a file, or call it a draft;
    an answer hardly does so again and again. They are doubtful if they neither count nor stand
    inside a sentence.
    """
    alike: dict[str, list[int]] = defaultdict(list)
    for index, line in enumerate(document.lines):
        is_short = 0 < len(line.text) <= LONGEST_EDGE
        if is_short and index not in gone and not line.verbatim and _is_of_the_sheet(line):
            alike[_NUMBER.sub("0", line.text)].append(index)
    around = Surroundings(document.lines)
    return {
        index: doubtful
        for indexes in alike.values()
        if _parts_pages(document, indexes)
        for doubtful in [not _is_of_pages(document, indexes, around)]
        for index in indexes
    }


def _is_of_pages(document: Document, indexes: list[int], around: Surroundings) -> bool:
    """Whether similar lines count, or one of them interrupts a sentence, as only page ends do."""
    texts = {document.lines[index].text for index in indexes}
    return len(texts) > 1 or any(map(around.is_inside_sentence, indexes))


def _is_of_the_sheet(line: PageLine) -> bool:
    return not line.is_bare_url and bool(_OF_THE_SHEET.search(line.text))


def _paged_by_numbers(document: Document) -> Document:
    turns = _named_numbers(document)
    if len(turns) < FEWEST_PAGES:
        turns = set(_numbers_through(document))
    if not turns:
        return document
    pages = accumulate((n in turns for n in range(len(document.lines))), initial=1)
    lines = zip(document.lines, pages, strict=False)
    return replace(document, lines=tuple(replace(line, page=page) for line, page in lines))


def _numbers_through(document: Document) -> list[int]:
    """Return the isolated lines, alike except for a number, that count through the document."""
    alike: dict[tuple[str, str], dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    around = Surroundings(document.lines)
    for index, line in enumerate(document.lines):
        is_short = 0 < len(line.text) <= LONGEST_EDGE
        if is_short and not line.verbatim and around.is_set_apart(index):
            for number in _NUMBER.finditer(line.text):
                words = (line.text[: number.start()], line.text[number.end() :])
                alike[words][int(number[0])].append(index)
    counts = [_count(places) for places in alike.values()]
    return max((count for count in counts if _parts_pages(document, count)), key=len, default=[])


def _count(places: dict[int, list[int]]) -> list[int]:
    """Return the longest run of numbers that count up by one; a repeated number breaks it."""
    longest: list[int] = []
    run: list[int] = []
    previous = 0
    for number, indexes in sorted(places.items()):
        goes_on = bool(run) and number == previous + 1 and indexes[0] > run[-1]
        run = [] if len(indexes) > 1 else [*(run if goes_on else []), indexes[0]]
        longest = max(longest, run, key=len)
        previous = number
    return longest


def _parts_pages(document: Document, count: list[int]) -> bool:
    """Whether the lines divide the document into pages of similar length, save the last."""
    if len(count) < FEWEST_PAGES:
        return False
    row = list(accumulate(bool(line.text) for line in document.lines))
    lengths = [b - a for a, b in pairwise([0, *(row[n] for n in count), row[-1]])]
    first, full, ending = lengths[0], lengths[1:-2], lengths[-2:]
    usual = median(full)
    is_even = all(usual / 2 <= length <= 2 * usual for length in full)
    return usual >= SHORTEST_PAGE and is_even and max(first, *ending) <= 1.5 * usual
