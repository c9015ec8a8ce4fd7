"""Write compare.csv: the differences between an export and the release before it."""

from collections.abc import Iterable, Iterator
from itertools import chain

from coding.codebook.sheet import CodedPhase
from coding.datasets.documents.companion_files import COMPARED
from coding.export.comparison_csv import Row, SideWords, rows_of, rows_of_columns
from coding.export.csv_rows import write_table
from coding.export.output import Output
from coding.history.comparison import Apart, differences
from coding.history.sides import ComparedPhase, Side
from coding.sheets.printing.printable import PrintableSheet


def write_compared(
    output: Output,
    old: Side,
    alliances: Iterable[list[CodedPhase]],
    sheets: Iterable[PrintableSheet] | None,
    words: SideWords,
) -> None:
    """Write a row for each difference; without ``sheets``, for those of codes alone.

    ``alliances``, ``sheets`` and ``words`` are those of the export.
    """
    phases = chain.from_iterable(alliances)
    new = map(_of_codes, phases) if sheets is None else _with_answers(phases, sheets)
    before = old.phases(with_answers=sheets is not None)
    write_table(output, COMPARED, _rows(before, new, SideWords.of(old, words.names), words))


def _rows(
    before: Iterable[ComparedPhase], after: Iterable[ComparedPhase], old: SideWords, new: SideWords
) -> Iterator[Row]:
    yield from rows_of_columns(old, new)
    apart = Apart.of(old.questionnaire, new.questionnaire)
    for alliance in differences(apart.without(before), apart.without(after)):
        yield from rows_of(alliance, old, new)


def _of_codes(phase: CodedPhase) -> ComparedPhase:
    return ComparedPhase(phase.atop_id, phase.phase, phase.coding.cells, {})


def _with_answers(
    phases: Iterable[CodedPhase], sheets: Iterable[PrintableSheet]
) -> Iterator[ComparedPhase]:
    """Pair codes with answers; both come in the same order."""
    for phase, sheet in zip(phases, sheets, strict=True):
        answers = {str(number): answer for number, answer in sheet.answers.items()}
        yield ComparedPhase(phase.atop_id, phase.phase, phase.coding.cells, answers)
