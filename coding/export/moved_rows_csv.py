"""Write which rows of the dataset files changed: by decision, and by alliance in total."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from coding.datasets.documents.companion_files import MOVED_BY_ALLIANCE, MOVED_BY_DECISION
from coding.datasets.release import DatasetRelease
from coding.export.csv_rows import write_table
from coding.export.moved_rows import MovedRows
from coding.export.output import Output

Row = Sequence[Any]


def write_moved_by_decision(
    output: Output, moved: Iterable[MovedRows], named: DatasetRelease
) -> None:
    """Write a row for each decision on an alliance and file; ``named`` gives the files' names."""
    rows = ((*_decision(decision), *row) for decision in moved for row in _rows(decision, named))
    write_table(output, MOVED_BY_DECISION, rows)


def write_moved_by_alliance(
    output: Output, moved: Iterable[MovedRows], named: DatasetRelease
) -> None:
    """Write a row for each alliance and file; ``named`` gives the files' names."""
    write_table(output, MOVED_BY_ALLIANCE, (row for pair in moved for row in _rows(pair, named)))


def _decision(moved: MovedRows) -> Row:
    first = moved.decided[0]
    questions = sorted({change.question for change in moved.decided if change.codes})
    return first.decision, first.decided_on, first.reviewer, _numbers_in_words(questions)


def _rows(moved: MovedRows, named: DatasetRelease) -> Iterator[Row]:
    for effect in moved.files:
        file = named.file_stem(effect.level, effect.is_nna)
        counts = effect.added, effect.gone, effect.changed
        which = effect.which_added, effect.which_gone, effect.which_changed
        yield moved.atop_id, _numbers_in_words(moved.phases), file, *counts, *map(str, which)


def _numbers_in_words(numbers: Iterable[int]) -> str:
    return " ".join(map(str, numbers))
