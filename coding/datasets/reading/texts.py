"""The text of a cell: blanks around it, and invisible characters."""

import unicodedata
from string import whitespace

_BLANKS = (
    f"{whitespace}\x1a\x85\u00a0\u00ad\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008"
    "\u2009\u200a\u200b\u200c\u200d\u200e\u200f\u2028\u2029\u202f\u205f\u2060\u3000\ufeff"
)
_UNSEEN = ("Cc", "Cf", "Co", "Cn", "Zl", "Zp", "Zs")  # Unicode's categories of invisible characters


def without_blanks(text: str) -> str:
    """Return text without the blanks around it, no-break and zero-width ones among them."""
    return text.strip(_BLANKS)


def with_invisible_named(text: str) -> str:
    """Return text with each invisible character replaced by its name."""
    return "".join(map(_sign_named, text))


def _sign_named(sign: str) -> str:
    if sign == " " or unicodedata.category(sign) not in _UNSEEN:
        return sign
    name = unicodedata.name(sign, "").lower() or _CONTROLS.get(sign, f"U+{ord(sign):04X}")
    return f"[{name}]"


_CONTROLS = {"\t": "tab", "\n": "line break", "\r": "line break", "\0": "zero byte"}
