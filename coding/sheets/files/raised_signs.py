"""Letters above or below the line: "10⁶" is not 106, nor "CO₂" CO2.

Digits are written as raised or lowered ones. Other letters are listed as doubtful, except those of
"2nd"; signs, such as that of a footnote, are read as they are.
"""

import re

RAISED = "Letters above or below the line, read as if they stood on it"
_SIGNS = "0123456789+-()"
_UP = str.maketrans(_SIGNS, "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾")
_DOWN = str.maketrans(_SIGNS, "₀₁₂₃₄₅₆₇₈₉₊₋₍₎")
_ORDINAL = re.compile(r"(?:st|nd|rd|th)\W*", re.IGNORECASE)


def written_raised(words: str, place: int, before: str) -> tuple[str, bool]:
    """Return words as raised (``place`` is 1) or lowered signs (-1).

    The second value is True if there is no such sign for some of their letters.
    """
    if before[-1:].isdecimal() and _ORDINAL.fullmatch(words):
        return words, False
    is_odd = any(letter.isalnum() and letter not in _SIGNS for letter in words)
    return words.translate(_UP if place > 0 else _DOWN), is_odd
