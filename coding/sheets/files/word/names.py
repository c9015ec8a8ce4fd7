"""Names of elements in Word files, by what a reader does with them."""

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
V = "{urn:schemas-microsoft-com:vml}"
O = "{urn:schemas-microsoft-com:office:office}"  # noqa: E741
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
WP14 = "{http://schemas.microsoft.com/office/word/2010/wordprocessingDrawing}"
EXCEL = "{urn:schemas-microsoft-com:office:excel}"

PARAGRAPH, TABLE, RUN, TEXT, SIGN = f"{W}p", f"{W}tbl", f"{W}r", f"{W}t", f"{W}sym"
CONTROL, HYPERLINK, SIMPLE_FIELD, BOX = (
    f"{W}sdt",
    f"{W}hyperlink",
    f"{W}fldSimple",
    f"{W}txbxContent",
)
ALTERNATIVES, CHOICE, FALLBACK = f"{MC}AlternateContent", f"{MC}Choice", f"{MC}Fallback"
EQUATIONS = frozenset((f"{M}oMath", f"{M}oMathPara"))

# They stand around paragraphs or runs and show what is in them.
AROUND = frozenset(
    f"{W}{name}"
    for name in ("ins", "moveTo", "smartTag", "sdtContent", "customXml", "dir", "bdo", "rubyBase")
)
DELETED = frozenset(f"{W}{name}" for name in ("del", "moveFrom"))
# What a run shows without words.
LETTERS = {
    f"{W}tab": "\t",
    f"{W}ptab": "\t",
    f"{W}br": "\n",
    f"{W}cr": "\n",
    f"{W}noBreakHyphen": "-",
    f"{W}softHyphen": "\xad",
}
PARTING = frozenset((PARAGRAPH, f"{W}tc", *(tag for tag, sign in LETTERS.items() if sign < " ")))

# They show the current date.
DATES = frozenset(
    f"{W}{part}{length}" for part in ("day", "month", "year") for length in ("Short", "Long")
)

# Their text is for machines: codes of fields, places and sizes of drawings.
MACHINES = frozenset(
    (
        *(f"{W}{name}" for name in ("instrText", "delInstrText", "fldData", "binData")),
        *(f"{WP}{name}" for name in ("align", "posOffset")),
        *(f"{WP14}{name}" for name in ("pctWidth", "pctHeight", "pctPosHOffset", "pctPosVOffset")),
        *(f"{O}{name}" for name in ("FieldCodes", "LinkType", "LockedField")),
    )
)


def is_machines(tag: str) -> bool:
    return tag in MACHINES or tag.startswith(EXCEL)
