"""The summary of a batch as CSV: a row for each file."""

from collections.abc import Iterable, Iterator

from coding.desk.outcomes import outcome_of
from coding.export.csv_rows import BYTE_ORDER_MARK, plain_lines, without_formula
from coding.models import DeskFile

COLUMNS = ("file", "part", "sheet", "state", "new", "questions", "outcome", "address")


def csv_of(files: Iterable[DeskFile], address: str) -> Iterator[str]:
    """Yield the rows, for spreadsheet programs; ``address`` has 0 in place of a file's number."""
    yield BYTE_ORDER_MARK + plain_lines([COLUMNS])
    for file in files:
        questions = " ".join(map(str, file.differs_in))
        state, is_new = file.get_state_display(), "yes" if file.is_new else ""
        about = file.name, str(file.part or ""), file.key, state, is_new, questions
        row = (*about, outcome_of(file), address.replace("/0/", f"/{file.pk}/"))
        yield plain_lines([map(without_formula, row)])
