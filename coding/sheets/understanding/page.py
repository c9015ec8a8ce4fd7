"""What a page says, as far as it is understood, without refusing it.

A page is divided into parts (``parts.py``), each of one kind, and the answers are built from them.
A person may reassign parts; the answers are then built again, by the same steps. ``problems`` lists
why the sheet would be refused, ``doubts`` what may differ from the page.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from coding.codebook.problems import Problem
from coding.codebook.sheet import RevisionNote
from coding.models.questionnaire import ALWAYS_ASKED, QUESTIONS
from coding.sheets.document import Document, Repair, doubtful
from coding.sheets.lines.furniture import drop_page_edges
from coding.sheets.questions.completeness import check_questions
from coding.sheets.questions.locate import locate
from coding.sheets.questions.placed import Located
from coding.sheets.questions.places import QuestionPlaces
from coding.sheets.questions.printed_otherwise import list_repairs
from coding.sheets.understanding.accounting import unlisted
from coding.sheets.understanding.answer_marks import take_marks
from coding.sheets.understanding.appendix import leave_out_codes
from coding.sheets.understanding.between_answers import take_out
from coding.sheets.understanding.building_answers import read_answers
from coding.sheets.understanding.corrections import (
    Act,
    PageCorrection,
    beginnings,
    corrected,
    given_lines,
    left_out_by_hand,
    settled,
    settled_blank,
)
from coding.sheets.understanding.file_names import identity_by_name
from coding.sheets.understanding.identity import identify, no_identity
from coding.sheets.understanding.parsed import ParsedSheet
from coding.sheets.understanding.parts import Part, Whose, parts_of


@dataclass(frozen=True)
class Understanding:
    """A page with all its lines, what each part of it is, and what follows from that.

    ``identity`` is (ATOP ID, phase), None if the page does not say. ``answers`` has the questions
    that were found. ``repairs`` lists what was corrected or left out.
    """

    page: Document
    parts: tuple[Part, ...]
    identity: tuple[int, int] | None
    answers: Mapping[int, str]
    notes: tuple[RevisionNote, ...] = ()
    repairs: tuple[Repair, ...] = ()
    problems: tuple[Problem, ...] = ()
    corrections: tuple[PageCorrection, ...] = ()
    located: Located = field(default_factory=lambda: Located({}, {}, []), repr=False)

    @property
    def doubts(self) -> tuple[Repair, ...]:
        return doubtful(self.repairs)

    def assigned(self, corrections: Iterable[PageCorrection]) -> "Understanding":
        """Return what the page says with these corrections, and no others."""
        return understand(self.page, tuple(corrections))

    def sheet(self) -> ParsedSheet:
        """Return the sheet. Raises FileRefused with all problems."""
        places = QuestionPlaces(self.page, self.located.chosen)
        if self.problems or self.identity is None:
            raise places.refused(self.problems)
        return ParsedSheet(
            self.page.file,
            *self.identity,
            dict(self.answers),
            self.notes,
            places.repairs(self.repairs),
            places.unread(self.page.unread),
        )


def understand(document: Document, corrections: tuple[PageCorrection, ...] = ()) -> Understanding:
    """Return what a page of one sheet says, with a person's corrections."""
    without_edges = drop_page_edges(document)
    cleared, located = _located(without_edges)
    codes = _lines_gone(without_edges, cleared)
    whole = _whole(document, cleared)
    parts, repairs = take_out(cleared, parts_of(whole, cleared, located, codes))
    parts, marks = take_marks(cleared, parts)
    parts = corrected(whole, parts, corrections)
    page = _without_edges(whole, parts)
    read = read_answers(page, parts, located, beginnings(corrections))
    answers = {**dict.fromkeys(settled_blank(corrections), ""), **read.answers}
    identity, unknown, names = _identity(page, located, answers, corrections)
    before = _not_given((*cleared.repairs, *repairs, *marks), corrections)
    listed = [*before, *list_repairs(page, located), *read.repairs, *left_out_by_hand(whole, parts)]
    problems = [*check_questions(page, located, settled(corrections)), *read.problems, *unknown]
    return Understanding(
        document,
        tuple(read.parts),
        identity,
        dict(sorted(answers.items())),
        tuple(read.notes),
        (*listed, *names, *unlisted(whole, read.parts, listed)),
        tuple(problems),
        corrections,
        located,
    )


def _not_given(repairs: Iterable[Repair], corrections: Iterable[PageCorrection]) -> list[Repair]:
    """Return the repairs, but for those on lines that a person assigned."""
    given = given_lines(corrections)
    return [repair for repair in repairs if repair.line not in given]


def _located(document: Document) -> tuple[Document, Located]:
    """Find the questions, without the codes that follow the last one."""
    shorter = leave_out_codes(document)
    located = locate(shorter)
    if shorter is document or ALWAYS_ASKED[-1].number in located.chosen:
        return shorter, located
    return document, locate(document)


def _lines_gone(before: Document, after: Document) -> set[int]:
    pairs = zip(before.lines, after.lines, strict=True)
    return {index for index, (line, other) in enumerate(pairs) if line.text and not other.text}


def _whole(document: Document, cleared: Document) -> Document:
    """Return the document with all its lines, with the page numbers found in ``cleared``."""
    pairs = zip(document.lines, cleared.lines, strict=True)
    lines = (line if line.page == own.page else replace(line, page=own.page) for line, own in pairs)
    return replace(document, lines=tuple(lines))


def _without_edges(whole: Document, parts: list[Part]) -> Document:
    kept = {part.index for part in parts if part.whose not in (Whose.EDGE, Whose.CODES)}
    lines = tuple(
        line if index in kept or not line.text else replace(line, text="")
        for index, line in enumerate(whole.lines)
    )
    return replace(whole, lines=lines)


def _identity(
    page: Document,
    located: Located,
    answers: Mapping[int, str],
    corrections: Iterable[PageCorrection],
) -> tuple[tuple[int, int] | None, list[Problem], list[Repair]]:
    """Return (ATOP ID, phase) or the problem that it is unknown, and what the name adds."""
    for correction in corrections:
        if correction.act is Act.IDENTIFY:
            return (correction.atop_id, correction.phase), [], []
    first = located.chosen.get(QUESTIONS[0].number)
    if first is None:
        return None, [], []  # the missing question is a problem of its own
    answer = answers.get(QUESTIONS[0].number, "")
    on_page = identify(page, first.line, answer)
    line = page.lines[first.end_line].number
    if on_page:
        identity, names = identity_by_name(page.file, on_page, line)
        return identity, [], names
    is_whole = located.begins_and_ends(QUESTIONS[0].number)
    return None, [no_identity(page, first.line, line, answer)] if is_whole else [], []
