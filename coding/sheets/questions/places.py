"""Name the place of something on the sheet: its line, or its question if lines have no numbers."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TypeVar

from coding.codebook.problems import FileRefused, Problem
from coding.sheets.document import Document, Repair, Unread
from coding.sheets.questions.placed import Placed

_Listed = TypeVar("_Listed", Repair, Unread)


def _in_order(listed: Iterable[_Listed]) -> list[_Listed]:
    return sorted(listed, key=lambda answer: answer.line or 0)


class QuestionPlaces:
    """The questions of a document by the lines where they begin."""

    def __init__(self, document: Document, chosen: Mapping[int, Placed]) -> None:
        begins = sorted((document.lines[p.line].number, n) for n, p in chosen.items())
        self._lines = [line for line, _ in begins]
        self._numbers = [number for _, number in begins]
        self._has_line_numbers = document.has_line_numbers
        is_pdf = document.links is not None
        self._pages = {line.number: line.page for line in document.lines if is_pdf}

    def question(self, line: int | None) -> int | None:
        """Return the question at which a line stands; None before the first one."""
        place = 0 if line is None else bisect_right(self._lines, line)
        return self._numbers[place - 1] if place else None

    def repairs(self, repairs: Iterable[Repair]) -> tuple[Repair, ...]:
        """Return repairs in the order of the file, by line or else by question."""
        if self._has_line_numbers:
            return tuple(_in_order(repairs))
        return tuple(
            replace(self._without_line(repair), page=self._page(repair.line))
            for repair in _in_order(repairs)
        )

    def unread(self, unread: Iterable[Unread]) -> tuple[Unread, ...]:
        """Return what was not read in the order of the file, with the questions."""
        placed = [replace(u, question=self.question(u.line)) for u in _in_order(unread)]
        return tuple(placed if self._has_line_numbers else map(self._without_line, placed))

    def _without_line(self, listed: _Listed) -> _Listed:
        number = listed.question if listed.question is not None else self.question(listed.line)
        return replace(listed, line=None, question=number)

    def _page(self, line: int | None) -> int | None:
        """Return the page of a line above the first question of a PDF."""
        if line is None or self.question(line) is not None:
            return None
        return self._pages.get(line)

    def refused(self, problems: Iterable[Problem]) -> FileRefused:
        """Return the refusal, in which each problem names a place that people can find."""
        if self._has_line_numbers:
            return FileRefused([*problems])
        return FileRefused([self._at_question(problem) for problem in problems])

    def _at_question(self, problem: Problem) -> Problem:
        number = self.question(problem.line)
        page = self._page(problem.line)
        place = f"page {page}" if page else problem.place
        return replace(problem, line=None, question=number, place=place)
