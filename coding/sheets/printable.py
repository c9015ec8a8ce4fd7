"""A sheet ready to be printed, and the few marks by which this site knows its own prints again.

A sheet printed here says so in its first line. In such a file an indented line is one paragraph of
an answer, word for word – so an answer that looks like a question, a heading or a revision note
still comes back as the answer it is.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

MARK = "ATOP coding site:"
FIRST_LINE = f"{MARK} each indented line below is one paragraph of an answer, word for word."
INDENT = "    "
ANSWER_STYLE = "ATOP Answer"  # a Word paragraph in this style is one paragraph of an answer
TITLE = ("ALLIANCE TREATY OBLIGATIONS AND PROVISIONS (ATOP)", "CODING SHEET")
CODES_HEADING = "NUMERIC CODES"
CODES_NOTE = (
    "Codes as approved, by question, under their codebook names. They are left out when this sheet "
    "is imported: codes come from published releases or are entered on the site."
)

_IDENTITY = re.compile(r"Sheet of ATOP ID (\d{4})(?:, phase (\d+))?")


@dataclass(frozen=True)
class CodeWords:
    """Codes that say the same: "defense, offense" and "0 no (365 Russia)"."""

    names: str
    said: str

    def __str__(self) -> str:
        return f"{self.names} {self.said}"


@dataclass(frozen=True)
class CodesOfQuestion:
    """The codes of one question in words, line by line as they are printed."""

    number: int
    lines: tuple[tuple[CodeWords, ...], ...]


@dataclass(frozen=True)
class PrintableSheet:
    """The approved answers of one sheet, with its revision notes and codes as they are printed.

    ``wordings`` has the questions of a release in the wording that it keeps; it is empty for a
    sheet of the record, where all of today's questions are printed.
    """

    atop_id: int
    phase: int
    answers: dict[int, str]
    notes: tuple[str, ...] = ()
    codes: tuple[CodesOfQuestion, ...] = ()
    wordings: Mapping[int, str] = field(default_factory=dict)

    def prints(self, number: int) -> bool:
        """Whether the question is printed: a release may not have had it yet."""
        return not self.wordings or number in self.wordings

    @property
    def identity(self) -> str:
        """The line of the title block that says whose sheet it is, whatever answer 1 says."""
        phase = f", phase {self.phase}" if self.phase else ""
        return f"Sheet of ATOP ID {self.atop_id:04}{phase}"

    @property
    def has_appendix(self) -> bool:
        """Whether the heading of the codes is printed: also without codes, if an answer quotes it.

        A reader then finds the heading twice and leaves out the last one, never the answer's.
        """
        return bool(self.codes) or any(CODES_HEADING in said for said in self.answers.values())


def read_identity(line: str) -> tuple[int, int] | None:
    """Return (ATOP ID, phase) from a printed identity line, or None when it is another line."""
    match = _IDENTITY.fullmatch(line)
    return (int(match[1]), int(match[2] or 0)) if match else None
