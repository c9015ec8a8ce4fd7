"""Build the answers from the parts of a page: settle links, rejoin lines, read the notes."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from coding.codebook.problems import Problem
from coding.codebook.sheet import RevisionNote
from coding.codebook.text import canonical
from coding.sheets.document import Document, Repair
from coding.sheets.lines.hyphens import Lexicon
from coding.sheets.lines.layout import read_layout
from coding.sheets.lines.links import settle_links
from coding.sheets.lines.paragraphs import Paragraph, join_pieces
from coding.sheets.lines.stray_lines import strays
from coding.sheets.notes.reading import read_notes
from coding.sheets.questions.placed import Located
from coding.sheets.understanding.accounting import unaccounted
from coding.sheets.understanding.answer_marks import read_boxes
from coding.sheets.understanding.cutting import cut_answers
from coding.sheets.understanding.doubts import doubts
from coding.sheets.understanding.parts import Part, Whose


@dataclass(frozen=True)
class AnswersRead:
    """The answers by question, the revision notes, and the parts that turned out to be notes."""

    answers: dict[int, str]
    notes: list[RevisionNote]
    repairs: list[Repair]
    problems: list[Problem]
    parts: list[Part]


def read_answers(
    page: Document, parts: list[Part], located: Located, begins: Mapping[int, bool]
) -> AnswersRead:
    cut = cut_answers(page, parts)
    settle_links(page, cut)
    layout = read_layout(page, located.chosen)
    lexicon = Lexicon(line.text for line in page.lines)
    repairs = cut.repairs
    paragraphs: dict[int, list[Paragraph]] = {}
    for number, pieces in cut.answers.items():
        paragraphs_here, joined = join_pieces(pieces, layout, lexicon, begins)
        paragraphs[number], boxes = read_boxes(number, paragraphs_here)
        repairs += [*joined, *boxes, *strays(number, pieces, layout)]
    given, joined = join_pieces(cut.notes, layout, lexicon, begins)
    last = max(located.chosen, default=0)
    notes = read_notes(page.file, paragraphs.get(last, []), given)
    if last in paragraphs:
        paragraphs[last] = notes.answer
    answers = {n: canonical("\n".join(p.text for p in ps)) for n, ps in paragraphs.items()}
    remaining = _with_notes(page, parts, notes.lines)
    printed = [*notes.printed, *(problem.found for problem in notes.problems)]
    repairs += unaccounted(page, remaining, answers, printed, repairs)
    return AnswersRead(
        answers,
        notes.notes,
        [*repairs, *joined, *notes.repairs, *doubts(page, remaining, paragraphs)],
        notes.problems,
        remaining,
    )


def _with_notes(page: Document, parts: list[Part], lines: set[int]) -> list[Part]:
    """Return the parts, in which the lines of the last answer that were read as notes are notes."""
    return [
        replace(part, whose=Whose.NOTE, question=None)
        if part.whose is Whose.ANSWER and page.lines[part.index].number in lines
        else part
        for part in parts
    ]
