"""Fields of a Word file: their results are read, their codes are not.

A few show something without a result: the boxes and lists of forms, and signs. Other fields without
a result are listed, since a reader of the page saw what Word made of them.
"""

import re
from dataclasses import dataclass, field
from typing import Any

from coding.sheets.files.word.names import W
from coding.sheets.files.word.properties import VAL, is_on, value_of
from coding.sheets.files.word.symbols import letter_of

CHECKED, UNCHECKED = "☒", "☐"

# They show nothing, a page's number, or a place to type.
_SILENT = re.compile(
    r"ADDIN|ADVANCE|FORM\w+|INDEX|(NUM|SECTION)?PAGES?|PAGEREF|PRIVATE|RD|SECTION|SET|SYMBOL|"
    r"TA|TC|TO[AC]|XE"
)
# SYMBOL 183 \f "Symbol" \s 10: how Word 6 and 95 keep a sign, and others since.
_SYMBOL = re.compile(r'SYMBOL\s+(?P<code>0x[0-9a-f]+|\d+)(?:.*?\\f\s*"?(?P<font>[^"\\]+))?', re.I)
# HYPERLINK "http://un.org/a" \l "place": a link, as Word 97 to 2003 and converters write it.
_LINK = re.compile(r'\s*HYPERLINK\s+"(?P<address>[^"]+)"', re.I)


@dataclass
class Field:
    """A field that has begun: its code so far, and whether its result has begun."""

    form: Any = None
    code: list[str] = field(default_factory=list)
    in_result: bool = False
    has_result: bool = False


class Fields:
    """The fields that are open at a place, the innermost last."""

    def __init__(self) -> None:
        self._open: list[Field] = []
        self._codes = 0  # open fields whose result has not begun

    @property
    def in_code(self) -> bool:
        return self._codes > 0

    def mark(self, element: Any) -> Field | None:
        """Take a w:fldChar; return the field that it ends, if any."""
        kind = element.get(f"{W}fldCharType")
        if kind == "begin":
            self._open.append(Field(element.find(f"{W}ffData")))
            self._codes += 1
        elif kind in ("separate", "end") and self._open:
            self._codes -= not self._open[-1].in_result
            self._open[-1].in_result = True
            return self._open.pop() if kind == "end" else None
        return None

    def add_code(self, code: str) -> None:
        if self._open:
            self._open[-1].code.append(code)

    def note_result(self) -> None:
        """Note that there is text in every open field."""
        for open_field in reversed(self._open):
            if open_field.has_result:  # and those around it too
                return
            open_field.has_result = True

    def end_paragraph(self) -> None:
        """Forget fields whose code does not end with its paragraph: their ends may be missing."""
        self._open = [open_field for open_field in self._open if open_field.in_result]
        self._codes = 0


def shown_without_result(ended: Field) -> str:
    """Return what Word shows of a field that has no result."""
    if ended.form is not None:
        return _in_form(ended.form)
    symbol = _SYMBOL.match("".join(ended.code).strip())
    if not symbol:
        return ""
    code = symbol["code"]
    number = int(code, 16) if code.lower().startswith("0x") else int(code[:7])
    in_font = number + 0xF000 if number < 0x100 else number
    return letter_of(in_font, (symbol["font"] or "Symbol").strip())


def address_of(code: str) -> str:
    """Return the address to which a field links; "" if it is no link, or one within the file."""
    link = _LINK.match(code)
    return link["address"] if link else ""


def missing_result(code: str) -> str:
    """Return a field's code if readers of the page saw something that is not in the file."""
    words = code.split()
    name = words[0].upper() if words else ""
    return "" if not name or _SILENT.fullmatch(name) else " ".join(words)


def _in_form(form: Any) -> str:
    """Return the state of a form's check box or the choice in its list."""
    if (box := form.find(f"{W}checkBox")) is not None:
        checked, default = is_on(box, "checked"), is_on(box, "default")
        return CHECKED if (default if checked is None else checked) else UNCHECKED
    entries = [entry.get(VAL, "") for entry in form.iterfind(f"{W}ddList/{W}listEntry")]
    index = value_of(form, "ddList", "result") or value_of(form, "ddList", "default") or "0"
    return entries[int(index)] if index.isdecimal() and int(index[:4]) < len(entries) else ""
