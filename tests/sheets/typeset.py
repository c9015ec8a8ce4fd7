"""Sheets for tests: typed plainly, or set and wrapped as a PDF text extractor hands them over."""

import json
from dataclasses import dataclass, field
from pathlib import Path

from reportlab.pdfbase.pdfmetrics import stringWidth

from coding.models.questionnaire import QUESTIONS, SECTIONS
from coding.sheets.parser import read_sheet
from coding.sheets.understanding.parsed import ParsedSheet
from tests.costly import IS_GATE

FOLDER = Path(__file__).parent
SAMPLES = FOLDER.parents[1] / "coding" / "sheets" / "samples"
SAMPLE_IDS = (4235, 6070, 4765)
IDS_FOR_PDFS = SAMPLE_IDS if IS_GATE else SAMPLE_IDS[-1:]  # to read one takes half a second
TITLE = (
    "ALLIANCE TREATY OBLIGATIONS AND PROVISIONS (ATOP)\n\nCODING SHEET\n\n"
    "Brett Ashley Leeds with Jeffrey M. Ritter, Sara McLaughlin Mitchell, and Andrew G. Long\n\n"
    "Department of Political Science, Rice University, P.O. Box 1892-MS 24, Houston, TX 77251-1892"
    "\n\nVersion 8.0; August, 2000\n\n"
)


def sample(atop_id: int) -> str:
    return (SAMPLES / f"{atop_id}.txt").read_text(encoding="utf-8")


def expected(atop_id: int) -> dict[int, str]:
    """The answers of a sample as a person reads them."""
    read = json.loads((FOLDER / "expected" / f"{atop_id}.json").read_text(encoding="utf-8"))
    return {int(number): "\n".join(paragraphs) for number, paragraphs in read.items()}


def answers(**given: str) -> dict[int, str]:
    """Answers to all questions: ``q14="…"`` as given, 4999 for the ATOP ID, else "No"."""
    rest = {int(name[1:]): text for name, text in given.items()}
    return {q.number: "No" for q in QUESTIONS} | {1: "4999", 61: "A. Coder"} | rest


def typed(answered: dict[int, str], notes: str = "", title: str = "") -> str:
    """A sheet as typed into a text editor: one paragraph per line."""
    rows = [title] if title else []
    for section in SECTIONS:
        rows.append(section.heading)
        for question in section.questions:
            rows += [f"{question.number}. {question.wording}", answered[question.number], ""]
    return "\n".join([*rows, notes])


def read(text: str, name: str = "a.txt") -> ParsedSheet:
    return read_sheet(name, text.encode())


@dataclass
class Setting:
    """How a sheet is set: font, measures in points, indent of answers, blank lines."""

    font: str = "Times-Roman"
    measure: float = 548
    of_answers: float | None = None
    indent: float = 0
    pitch: int = 0
    paragraph_gap: int = 1
    columns: int | None = None
    rows: list[str] = field(default_factory=list)

    def sheet(self, answered: dict[int, str]) -> str:
        self.rows = []
        for section in SECTIONS:
            self._add([section.heading])
            for question in section.questions:
                self._question(question, answered[question.number])
        return "\n".join(self.rows)

    def _question(self, question, answer: str) -> None:
        wording = f"{question.number}. {question.wording}"
        paragraphs = answer.split("\n") if answer else []
        if question.inline and paragraphs:
            wording += f" {paragraphs.pop(0)}"
        self._add(self._wrap(wording, 0))
        self.rows += [""] * self.pitch
        for paragraph in paragraphs:
            narrower = self.measure - (self.of_answers or self.measure)
            self._add(self._wrap(paragraph, self.indent + narrower))
            self.rows += [""] * self.paragraph_gap
        self.rows += [""]

    def _add(self, lines: list[str]) -> None:
        for line in lines:
            self.rows += [line] + [""] * self.pitch

    def _fits(self, line: str, indent: float) -> bool:
        if self.columns:
            return len(line) <= self.columns
        return stringWidth(line, self.font, 10) <= self.measure - indent

    def _wrap(self, text: str, indent: float) -> list[str]:
        lines: list[str] = []
        for word in text.split(" "):
            longer = f"{lines[-1]} {word}" if lines else word
            if lines and self._fits(longer, indent):
                lines[-1] = longer
            else:
                lines.append(word)
        return lines
