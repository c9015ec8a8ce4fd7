"""Parse a printed sheet: a file becomes answers, revision notes and repairs, or all problems.

The steps: read → drop page edges and codes → locate the questions → cut the answers → settle links
→ rejoin lines → separate the revision notes → identify the sheet. Nothing is guessed silently:
every correction is listed as a repair, and what cannot be read refuses the sheet.
"""

import re
from dataclasses import dataclass

from coding.codebook.problems import Problem
from coding.codebook.sheet import SheetContent
from coding.codebook.text import canonical
from coding.models.questionnaire import ALWAYS_ASKED, QUESTIONS
from coding.sheets.appendix import LEFT_OUT, leave_out_codes
from coding.sheets.completeness import check_questions
from coding.sheets.cut import cut_answers
from coding.sheets.document import Document, Repair, Unread
from coding.sheets.furniture import drop_page_edges
from coding.sheets.headings import read_preamble
from coding.sheets.hyphens import Lexicon
from coding.sheets.layout import read_layout
from coding.sheets.links import settle_links
from coding.sheets.locate import Located, list_repairs, locate
from coding.sheets.notes import read_notes
from coding.sheets.paragraphs import Paragraph, join_pieces
from coding.sheets.places import Places
from coding.sheets.printable import read_identity
from coding.sheets.readers import read_file

# "4235", "1020.2", "1350 (phase 2)", "1350, Phase 2"
_ATOP_ID = re.compile(
    r"(?:ATOP\s*(?:ID)?\s*#?:?\s*)?#?(?P<id>\d{4})(?:\.(?P<decimal>\d))?"
    r"(?:\s*[,;(]?\s*phase\s*(?P<phase>\d+)\)?)?\s*\.?",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class ParsedSheet(SheetContent):
    """The content of a printed sheet, what was corrected in reading it, and what was not read."""

    repairs: tuple[Repair, ...] = ()
    unread: tuple[Unread, ...] = ()

    @property
    def left_out_codes(self) -> bool:
        """Whether there were numeric codes below the sheet; they are not read."""
        return any(repair.what == LEFT_OUT for repair in self.repairs)


def read_sheet(name: str, content: bytes) -> ParsedSheet:
    """Parse a file. Raises FileRefused with all problems."""
    document, located = _located(drop_page_edges(read_file(name, content)))
    problems = check_questions(document, located)
    if problems:
        problems += _problems_of_identity(document, located)
        raise Places(document, located.chosen).refused(problems)
    return _read_answers(document, located)


def _located(document: Document) -> tuple[Document, Located]:
    """Find the questions, without the codes that follow the last one."""
    shorter = leave_out_codes(document)
    located = locate(shorter)
    if shorter is document or ALWAYS_ASKED[-1].number in located.chosen:
        return shorter, located
    return document, locate(document)


def _problems_of_identity(document: Document, located: Located) -> list[Problem]:
    """Check the ATOP ID of a sheet that is refused anyway, to report all problems at once."""
    first, second = (located.chosen.get(question.number) for question in QUESTIONS[:2])
    problems: list[Problem] = []
    if first and second and first.end_line < second.line:
        after = (line.text for line in document.lines[first.end_line + 1 : second.line])
        answer = [document.lines[first.end_line].text[first.end_column :], *after]
        _identify(document, located, canonical("\n".join(answer)), problems)
    return problems


def _read_answers(document: Document, located: Located) -> ParsedSheet:
    cut = cut_answers(document, located.chosen)
    settle_links(document, cut)
    layout = read_layout(document, located.chosen)
    lexicon = Lexicon(line.text for line in document.lines)
    repairs = [*document.repairs, *list_repairs(document, located), *cut.repairs]
    first = located.chosen[QUESTIONS[0].number].line
    repairs += read_preamble(document.lines[:first])
    paragraphs: dict[int, list[Paragraph]] = {}
    for number, pieces in cut.answers.items():
        paragraphs[number], joined = join_pieces(pieces, layout, lexicon)
        repairs += joined
    last = max(located.chosen)
    notes = read_notes(document.file, paragraphs[last])
    paragraphs[last] = notes.answer
    answers = {n: canonical("\n".join(p.text for p in ps)) for n, ps in paragraphs.items()}
    problems = list(notes.problems)
    identity = _identify(document, located, answers[QUESTIONS[0].number], problems)
    places = Places(document, located.chosen)
    if problems or identity is None:
        raise places.refused(problems)
    return ParsedSheet(
        document.file,
        *identity,
        answers,
        tuple(notes.notes),
        places.repairs([*repairs, *notes.repairs]),
        places.unread(document.unread),
    )


def _identify(
    document: Document, located: Located, answer: str, problems: list[Problem]
) -> tuple[int, int] | None:
    """Return (ATOP ID, phase) from answer 1, or from the title block printed by this site."""
    placed = located.chosen[QUESTIONS[0].number]
    before = (read_identity(line.text) for line in document.lines[: placed.line])
    printed = next(filter(None, before), None)
    match = _ATOP_ID.fullmatch(answer.replace("\n", " "))
    if match and printed and int(match["id"]) != printed[0]:
        match = None
    elif match:
        phase = int(match["phase"] or match["decimal"] or 0)
        return int(match["id"]), phase or (printed[1] if printed else 0)
    elif printed:
        return printed
    rule = "An ATOP ID has four digits, as in 4235; a phase may follow, as in 1350, phase 2."
    if not answer:
        rule = "The sheet has no ATOP ID."
    fix = "Write the alliance's four-digit number after “1. ATOP ID:”."
    line = document.lines[placed.end_line].number
    problems.append(Problem(document.file, line, "", rule, answer, fix))
    return None
