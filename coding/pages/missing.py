"""What a section still lacks in its author's version: blank answers and codes not given."""

from collections.abc import Sequence
from dataclasses import dataclass

from coding.codebook.still_to_do import NO_ROSTER, ROSTER, count, gaps
from coding.models.questionnaire import Question
from coding.models.variables import variables_at
from coding.pages.editor import Editor
from coding.pages.loaded_sheet import LoadedSheet


@dataclass(frozen=True)
class LackingQuestion:
    """Whether one question lacks its answer, and which codes it lacks, by their cells."""

    question: Question
    is_blank: bool
    cells: list[str]

    @property
    def at(self) -> str:
        """The anchor of the first missing entry."""
        n = self.question.n
        if self.is_blank:
            return f"text-{n}"
        return f"code:{self.cells[0]}" if self.cells[0] else f"codes-{n}"


@dataclass(frozen=True)
class Missing:
    """What the bar of a section's page reports."""

    answers: int  # number of answers asked for
    codes: int  # number of codes asked for, without those that others settle
    lacking: list[LackingQuestion]

    @property
    def blank(self) -> int:
        return sum(lacking.is_blank for lacking in self.lacking)

    @property
    def not_given(self) -> int:
        return sum(len(lacking.cells) for lacking in self.lacking)


def missing_in(loaded: LoadedSheet, editors: Sequence[Editor]) -> Missing:
    """Return what the editors' questions lack, given the author's other changes."""
    coding = loaded.coding_written
    asked = [variable for editor in editors for variable in variables_at(editor.question.number)]
    absent: dict[int, list[str]] = {}
    for gap in gaps(coding, asked):
        absent.setdefault(gap.question, []).append(gap.cell)
    _, codes = count(coding, asked)
    if not coding.members and all(variable.name != ROSTER for variable in asked):
        codes -= NO_ROSTER  # counted in another section
    lacking = [
        LackingQuestion(editor.question, editor.is_blank, absent.get(editor.question.number, []))
        for editor in editors
    ]
    lacking = [question for question in lacking if question.is_blank or question.cells]
    return Missing(len(editors), codes, lacking)
