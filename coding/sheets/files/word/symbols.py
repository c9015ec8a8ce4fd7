"""The letters that symbol fonts show: a file has "“", "→" and "☒" as codes of the font.

Word stores a sign of such a font as U+F000 plus its number in the font. Signs of usual fonts,
inserted the same way, have their number in Windows' character set.
"""

from functools import cache

UNKNOWN = "\ufffd"

# The usual ones of Wingdings and its kin, by their number in the font.
_WINGDINGS = {
    **dict(zip(range(0x80, 0x96), "⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿", strict=True)),
    **dict(zip(range(0xDF, 0xE7), "←→↑↓↖↗↙↘", strict=True)),
    **dict(zip(range(0xE7, 0xEF), "←→↑↓↖↗↙↘", strict=True)),
    **dict(zip(range(0xEF, 0xF5), "⇦⇨⇧⇩⇔⇕", strict=True)),
    **dict(zip((0x21, 0x22, 0x28, 0x29, 0x2A, 0x36, 0x3F), "✏✂☎✆✉⌛✍", strict=True)),
    **dict(zip(range(0x45, 0x49), "☜☞☝☟", strict=True)),
    **dict(zip(range(0x4A, 0x4D), "☺😐☹", strict=True)),
    **dict(zip((0x51, 0x52, 0x54, 0x56, 0x58, 0x59, 0x5A), "✈☼❄✞✠✡☪", strict=True)),
    **dict(zip((0x6C, 0x6D, 0x6E, 0x6F, 0x70, 0x71, 0x72), "●○■☐❐❑❒", strict=True)),
    **dict(zip((0x73, 0x74, 0x75, 0x76, 0x77, 0x78, 0x7A), "⬧⧫◆❖⬥⌧⌘", strict=True)),
    **dict(zip((0x9E, 0x9F, 0xA0, 0xA1, 0xA4, 0xA7, 0xA8, 0xAB), "·•▪○◉▪☐★", strict=True)),
    **dict(zip((0xD8, 0xFB, 0xFC, 0xFD, 0xFE), "➢✗✓☒☑", strict=True)),
}
_WINGDINGS_2 = {
    **dict(zip(range(0x4F, 0x56), "✗✓☐☑☒☒⊗", strict=True)),
    **dict(zip(range(0x69, 0x7F), "⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿", strict=True)),
    **dict(zip((0x95, 0x96, 0x97, 0x98, 0x99, 0xA1, 0xA2, 0xA3), "··•●○▪■☐", strict=True)),
}
_WINGDINGS_3 = {
    **dict(zip(range(0x66, 0x6C), "←→↑↓↔↕", strict=True)),
    **dict(zip(range(0x70, 0x78), "▲▼△▽◀▶◁▷", strict=True)),
    **dict(zip((0x7C, 0x7D, 0x80), "◂▸▾", strict=True)),
}
_WEBDINGS = {
    **dict(zip(range(0x33, 0x37), "◀▶▲▼", strict=True)),
    **dict(zip((0x61, 0x63, 0x67, 0x6E, 0x72, 0x73), "✔☐■●✖❓", strict=True)),
}
_IN_SYMBOL = {  # where Adobe's names of glyphs give no letter, or one for mathematics
    **dict(zip(range(0xD2, 0xD5), "®©™", strict=True)),
    **dict(zip(range(0xE2, 0xE5), "®©™", strict=True)),
    **dict(zip((0x44, 0x57, 0x6D), "ΔΩμ", strict=True)),
}
_DINGBATS = {  # Unicode has them in the same order, but for those that it had before
    **{number: chr(0x26E0 + number) for number in range(0x21, 0x7F)},
    **{number: chr(0x26C0 + number) for number in (*range(0xA1, 0xA8), *range(0xD4, 0xFF))},
    **dict(zip(range(0xA8, 0xAC), "♣♦♥♠", strict=True)),
    **dict(zip(range(0xAC, 0xB6), "①②③④⑤⑥⑦⑧⑨⑩", strict=True)),
    **dict(zip(range(0xB6, 0xC0), "❶❷❸❹❺❻❼❽❾❿", strict=True)),
    **dict(zip(range(0xC0, 0xCA), "➀➁➂➃➄➅➆➇➈➉", strict=True)),
    **dict(zip(range(0xCA, 0xD4), "➊➋➌➍➎➏➐➑➒➓", strict=True)),
    **dict(zip((0x25, 0x2A, 0x2B, 0x48, 0x6C, 0x6E, 0x73, 0x74, 0x75), "☎☛☞★●■▲▼◆", strict=True)),
    **dict(zip((0x77, 0xD5, 0xD6, 0xD7), "◗→↔↕", strict=True)),
}


@cache
def _signs() -> dict[str, dict[int, str]]:
    """Return the letters of each symbol font by their number in it."""
    return {
        "symbol": _adobe_symbol() | _IN_SYMBOL,
        "zapfdingbats": _DINGBATS,
        "zapf dingbats": _DINGBATS,
        "itc zapf dingbats": _DINGBATS,
        "monotype sorts": _DINGBATS,
        "wingdings": _WINGDINGS,
        "wingdings 2": _WINGDINGS_2,
        "wingdings 3": _WINGDINGS_3,
        "webdings": _WEBDINGS,
    }


def _adobe_symbol() -> dict[int, str]:
    from reportlab.pdfbase._fontdata import encodings
    from reportlab.pdfbase._glyphlist import _glyphname2unicode

    names = enumerate(encodings["SymbolEncoding"])
    codes = {number: _glyphname2unicode.get(name) for number, name in names}
    return {n: chr(code) for n, code in codes.items() if code and not 0xE000 <= code <= 0xF8FF}


def is_symbol_font(font: str) -> bool:
    return font.lower() in _signs()


def letter_of(code: int, font: str) -> str:
    """Return the letter that a sign inserted from a font shows; UNKNOWN if it is not known.

    A sign of a usual font has its number in Windows' character set, or is the letter itself.
    """
    if is_symbol_font(font):
        number = code & 0xFF if 0xF000 <= code <= 0xF0FF else code
        return " " if number == 0x20 else _signs()[font.lower()].get(number, UNKNOWN)
    if 0xF020 <= code <= 0xF0FF:
        return bytes([code & 0xFF]).decode("cp1252", "replace")
    is_letter = 0x20 <= code <= 0x10FFFF and not 0xD800 <= code <= 0xF8FF
    return chr(code) if is_letter else UNKNOWN


def in_letters(text: str, font: str) -> str:
    """Return a text with the letters that it shows in its font.

    In a symbol font every character is a sign of the font. In other fonts, private-use characters
    have lost their font.
    """
    if is_symbol_font(font):
        return "".join(_in_symbol_font(letter, font) for letter in text)
    return "".join(_without_font(c) if is_private(c) else c for c in text)


def _in_symbol_font(letter: str, font: str) -> str:
    is_sign = letter not in "\t\n" and (ord(letter) <= 0xFF or is_private(letter))
    return letter_of(ord(letter), font) if is_sign else letter


def is_private(letter: str) -> bool:
    return "\ue000" <= letter <= "\uf8ff"


def _without_font(letter: str) -> str:
    return "•" if letter == "\uf0b7" else letter_of(ord(letter), "")
