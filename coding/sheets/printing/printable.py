"""A sheet ready to print, and the marks by which this site recognises its own prints.

A sheet printed here says so in its first line. In it, an indented line is one paragraph of an
answer, word for word. So an answer that looks like a question, a heading or a revision note is read
back as an answer.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from coding.models.questionnaire import Section

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
    """Codes with the same value: "defense, offense" and "0 no (365 Russia)"."""

    names: str
    values: str

    def __str__(self) -> str:
        return f"{self.names} {self.values}"


@dataclass(frozen=True)
class CodesOfQuestion:
    """The codes of one question, as printed lines."""

    number: int
    lines: tuple[tuple[CodeWords, ...], ...]


@dataclass(frozen=True)
class PrintableSheet:
    """A sheet's approved answers by question number, revision notes and codes.

    ``wordings`` has the questions of a release in the wording stored with it. It is empty for a
    sheet of the record, where all of today's questions are printed.
    """

    atop_id: int
    phase: int
    answers: dict[int, str]
    notes: tuple[str, ...] = ()
    codes: tuple[CodesOfQuestion, ...] = ()
    wordings: Mapping[int, str] = field(default_factory=dict)

    def printed(self, section: Section) -> Iterator[tuple[str, list[str]]]:
        """Yield each question's line and the paragraphs below it.

        An inline answer begins on the question's own line. A question that a release did not have
        is not printed.
        """
        for question in section.questions:
            if self.wordings and question.number not in self.wordings:
                continue
            asked = f"{question.number}. {self.wordings.get(question.number, question.wording)}"
            answer = self.answers.get(question.number, "")
            paragraphs = answer.split("\n") if answer else []
            if question.inline and paragraphs:
                asked = f"{asked} {paragraphs.pop(0)}"
            yield asked, paragraphs

    @property
    def identity(self) -> str:
        """The line of the title block that identifies the sheet, whatever answer 1 says."""
        phase = f", phase {self.phase}" if self.phase else ""
        return f"Sheet of ATOP ID {self.atop_id:04}{phase}"

    @property
    def has_appendix(self) -> bool:
        """Whether the codes' heading is printed: also without codes, if an answer quotes it.

        A reader then finds the heading twice and leaves out the last one, never the answer's.
        """
        return bool(self.codes) or any(CODES_HEADING in answer for answer in self.answers.values())


def read_identity(line: str) -> tuple[int, int] | None:
    """Return (ATOP ID, phase) from a printed identity line, or None for another line."""
    match = _IDENTITY.fullmatch(line)
    return (int(match[1]), int(match[2] or 0)) if match else None
