"""Recognise the kind of a file by its content, whatever its name says."""

import io
import re
import zipfile

WEB_PAGE = "a web page (HTML)"
WORD_FILE = "a Word file (.docx)"
OLD_WORD = "an old Word file (.doc)"
RICH_TEXT = "a rich text file (.rtf)"
OPEN_DOCUMENT = "an OpenDocument text (.odt)"
_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0"  # Microsoft's container for Word, Excel and others until 2007
_STARTS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "a PDF"),
    (b"{\\rtf", RICH_TEXT),
    (b"\xffWPC", "a WordPerfect file (.wpd)"),
    (b"\xdb\xa5", "a file of Word 2 for Windows"),
    (b"\x31\xbe\x00\x00", "a file of Windows Write or Word for DOS"),
    (b"\xfe\x37", "a file of Word for the Mac, of the eighties"),
    (b"\x00\x05\x16\x07", "a companion file that a Mac writes beside the real one"),
    (b"\x89PNG", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"II*\x00", "a picture (TIFF)"),
    (b"MM\x00*", "a picture (TIFF)"),
    (b"Rar!", "an archive (RAR)"),
    (b"7z\xbc\xaf", "an archive (7z)"),
    (b"\x1f\x8b", "an archive (gzip)"),
    (b"BZh", "an archive (bzip2)"),
    (b"\xfd7zXZ", "an archive (xz)"),
)
_IN_OLE = (
    ("EncryptedPackage", "a Word file that asks for a password"),
    ("WordDocument", OLD_WORD),
    ("Workbook", "an old Excel workbook (.xls)"),
    ("PowerPoint Document", "an old PowerPoint file (.ppt)"),
    ("__substg1.0", "a message of Outlook (.msg)"),
)
_IN_ZIP = (
    ("word/", WORD_FILE),
    ("xl/", "an Excel workbook (.xlsx)"),
    ("ppt/", "a PowerPoint file (.pptx)"),
    ("Index/Document.iwa", "a Pages document"),
    ("index.apxl", "a Keynote document"),
    ("index.xml", "a Pages document"),
)
_MIME_IN_ZIP = {
    "application/vnd.oasis.opendocument.text": OPEN_DOCUMENT,
    "application/vnd.oasis.opendocument.spreadsheet": "an OpenDocument spreadsheet (.ods)",
    "application/vnd.sun.xml.writer": "a text of OpenOffice 1 (.sxw)",
    "application/epub+zip": "an e-book (EPUB)",
}
_IN_TEXT = (
    (rb"<w:wordDocument|schemas\.microsoft\.com/office/word/2003/wordml", "Word 2003 XML (.xml)"),
    (rb"<pkg:package", "a Word file saved as XML (.xml)"),
    (rb"office:document\b", "an OpenDocument text (.fodt)"),
    (rb"(?i)<!doctype html|<html|<body|<meta ", WEB_PAGE),
    (rb"(?im)^mime-version:", "a web archive or an e-mail (MIME)"),
    (rb"(?im)^(?:received|message-id|return-path):", "an e-mail"),
    (rb"^\s*<\?xml", "an XML file"),
)
_LOOKED_AT = 4096


def kind_of(content: bytes) -> str | None:
    """Return what a file is in words, as "a PDF"; None if it may be plain text or anything."""
    if not content.strip(b"\0"):
        return "nothing but zero bytes: it was damaged where it was kept or sent"
    if content.startswith(_OLE):
        return _in_ole(content)
    if content.startswith((_ZIP, b"PK\x05\x06")):
        return _in_zip(content)
    for start, kind in _STARTS:
        if content.startswith(start):
            return kind
    head = content[:_LOOKED_AT]
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.decode("utf-16", "ignore").encode()
    return next((kind for pattern, kind in _IN_TEXT if re.search(pattern, head)), None)


def is_binary(content: bytes) -> bool:
    """Whether a file begins like one of a program, and not like text."""
    return content.startswith((_ZIP, _OLE, *(start for start, _ in _STARTS)))


def is_word(content: bytes) -> bool:
    return kind_of(content) == WORD_FILE


def companion_of(name: str) -> str:
    """Return what a companion file of a program is, by its name; "" for any other file."""
    own = name.replace("\\", "/").rpartition("/")[2]
    if own.startswith("~$"):
        return "the mark by which Word remembers that a file is open"
    return "a companion file that a Mac writes beside the real one" if own.startswith("._") else ""


def _in_ole(content: bytes) -> str:
    for name, kind in _IN_OLE:
        if name.encode("utf-16-le") in content:
            return kind
    return "an old Word file (.doc), or another of Microsoft's old files"


def _in_zip(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
                mime = archive.read("mimetype").decode("ascii", "replace").strip()
                if mime in _MIME_IN_ZIP:
                    return _MIME_IN_ZIP[mime]
    except Exception:  # a damaged archive fails in many ways
        return "a ZIP archive, as Word files are, that is damaged or cut short"
    for start, kind in _IN_ZIP:
        if any(name.startswith(start) for name in names):
            return kind
    first = next((name for name in names if not name.endswith("/")), "")
    return f"a ZIP archive of {len(names)} files, the first named “{first}”"
