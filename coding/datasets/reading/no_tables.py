"""Detects files that are no tables, by their first bytes, and says what to do with them."""

import zipfile
from typing import NamedTuple

from coding.codebook.problems import UnreadableFile
from coding.datasets.reading.packed_files import opened_zip

_AS_CSV = "save the rows as CSV (.csv)"
_IN_EXCEL = "Open it in Excel or LibreOffice, and save it as an Excel workbook (.xlsx) or as CSV."
_MEMBER_FILE = "Choose the member file of the release, such as atop5_1m.csv."
_IN_R = "In R: write.csv(data, file, row.names = FALSE)."
_UNPACK = "Unpack it, and import the file that is in it."


class _Sign(NamedTuple):
    """The bytes that identify a kind of file, and their position."""

    begins: bytes
    what: str
    fix: str
    at: int = 0


_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SIGNS = (
    _Sign(b"$FL2", "an SPSS file (.sav)", "Open it in SPSS, and save it as CSV or as Stata file."),
    _Sign(b"$FL3", "an SPSS file (.zsav)", "Open it in SPSS, and save it as CSV or as Stata file."),
    _Sign(b"RDX", "an R data file", _IN_R),
    _Sign(b"RDA", "an R data file", _IN_R),
    _Sign(b"X\n\0\0", "an R data file (.rds)", _IN_R),
    _Sign(b"A\n2\n", "an R data file (.rds)", _IN_R),
    _Sign(b"A\n3\n", "an R data file (.rds)", _IN_R),
    _Sign(
        b"\0" * 12 + b"\xc2\xea\x81\x60",
        "a SAS data set (.sas7bdat)",
        "Open it in SAS, and export it as CSV.",
    ),
    _Sign(b"HEADER RECORD*******", "a SAS transport file (.xpt)", "Export it from SAS as CSV."),
    _Sign(b"PAR1", "a Parquet file", f"Open it in R or Python, and {_AS_CSV}."),
    _Sign(b"ARROW1", "an Arrow or Feather file", f"Open it in R or Python, and {_AS_CSV}."),
    _Sign(b"FEA1", "a Feather file", f"Open it in R or Python, and {_AS_CSV}."),
    _Sign(b"\x89HDF", "an HDF5 file", f"Open it in R or Python, and {_AS_CSV}."),
    _Sign(b"\x80", "a Python or R object", f"Open it where it was saved, and {_AS_CSV}."),
    _Sign(b"MATLAB 5.0", "a MATLAB file", f"Open it in MATLAB, and {_AS_CSV}."),
    _Sign(b"SQLite format 3", "an SQLite database", f"Open it, and {_AS_CSV}."),
    _Sign(b"Standard Jet DB", "an Access database", f"Open it in Access, and {_AS_CSV}.", 4),
    _Sign(b"Standard ACE DB", "an Access database", f"Open it in Access, and {_AS_CSV}.", 4),
    _Sign(b"%PDF", "a PDF", f"{_MEMBER_FILE} Printed sheets are imported by import_sheets."),
    _Sign(b"{\\rtf", "a rich text document (.rtf)", _MEMBER_FILE),
    _Sign(b"\x89PNG", "a picture", _MEMBER_FILE),
    _Sign(b"\xff\xd8\xff", "a picture", _MEMBER_FILE),
    _Sign(b"GIF8", "a picture", _MEMBER_FILE),
    _Sign(b"BZh", "a file packed with bzip2", f"{_UNPACK} Files of R are often packed so."),
    _Sign(b"\xfd7zXZ", "a file packed with xz", f"{_UNPACK} Files of R are often packed so."),
    _Sign(b"\x28\xb5\x2f\xfd", "a file packed with Zstandard", _UNPACK),
    _Sign(b"7z\xbc\xaf", "a file packed with 7-Zip", _UNPACK),
    _Sign(b"Rar!", "a file packed with RAR", _UNPACK),
    _Sign(b"ustar", "an archive of files (.tar)", _UNPACK, 257),
    _Sign(
        b"version https://git-lfs",
        "a pointer of Git LFS, and not the file itself",
        "Fetch the file: git lfs pull.",
    ),
)
# Beginnings of text files, in lower case
_TEXTS = (
    _Sign(b"<!doctype html", "a web page", "Download the file itself; " + _IN_EXCEL),
    _Sign(b"<html", "a web page", "Download the file itself. If it is called .xls: " + _IN_EXCEL),
    _Sign(b"<table", "a table of a web page", _IN_EXCEL),
    _Sign(b"<?xml", "an XML file", _IN_EXCEL),
    _Sign(b"ascii spss port file", "an SPSS portable file (.por)", "Save it in SPSS as CSV."),
    _Sign(b"{", "a JSON file", f"Open it in R or Python, and {_AS_CSV}."),
    _Sign(b"[", "a JSON file", f"Open it in R or Python, and {_AS_CSV}."),
    _Sign(b"id;p", "a SYLK file (.slk)", _IN_EXCEL),
)
_IN_OLE = (
    (b"EncryptedPackage", "an Office file locked with a password", "Take the password off: "),
    (b"WordDocument", "an old Word document (.doc)", ""),
    (b"PowerPoint Document", "an old PowerPoint file (.ppt)", ""),
)
_IN_ZIP = (
    ("xl/workbook.bin", "a binary Excel workbook (.xlsb)", _IN_EXCEL),
    ("word/document.xml", "a Word document (.docx)", _MEMBER_FILE),
    ("ppt/presentation.xml", "a PowerPoint file (.pptx)", _MEMBER_FILE),
    (
        "Index/",
        "an Apple Numbers or Pages document",
        "In Numbers choose File › Export To › CSV or Excel.",
    ),
    (
        "Index.zip",
        "an Apple Numbers or Pages document",
        "In Numbers choose File › Export To › CSV or Excel.",
    ),
)
_WORKBOOK = "xl/workbook.xml"


def is_workbook(content: bytes) -> bool:
    """Whether the content is an Excel workbook (.xlsx). UnreadableFile for another document."""
    if not content.startswith(b"PK"):
        return False
    with opened_zip(content) as parts:
        names = parts.namelist()
        kind = _beginning(parts, "mimetype") if "mimetype" in names else b""
    if _WORKBOOK in names:
        return True
    if b"opendocument" in kind:
        is_sheet = b"spreadsheet" in kind
        what = "spreadsheet (.ods)" if is_sheet else "document"
        raise _refuse_other_kind(f"an OpenDocument {what}", _IN_EXCEL if is_sheet else _MEMBER_FILE)
    for part, what, fix in _IN_ZIP:
        if any(name.startswith(part) for name in names):
            raise _refuse_other_kind(what, fix)
    raise _refuse_other_kind("a document of many parts", _MEMBER_FILE)


def _beginning(parts: zipfile.ZipFile, name: str) -> bytes:
    with parts.open(name) as part:
        return part.read(100)


def require_table(content: bytes) -> None:
    """Raise UnreadableFile for a file of another known kind."""
    if content.startswith(_OLE):
        raise _of_office(content)
    begin = content[:2048].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    for sign in _SIGNS:
        if content.startswith(sign.begins, sign.at):
            raise _refuse_other_kind(sign.what, sign.fix)
    for sign in _TEXTS:
        if begin.startswith(sign.begins):
            is_sheet = sign.begins == b"<?xml" and b"spreadsheet" in begin
            raise _refuse_other_kind("an XML spreadsheet" if is_sheet else sign.what, sign.fix)


def _of_office(content: bytes) -> UnreadableFile:
    for name, what, first in _IN_OLE:
        if name.decode().encode("utf-16-le") in content:
            return _refuse_other_kind(what, first + _IN_EXCEL if first else _MEMBER_FILE)
    return _refuse_other_kind("an old Excel workbook (.xls)", _IN_EXCEL)


def _refuse_other_kind(what: str, fix: str) -> UnreadableFile:
    return UnreadableFile(f"This is {what}.", fix)
