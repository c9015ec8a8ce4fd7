"""Which sheet it is: the ATOP ID and phase by answer 1 or by the title block of our prints."""

import re

from coding.codebook.problems import Problem
from coding.sheets.document import Document
from coding.sheets.printing.printable import read_identity

# "4235", "1020.2", "1350 (phase 2)", "1350, Phase 2"
_ATOP_ID = re.compile(
    r"(?:ATOP\s*(?:ID)?\s*#?:?\s*)?#?(?P<id>\d{4})(?:\.(?P<decimal>\d))?"
    r"(?:\s*[,;(]?\s*phase\s*(?P<phase>\d+|I{1,3}|IV|V)\)?)?\s*\.?",
    re.IGNORECASE,
)
_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5}


def identify(page: Document, first: int, answer: str) -> tuple[int, int] | None:
    """Return (ATOP ID, phase) from answer 1, or from the title block printed by this site.

    ``first`` is the line of the first question. None if neither gives an ATOP ID.
    """
    before = (read_identity(line.text) for line in page.lines[:first])
    printed = next(filter(None, before), None)
    match = _ATOP_ID.fullmatch(answer.replace("\n", " "))
    if match and printed and int(match["id"]) != printed[0]:
        return None
    if match:
        phase_text = (match["phase"] or match["decimal"] or "0").upper()
        phase = _ROMAN[phase_text] if phase_text in _ROMAN else int(phase_text)
        return int(match["id"]), phase or (printed[1] if printed else 0)
    return printed


def no_identity(page: Document, first: int, line: int, answer: str) -> Problem:
    above = next((row.text for row in reversed(page.lines[:first]) if row.text), "")
    if _ATOP_ID.fullmatch(above):
        rule = "An ATOP ID stands above question 1: the answers may stand above their questions."
        fix = "Put each answer below its question."
        return Problem(page.file, rule, fix, found=above, line=line)
    rule = "An ATOP ID has four digits, as in 4235; a phase may follow, as in 1350, phase 2."
    if not answer:
        rule = "The sheet has no ATOP ID."
    fix = "Write the alliance's four-digit number after “1. ATOP ID:”."
    return Problem(page.file, rule, fix, found=answer, line=line)
