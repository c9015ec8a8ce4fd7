"""Open a PDF, or say what keeps it from being read."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from coding.codebook.problems import UnreadableFile
from coding.sheets.files.file_kinds import kind_of

MOST_PAGES = 300
_JUNK = 64 * 1024  # bytes before a PDF, such as the headers of a web server's answer saved with it
_START = b"%PDF-"
_PRINT = "Open it, print it to a new PDF, or save it as .txt or .docx, and import that file."


@contextmanager
def opened(content: bytes) -> Iterator[Any]:
    """Open a PDF. Raises UnreadableFile, also if reading it fails later."""
    import pypdfium2

    pdf = _open(_from_its_start(content))
    try:
        if len(pdf) > MOST_PAGES:
            rule = f"The PDF has {len(pdf)} pages; a coding sheet has about ten."
            raise UnreadableFile(
                rule, "Print the pages of the sheet to a PDF, and import that file."
            )
        pdf.init_forms()
        yield pdf
    except pypdfium2.PdfiumError:
        raise _damaged() from None
    finally:
        pdf.close()


def _from_its_start(content: bytes) -> bytes:
    start = content[:_JUNK].find(_START)
    if start >= 0:
        return content[start:]
    kind = kind_of(content) or ("text" if _is_text(content) else "something unknown")
    if kind == "text":
        fix = "Give it the ending .txt, and import it again."
    else:
        fix = "Open it in the program that made it, print it to a PDF, and import that file."
    raise UnreadableFile(f"The file is named .pdf but is not a PDF: it is {kind}.", fix)


def _is_text(content: bytes) -> bool:
    sample = content[:4096]
    return not any(byte < 9 or 13 < byte < 27 for byte in sample)


def _open(content: bytes) -> Any:
    import pypdfium2

    try:
        return pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if "assword" in str(error):
            fix = "Open it with its password, print it to a PDF without one, and import that file."
            raise UnreadableFile("The PDF asks for a password.", fix) from None
        if "ecurity" in str(error):
            rule = "The PDF is protected in a way that this site cannot open."
            raise UnreadableFile(rule, _PRINT) from None
        raise _damaged() from None


def _damaged() -> UnreadableFile:
    fix = f"{_PRINT} If no program opens it, it broke on its way: ask for it once more."
    return UnreadableFile("The PDF is damaged, or cut short.", fix)
