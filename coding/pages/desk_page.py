"""A page of the import desk: its lines next to the answers as they were understood."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from coding.codebook.problems import Problem, visible
from coding.codebook.sheet import key_of
from coding.desk.correcting_pages import hash_of_page, in_words
from coding.desk.reading import problems_of
from coding.models import DeskFile
from coding.models.questionnaire import QUESTIONS, Question
from coding.sheets.document import Repair, Unread
from coding.sheets.sandbox.read_pages import ReadPage
from coding.sheets.understanding.parts import Part, Whose

OF_A_QUESTION = (Whose.QUESTION, Whose.ANSWER, Whose.ADDRESS)
Doubts = Mapping[int | None, list[str]]


@dataclass(frozen=True)
class ShownPart:
    """Words of a line, and the answer they belong to; ``label`` names that where it changes."""

    text: str
    part: Part
    label: str = ""


@dataclass(frozen=True)
class ShownLine:
    """A printed line in its parts; ``doubts`` are sentences about it."""

    number: int
    page: int
    parts: list[ShownPart]
    doubts: list[str]


@dataclass(frozen=True)
class ShownAnswer:
    """A question with the answer as it was understood; None where the page lacks the question."""

    question: Question
    answer: str | None
    line: int | None  # the line where the answer begins
    is_doubtful: bool


@dataclass(frozen=True)
class DeskPage:
    """What the desk shows of one sheet.

    ``doubts`` are those of no single line, ``notices`` what was left out and belongs to no answer.
    ``seen`` is the hash of what would be imported, "" while there are problems.
    """

    file: DeskFile
    key: str  # of the sheet, as read so far
    lines: list[ShownLine]
    answers: list[ShownAnswer]
    problems: list[str]
    doubts: list[str]
    notices: list[str]
    corrections: list[str]
    seen: str
    pictures: range

    @property
    def missing(self) -> list[ShownAnswer]:
        return [answer for answer in self.answers if answer.answer is None]

    @property
    def doubtful(self) -> int:
        """How many lines need a look."""
        return sum(bool(line.doubts) for line in self.lines)


def load_page(file: DeskFile, page: ReadPage) -> DeskPage:
    doubts = _doubts(page)
    is_pdf = file.name.lower().endswith(".pdf")
    last = max((line.page for line in page.lines), default=0)
    sheet = page.sheet
    return DeskPage(
        file=file,
        key=key_of(sheet.atop_id, sheet.phase) if sheet else "",
        lines=list(_lines(page, doubts)),
        answers=list(_answers(page, doubts)),
        problems=[_without_file(problem) for problem in problems_of(page)],
        doubts=doubts[None],
        notices=[str(unread) for unread in page.unread if unread.is_notice],
        corrections=[in_words(correction) for correction in file.corrections],
        seen=hash_of_page(page),
        pictures=range(1, last + 1) if is_pdf else range(0),
    )


def _doubts(page: ReadPage) -> Doubts:
    doubts: dict[int | None, list[str]] = defaultdict(list)
    every: tuple[Repair | Unread, ...] = (*page.doubts, *page.unread)
    for remark in every:
        if isinstance(remark, Unread) and remark.is_notice:
            continue
        doubts[remark.line].append(str(remark).removeprefix(f"line {remark.line}: "))
    for problem in page.problems:
        if problem.line is not None:
            doubts[problem.line].append(problem.rule)
    return doubts


def _without_file(problem: Problem) -> str:
    text = str(problem).removeprefix(visible(problem.file)).lstrip(",: ")
    return text[:1].upper() + text[1:]


def _lines(page: ReadPage, doubts: Doubts) -> Iterable[ShownLine]:
    by_line: dict[int, list[Part]] = defaultdict(list)
    for part in page.parts:
        by_line[part.index].append(part)
    before: tuple[Whose, int | None] | None = None
    for index, line in enumerate(page.lines):
        shown = []
        for part in by_line[index]:
            whose = part.whose, part.question
            label = "" if whose == before else _label(part)
            shown.append(ShownPart(line.text[part.start : part.end], part, label))
            before = whose
        if shown or doubts.get(line.number):
            yield ShownLine(line.number, line.page, shown, doubts.get(line.number, []))


def _label(part: Part) -> str:
    if part.whose in OF_A_QUESTION:
        return f"Q{part.question}" if part.whose is Whose.QUESTION else f"answer {part.question}"
    return part.whose.value


def _answers(page: ReadPage, doubts: Doubts) -> Iterable[ShownAnswer]:
    by_question: dict[int | None, list[int]] = defaultdict(list)
    for part in page.parts:
        if part.whose in OF_A_QUESTION:
            by_question[part.question].append(page.lines[part.index].number)
    for question in QUESTIONS:
        lines = by_question[question.number]
        yield ShownAnswer(
            question,
            page.answers.get(question.number),
            min(lines, default=None),
            any(doubts.get(line) for line in lines),
        )
