"""What declarations must be, so that forms, checks and releases can work with them."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from coding.codebook.questionnaire import PrintedQuestion
from coding.codebook.variables import Variable

_LARGEST_CODE = 2**15 - 1  # of a small integer


def mistakes_in(variable: Variable, questions: Collection[int]) -> Iterator[str]:
    """Yield what is wrong with a declaration, and how to fix it.

    ``questions`` are the numbers of all printed questions.
    """
    place = f"The variable “{variable.name}” ({variable.where})"
    if variable.is_coded and not variable.questions:
        yield f"{place} belongs to no question. Name the one where it is entered."
    for number in {*variable.questions, variable.home} - {*questions, None}:
        yield (
            f"{place} belongs to question {number}, which does not exist. "
            f"The last one is {max(questions)}."
        )
    if not _are_codes(variable.codes):
        yield (
            f"{place} has codes that are not numbers from 0 with a label each. "
            'Write codes={0: "no", 1: "yes"}.'
        )
    if not all(_are_of_a_release(*former) for former in variable.formerly.items()):
        yield (
            f"{place} does not say which codes a release had. "
            'Write formerly={"5.1": {0: "no", 1: "yes"}}.'
        )


def mistakes_in_question(question: PrintedQuestion) -> Iterator[str]:
    """Yield what is wrong with a question's declaration, and how to fix it."""
    if not (_is_text(question.wording) and _is_text(question.label)):
        yield f"Question {question.number} has no wording or no label. Give it both."
    if not isinstance(question.since, str):
        yield f'Question {question.number} has no release in “since”. Write since="6.0".'
    if not all(_is_text(text) for former in question.formerly.items() for text in former):
        yield (
            f"Question {question.number} does not say which wording a release had. "
            'Write formerly={"5.1": "Language:"}.'
        )


def _is_text(text: Any) -> bool:
    return isinstance(text, str) and bool(text.strip())


def _are_of_a_release(release: Any, codes: Any) -> bool:
    return isinstance(release, str) and bool(codes) and _are_codes(codes)


def _are_codes(codes: Any) -> bool:
    return isinstance(codes, Mapping) and all(
        isinstance(code, int) and 0 <= code <= _LARGEST_CODE and isinstance(label, str)
        for code, label in codes.items()
    )
