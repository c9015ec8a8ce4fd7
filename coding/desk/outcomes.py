"""What became of a file, in one sentence, for lists and for the summary as CSV."""

from collections.abc import Iterator

from coding.codebook.counted_nouns import counted
from coding.codebook.problems import visible
from coding.models import DeskFile
from coding.models.desk import FileState

MOST_NAMED = 12  # questions
_SAME = (
    "It says the same as the sheet that is here. Once imported, the file is kept with the sheet, "
    "which has none yet."
)


def outcome_of(file: DeskFile) -> str:
    """Return the sentence that a list shows beside the file's state."""
    return " ".join(filter(None, [_outcome_in_words(file), file.remark]))


def _outcome_in_words(file: DeskFile) -> str:
    differs = f"Differs in {_questions(file.differs_in)}."
    match file.state:
        case FileState.REFUSED:
            return without_name(file.problems[0], file) + _more(len(file.problems) - 1)
        case FileState.DOUBTFUL:
            return " ".join(_to_do(file))
        case FileState.FILED:
            return differs
        case FileState.READY | FileState.ASKED | FileState.ENTERING:
            return "New sheet." if file.is_new else differs if file.differs_in else _SAME
    return ""


def without_name(problem: str, file: DeskFile) -> str:
    """Return a problem without the file's name, which the page shows beside it."""
    for name in map(visible, (file.name, file.base_name)):
        if problem.startswith((f"{name}: ", f"{name}, ")):
            text = problem[len(name) :].lstrip(":, ")
            return text[:1].upper() + text[1:]
    return problem


def _to_do(file: DeskFile) -> Iterator[str]:
    if file.problems:
        yield f"{counted(len(file.problems), 'problem')} to correct."
    if file.doubts:
        yield f"{counted(len(file.doubts), 'place')} to look at."


def _questions(numbers: list[int]) -> str:
    if len(numbers) > MOST_NAMED:
        return f"{len(numbers)} questions"
    return ", ".join(f"Q{number}" for number in numbers)


def _more(number: int) -> str:
    return f" And {counted(number, 'problem')} more." if number > 0 else ""
