"""Recognizes numbers that programs have altered, by their look, and names the remedy.

The original number cannot be recovered: 1,005 may be a thousand and five, or one and a bit, and a
date hides the number it was made from. So the value is refused, with advice.
"""

import re
from typing import NamedTuple

from coding.datasets.reading.texts import without_blanks


class BrokenRule(NamedTuple):
    """Which rule a value breaks, and how to fix it."""

    rule: str
    fix: str


_MONTHS = (
    "jan|feb|fév|mar|mär|mrz|apr|avr|may|mai|maj|mei|jun|juin|jul|juil|aug|août|aou|ago|sep|set|"
    "oct|okt|out|nov|dec|dez|déc|dic|ene|abr|gen|mag|giu|lug|ott"
)
_AS_NUMBER = "Format the column as a number without decimals, check the value, and save again."
_FROM_SOURCE = (
    "The number that it was cannot be told from it: take the file from where it came from, and set "
    "its columns to “Text” when you open it."
)

_LONGEST = 60  # characters; programs write no longer number

_LOOKS = tuple(
    (re.compile(look, re.IGNORECASE), BrokenRule(rule, fix))
    for look, rule, fix in (
        (
            r"#+",
            "The column was too narrow when the file was saved, so #### stands for the value.",
            "Widen the column in the program where it was saved, and save it again.",
        ),
        (
            r"#[A-Z/0!?_]+[!?]?|#n/[av]|err:\d+|=.*",
            "A formula stands here, or what a formula that failed left behind.",
            "Put the value itself into the cell; where it is missing, leave the cell empty.",
        ),
        (
            r"true|false|wahr|falsch|vrai|faux|yes|no|t|f",
            "This is a word for true or false; the codes are 1 and 0.",
            "Write 1 for true and 0 for false.",
        ),
        (
            r"[-+]?\d+([.,]\d*)?e[-+]?\d+",
            "The number is in scientific notation, which may have cut off its last digits.",
            _AS_NUMBER,
        ),
        (
            r".*[$€£¥₹].*|(usd|eur|gbp)\s*[\d.,]+",
            "A sign of a currency stands with the number.",
            _AS_NUMBER,
        ),
        (r"[-+]?[\d.,]+\s*%", "The number is a percentage.", _AS_NUMBER),
        (
            rf"(\d{{1,4}}[\s./-]*)?({_MONTHS})[a-zéû]*\.?([\s./-]*\d{{1,4}})?([\s,./-]+\d{{2,4}})?"
            r"|\d{1,4}([-/])\d{1,2}(\5\d{1,4})?([ T]\d{1,2}:.*)?|\d{1,4}\.\d{1,2}\.\d{1,4}\.?"
            r"|\d{1,2}\. ?\d{1,2}\.|\d{1,2}:\d{1,2}(:\d{1,2}([.,]\d+)?)?|\d{4}年.*",
            "A date or a time stands here, which a program made of a number.",
            _FROM_SOURCE,
        ),
        (
            r"[-+]?\d{1,3}([.,'’\s]\d{3})+",
            "The number has a separator of thousands, or is not whole; nobody can tell which.",
            _AS_NUMBER,
        ),
        (
            r"[-+]?\d*,\d+",
            "The number has a decimal comma.",
            "Write whole numbers without a comma.",
        ),
        (r"\d*\.\d+", "Values are whole numbers; this one has decimals.", _AS_NUMBER),
        (r"-9(\.0*)?", "A published file leaves a missing value empty.", "Take out “-9”."),
        (
            r"[-−–—‐‑]\s*\d+(\.0*)?|\d+\s*[-−–]|\(\d+\)",
            "No value is below zero.",
            "Check it; where it stands for a missing value, leave the cell empty.",
        ),
        (r"['’`\"].*|.*['’`\"]", "A quotation mark stands with the value.", "Take it out."),
        (
            r"\.[a-z]|n[./]?a\.?|-+|\?+|missing|none|null|\(null\)|nil|blank|\(blank\)",
            "A missing value is empty, “.” or “NA”; this sign may say why it is missing.",
            "Empty the cell if the value is missing.",
        ),
    )
)


def look_of(text: str) -> BrokenRule | None:
    """Return what may have happened to a value; None if its look does not tell."""
    text = without_blanks(text)
    looks = _LOOKS if len(text) <= _LONGEST else ()
    return next((fault for look, fault in looks if look.fullmatch(text)), None)


def fault_of_look(text: str) -> BrokenRule:
    """Return what may have happened to text that is no whole number."""
    fix = "Write digits only: no sign, point, space or letter."
    return look_of(text) or BrokenRule("Values are whole numbers from 0 up.", fix)
