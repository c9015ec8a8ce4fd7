"""The summary of a batch as CSV: a row for each file."""

import csv
from collections.abc import Iterable, Iterator
from io import StringIO

from coding.desk.outcomes import outcome_of
from coding.export.csv_rows import BYTE_ORDER_MARK, without_formula
from coding.models import DeskFile

COLUMNS = ("file", "part", "sheet", "state", "new", "questions", "outcome", "address")


def csv_of(files: Iterable[DeskFile], address: str) -> Iterator[str]:
    """Yield the rows, for spreadsheet programs; ``address`` has 0 in place of a file's number."""
    yield BYTE_ORDER_MARK + _csv_line(COLUMNS)
    for file in files:
        questions = " ".join(map(str, file.differs_in))
        state, is_new = file.get_state_display(), "yes" if file.is_new else ""
        about = file.name, str(file.part or ""), file.key, state, is_new, questions
        yield _csv_line((*about, outcome_of(file), address.replace("/0/", f"/{file.pk}/")))


def _csv_line(row: Iterable[str]) -> str:
    text = StringIO()
    csv.writer(text).writerow([without_formula(cell) for cell in row])
    return text.getvalue()
