"""What a PDF holds besides the text of its pages: notes, form fields, attached files."""

import ctypes
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from coding.sheets.document import PdfLink
from coding.sheets.files.pdfs.lines import Box

_KINDS = {
    1: "a note stuck onto it",
    3: "words typed onto it",
    9: "a remark at highlighted words",
    10: "a remark at underlined words",
    11: "a remark at underlined words",
    12: "words struck out by hand, and read all the same",
    13: "a stamp",
    14: "words to be inserted",
    15: "a drawing by hand",
    17: "a file attached to it",
    28: "words marked to be blacked out, and read all the same",
}
_LINK, _POPUP, _WIDGET = 2, 16, 20
_ONLY_WITH_WORDS = (9, 10, 11)  # the words themselves are read
_OVER_WORDS = (12, 28)
_FIELDS_WITH_WORDS = (4, 5, 6)  # combo box, list box, text field
_TICKED = (2, 3)  # check box, radio button
_MOST = 1_000  # annotations of a page


class Extra(NamedTuple):
    """Something at a place of a page: what it is, and its words."""

    page: int
    box: Box
    what: str
    words: str
    is_field: bool = False


def links_of(pdf: Any, page: Any, number: int) -> Iterator[PdfLink]:
    import pypdfium2.raw as pdfium

    position, link = ctypes.c_int(0), pdfium.FPDF_LINK()
    while pdfium.FPDFLink_Enumerate(page, ctypes.byref(position), ctypes.byref(link)):
        action = pdfium.FPDFLink_GetAction(link)
        size = pdfium.FPDFAction_GetURIPath(pdf, action, None, 0) if action else 0
        if size:
            buffer = ctypes.create_string_buffer(size)
            pdfium.FPDFAction_GetURIPath(pdf, action, buffer, size)
            yield PdfLink(number, buffer.value.decode("utf-8", "replace"))


def extras_of(pdf: Any, page: Any, textpage: Any, number: int) -> Iterator[Extra]:
    """Yield the notes on a page and what is filled into its form fields."""
    import pypdfium2.raw as pdfium

    count = pdfium.FPDFPage_GetAnnotCount(page)
    if count > _MOST:
        yield Extra(number, Box(0, 0, 0, 0), "further notes, not looked at", f"{count - _MOST}")
    for index in range(min(count, _MOST)):
        with _annotation(page, index) as note:
            kind = pdfium.FPDFAnnot_GetSubtype(note)
            box = _box(note)
            if kind == _WIDGET and pdf.formenv:
                if words := _filled_in(pdf.formenv, note):
                    yield Extra(number, box, "filled into a form field", words, is_field=True)
                elif ticked := _ticked(pdf.formenv, note):
                    yield Extra(number, box, "ticked in a form", ticked)
            elif kind not in (_LINK, _POPUP, _WIDGET):
                words = _string(
                    lambda *to, n=note: pdfium.FPDFAnnot_GetStringValue(n, b"Contents", *to)
                )
                if kind in _OVER_WORDS:
                    words = " – ".join(filter(None, (_words_at(textpage, box), words)))
                if words or kind not in _ONLY_WITH_WORDS:
                    what = _KINDS.get(kind, "something drawn onto it")
                    yield Extra(number, box, what, words or "(without words)")


@contextmanager
def _annotation(page: Any, index: int) -> Iterator[Any]:
    import pypdfium2.raw as pdfium

    note = pdfium.FPDFPage_GetAnnot(page, index)
    try:
        yield note
    finally:
        pdfium.FPDFPage_CloseAnnot(note)


def _box(note: Any) -> Box:
    import pypdfium2.raw as pdfium

    box = pdfium.FS_RECTF()
    pdfium.FPDFAnnot_GetRect(note, box)
    return Box(box.left, box.bottom, box.right, box.top)


def _filled_in(forms: Any, note: Any) -> str:
    """Return the words of a field that holds words."""
    import pypdfium2.raw as pdfium

    if pdfium.FPDFAnnot_GetFormFieldType(forms, note) not in _FIELDS_WITH_WORDS:
        return ""
    return _string(lambda *to: pdfium.FPDFAnnot_GetFormFieldValue(forms, note, *to))


def _ticked(forms: Any, note: Any) -> str:
    """Return what a ticked box or button stands for."""
    import pypdfium2.raw as pdfium

    is_button = pdfium.FPDFAnnot_GetFormFieldType(forms, note) in _TICKED
    if not is_button or not pdfium.FPDFAnnot_IsChecked(forms, note):
        return ""
    value = _string(lambda *to: pdfium.FPDFAnnot_GetFormFieldExportValue(forms, note, *to))
    return value or "a box without a name"


def _words_at(textpage: Any, box: Box) -> str:
    return " ".join(str(textpage.get_text_bounded(*box)).split())


def _string(get: Callable[[Any, int], int]) -> str:
    """Return a text that PDFium gives in UTF-16; its length is asked for first."""
    import pypdfium2.raw as pdfium

    size = get(None, 0)
    if size <= 2:
        return ""
    buffer = (ctypes.c_char * size)()
    get(ctypes.cast(buffer, ctypes.POINTER(pdfium.FPDF_WCHAR)), size)
    return buffer.raw.decode("utf-16-le", "replace").rstrip("\0").strip()


def attached_to(pdf: Any) -> Iterator[tuple[str, Any]]:
    """Yield the name of each file inside the PDF, and PDFium's handle of it."""
    import pypdfium2.raw as pdfium

    for index in range(pdfium.FPDFDoc_GetAttachmentCount(pdf)):
        file = pdfium.FPDFDoc_GetAttachment(pdf, index)
        yield _string(lambda *to, f=file: pdfium.FPDFAttachment_GetName(f, *to)), file
