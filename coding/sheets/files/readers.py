"""Read a file into a Document of lines, or refuse it: text, PDF, Word, what converts to Word."""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from pathlib import PurePath

from coding.codebook.problems import FileRefused, Problem, UnreadableFile
from coding.codebook.text import canonical, paragraphs_of
from coding.sheets.document import Document, PageLine, Repair
from coding.sheets.files.clearing import clear
from coding.sheets.files.decoding import NoText, decode
from coding.sheets.files.file_kinds import WEB_PAGE, companion_of, is_binary, is_word, kind_of
from coding.sheets.files.libreoffice import CONVERTED, converted
from coding.sheets.files.mails import text_of_mail
from coding.sheets.files.pdfs.reader import read_pdf
from coding.sheets.files.second_reading import list_lost_words
from coding.sheets.files.word.reader import read_docx
from coding.sheets.files.word.tally import LineTally
from coding.sheets.printing.printable import INDENT, MARK

LARGEST_FILE = 20 * 1024 * 1024
WORD = (".docx", ".docm", ".dotx", ".dotm")  # macros are never run
LONGEST_TEXT = 1_000_000
MOST_LINES = 30_000
LARGEST_LETTER = 4  # bytes
_LINE_END = re.compile(r"\r\n|[\r\n\v\x85\u2028\u2029]")
_WRITE_AS = "Save the sheet as .txt, .pdf or .docx and import that file."


def read_file(name: str, content: bytes, *, recognise: bool = False) -> Document:
    """Return the lines of a file. Raises FileRefused.

    With ``recognise``, the words of a scan are recognised; somebody has to compare them with it.
    """
    extension = PurePath(name).suffix.lower()
    readers: dict[str, Callable[[str, bytes], Document]] = {
        ".txt": read_text,
        ".eml": _read_mail,
        ".pdf": partial(_read_pdf, recognise=recognise),
        **dict.fromkeys(WORD, _read_docx),
        **dict.fromkeys(CONVERTED, _read_converted),
    }
    if not content.strip():
        raise _refused(name, "The file is empty.", "", "Choose the file that holds the sheet.")
    if companion := companion_of(name):
        rule = f"This is no sheet but {companion}."
        raise _refused(name, rule, "", "Choose the file of the sheet itself.")
    if extension not in readers:
        further = ", ".join(CONVERTED)
        rule = "Sheets are read from .txt, .pdf and .docx files, from e-mails (.eml) and, by "
        rule += f"LibreOffice, from {further}."
        raise _refused(name, rule, extension or name, _WRITE_AS)
    if len(content) > LARGEST_FILE:
        found = f"{len(content) // 1024 // 1024} MB"
        raise _refused(name, "A sheet is smaller than 20 MB.", found, _WRITE_AS)
    try:
        document = readers[extension](name, content)
    except UnreadableFile as error:
        raise FileRefused([error.problem(name)]) from None
    _check_length(name, sum(len(line.text) for line in document.lines), len(document.lines))
    return document if _is_marked(line.text for line in document.lines) else clear(document)


def read_text(name: str, content: bytes) -> Document:
    """Read a text file; form feeds separate its pages."""
    _check_length(name, len(content) // LARGEST_LETTER, 0)
    text, repairs = _decode(name, content)
    _check_length(name, len(text), len(_LINE_END.findall(text)))
    rows = []
    for page, part in enumerate(text.split("\f"), start=1):
        rows += [(page, row) for row in _LINE_END.split(part)]
    return Document(name, number_lines(rows), repairs=repairs)


def _check_length(name: str, letters: int, lines: int) -> None:
    if letters > LONGEST_TEXT:
        rule = "A sheet has fewer than a million letters."
        raise _refused(name, rule, f"{letters:,} letters", _WRITE_AS)
    if lines > MOST_LINES:
        rule = f"A sheet has fewer than {MOST_LINES:,} lines."
        raise _refused(name, rule, f"{lines:,} lines", _WRITE_AS)


def number_lines(rows: Iterable[tuple[int, str]]) -> tuple[PageLine, ...]:
    """Number the rows. In a sheet printed here, an indented row is verbatim."""
    rows = list(rows)
    printed_here = _is_marked(row for _, row in rows)
    return tuple(
        PageLine(number, paragraphs_of(row), page, verbatim=printed_here and row.startswith(INDENT))
        for number, (page, row) in enumerate(rows, start=1)
    )


def _is_marked(rows: Iterable[str]) -> bool:
    """Whether this site printed the sheet as text, so that no letter needs correction."""
    return next((row for row in rows if row.strip()), "").startswith(MARK)


def _decode(name: str, content: bytes) -> tuple[str, tuple[Repair, ...]]:
    if is_binary(content):
        rule = f"The file is named .txt but holds {kind_of(content)}."
        raise _refused(name, rule, "", "Give its name the ending that fits, or save it as .txt.")
    if kind_of(content) == WEB_PAGE:
        fix = "Open it in a browser, copy the sheet's text into a new document, and import that."
        raise _refused(name, f"The file is named .txt but holds {WEB_PAGE}.", "", fix)
    try:
        return decode(content)
    except NoText as error:
        rule = "The file is named .txt but holds no text."
        raise _refused(name, rule, canonical(str(error)), _WRITE_AS) from None


def _read_mail(name: str, content: bytes) -> Document:
    mail = text_of_mail(content)
    read = read_text(name, mail.text.encode())
    repairs = (*mail.repairs, *read.repairs)
    return replace(read, repairs=repairs, unread=mail.attached, has_line_numbers=False)


def _read_pdf(name: str, content: bytes, *, recognise: bool) -> Document:
    read = read_pdf(content, recognise=recognise)
    rows = ((row.page, row.text) for row in read.rows)
    lines = tuple(
        replace(line, goes_on=row.goes_on, aside=row.aside)
        for line, row in zip(number_lines(rows), read.rows, strict=True)
    )
    return Document(
        name,
        lines,
        read.links,
        read.repairs,
        read.unread,
        has_line_numbers=False,
        is_wrapped_once=read.is_wrapped_once,
    )


def _read_docx(name: str, content: bytes) -> Document:
    return _of_word(name, read_docx(content))


def _of_word(name: str, tally: LineTally) -> Document:
    lines = tuple(
        PageLine(number, paragraphs_of(row.text), verbatim=row.verbatim, as_printed=row.as_printed)
        for number, row in enumerate(tally.rows, start=1)
    )
    repairs, unread = tuple(tally.repairs), tuple(tally.unread)
    return Document(name, lines, repairs=repairs, unread=unread, has_line_numbers=False)


def _read_converted(name: str, content: bytes) -> Document:
    """Read a file that LibreOffice turns into a Word file, or one that is a Word file already."""
    extension = PurePath(name).suffix.lower()
    if is_word(content):
        return _read_docx(name, content)
    tally = read_docx(converted(content, extension))
    what = "Turned into a Word file by LibreOffice; compare it with the original"
    tally.repairs.insert(0, Repair(None, what, name))
    list_lost_words(content, tally)
    return _of_word(name, tally)


def _refused(name: str, rule: str, found: str, fix: str) -> FileRefused:
    return FileRefused([Problem(name, rule, fix, found=found)])
