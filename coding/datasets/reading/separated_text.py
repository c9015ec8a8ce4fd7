"""Reads text in columns: detects the encoding and the separator, and splits the lines.

In linear time, a line at a time: lines longer than the dataset needs are refused.
"""

import codecs
import csv
import io
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import partial
from itertools import chain, islice
from unicodedata import category

from coding.codebook.problems import UnreadableFile
from coding.datasets.reading.texts import without_blanks

NumberedLine = tuple[int, list[str]]  # number of the line, cells

LOOKED_AT = 20  # first lines searched for the names of the variables
SAID = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
_MOST_LINES = 2_000_000  # the directed dyads of 5.1 have 273,297
_LONGEST_LINE = 50_000
_LINES_OF_A_CELL = 20  # searched for the end of a cell with line breaks
_STEP = 1_000_000  # bytes decoded at a time, to check the encoding
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_NOT_IN_CP1252 = (0x81, 0x8D, 0x8F, 0x90, 0x9D)
_SEP_LINE = re.compile(r'"?sep=(.)"?', re.IGNORECASE | re.DOTALL)
_NO_LETTERS = ("Cc", "Cn", "Co", "Cs")  # Unicode's categories of control and unassigned characters
_AS_CSV = "Save it as CSV, as an Excel workbook (.xlsx) or as a Stata file."


def lines_of_text(content: bytes, names: Collection[str]) -> Iterator[NumberedLine]:
    """Yield each line's number and cells; ``names`` are the expected columns.

    Excel's own first line, “sep=;”, is no row and not counted. Raises UnreadableFile.
    """
    lines = _decoded(content)
    looked = list(islice(lines, LOOKED_AT))
    _require_letters(looked)
    declared = _SEP_LINE.fullmatch(looked[0].rstrip("\r\n")) if looked else None
    if declared:
        looked = looked[1:]
    separator = declared[1] if declared else separator_of(looked, names)
    _require_no_spaces(looked, separator, names)
    every = enumerate(chain(looked, lines), start=1)
    for number, text in every:
        line = text.rstrip("\r\n")
        if '"' not in line:
            yield number, line.split(separator)
            continue
        try:
            cells = _quoted(line, separator, strict=True)
        except csv.Error:
            below = [text for _, text in islice(every, _LINES_OF_A_CELL)]
            raise _fault_of_quotes(line, separator, number, below) from None
        yield number, cells


def separator_of(lines: Sequence[str], names: Collection[str]) -> str:
    """Return the separator that splits some line into the most names."""

    def known(separator: str) -> tuple[int, int]:
        counts = (sum(1 for cell in _split(line, separator) if cell in names) for line in lines)
        return max(counts, default=0), lines[0].count(separator) if lines else 0

    return max(SAID, key=known)


def _require_no_spaces(lines: Sequence[str], separator: str, names: Collection[str]) -> None:
    for number, line in enumerate(lines, start=1):
        parted, spaced = (
            sum(1 for cell in _split(line, between) if cell in names)
            for between in (separator, None)
        )
        if spaced > len(names) / 2 > parted:
            rule = "The columns are separated by spaces."
            raise UnreadableFile(
                rule, "Save it with commas between them (.csv).", found=line, line=number
            )


def _split(line: str, separator: str | None) -> list[str]:
    return [
        without_blanks(without_blanks(cell).strip('"')).lower() for cell in line.split(separator)
    ]


def _quoted(line: str, separator: str, *, strict: bool) -> list[str]:
    return next(csv.reader([line], delimiter=separator, strict=strict, skipinitialspace=True))


def _fault_of_quotes(
    line: str, separator: str, number: int, below: Sequence[str]
) -> UnreadableFile:
    """Return the fault of a line's quotation marks; ``below`` are the next lines."""
    last = _quoted(line, separator, strict=False)[-1]
    is_open = line.count('"') % 2
    if is_open and any('"' in text for text in below):
        rule = "A line break stands inside the cell that begins so."
        fix = "Join the lines that the cell stands in, so that it is in one."
        return UnreadableFile(rule, fix, found=last, line=number)
    if is_open:
        rule = "A quotation mark opens the cell that begins so, and none closes it."
        return UnreadableFile(rule, "Take the quotation mark out.", found=last, line=number)
    rule = "Something stands between a closing quotation mark and the end of its cell."
    return UnreadableFile(
        rule, "Take the quotation marks out of the line.", found=line, line=number
    )


def _decoded(content: bytes) -> Iterator[str]:
    """Yield the lines of the text. Raises UnreadableFile."""
    text = io.TextIOWrapper(io.BytesIO(content), encoding=_encoding_of(content), newline="")
    try:
        for number, line in enumerate(iter(partial(text.readline, _LONGEST_LINE + 1), ""), start=1):
            if number > _MOST_LINES:
                rule = f"The file has more than {_MOST_LINES:,} lines; none of a dataset has."
                raise UnreadableFile(rule, "Take the file as it was published.")
            if len(line) > _LONGEST_LINE:
                rule = "The line is longer than any of a dataset."
                raise UnreadableFile(rule, _AS_CSV, found=line[:40], line=number)
            if "\0" in line:
                raise _no_text()
            yield line
    except UnicodeError as error:
        raise UnreadableFile("The text is damaged or cut off.", "Save it again.") from error


def _require_letters(lines: Iterable[str]) -> None:
    if any(
        category(sign) in _NO_LETTERS and sign not in "\t\r\n\x1a\x85" for sign in chain(*lines)
    ):
        raise _no_text()


def _no_text() -> UnreadableFile:
    return UnreadableFile("This is no text: it holds bytes that no letter has.", _AS_CSV)


def _encoding_of(content: bytes) -> str:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return encoding
    begin = content[:400]
    if begin[1::2].count(0) > len(begin) // 4 > begin[::2].count(0):
        return "utf-16-le"
    if begin[::2].count(0) > len(begin) // 4 > begin[1::2].count(0):
        return "utf-16-be"
    if content.isascii() or _is_utf_8(content):
        return "utf-8"
    return "latin-1" if any(code in content for code in _NOT_IN_CP1252) else "cp1252"


def _is_utf_8(content: bytes) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for start in range(0, len(content), _STEP):
            decoder.decode(content[start : start + _STEP])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True
