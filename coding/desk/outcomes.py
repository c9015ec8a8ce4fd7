"""What became of a file, in one sentence, for lists and for the summary as CSV."""

from coding.codebook.counted_nouns import counted
from coding.models import DeskFile
from coding.models.desk import FileState


def outcome_of(file: DeskFile) -> str:
    """Return the sentence that a list shows beside the file's state."""
    return " ".join(filter(None, [_said(file), file.remark]))


def _said(file: DeskFile) -> str:
    questions = ", ".join(f"Q{number}" for number in file.differs_in)
    match file.state:
        case FileState.REFUSED:
            return str(file.problems[0]) + _more(len(file.problems) - 1)
        case FileState.DOUBTFUL:
            return f"{counted(len(file.doubts), 'place')} to look at."
        case FileState.FILED:
            return f"Differs in {questions}."
        case FileState.READY | FileState.ASKED | FileState.ENTERING:
            return "New sheet." if file.is_new else f"Differs in {questions}."
    return ""


def _more(number: int) -> str:
    return f" And {counted(number, 'problem')} more." if number > 0 else ""
