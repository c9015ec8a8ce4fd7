"""Write what changed since the release before: changed rows, and differences."""

from collections.abc import Callable, Iterable, Iterator
from functools import cache, partial
from itertools import chain

from coding.codebook.sheet import CodedPhase
from coding.datasets.documents.companion_files import COMPARED
from coding.datasets.effects.walking_back import PresentRecord
from coding.export import record, released
from coding.export.comparison_csv import Row, SideWords, rows_of, rows_of_columns
from coding.export.csv_rows import write_table
from coding.export.moved_rows import moved_by_alliance, moved_by_decision
from coding.export.moved_rows_csv import write_moved_by_alliance, write_moved_by_decision
from coding.export.output import Output
from coding.export.scope import ExportScope
from coding.history.compared_sides import ComparedPhase
from coding.history.comparison import OnlyOnOneSide, differences
from coding.sheets.printing.from_record import names_of_states
from coding.sheets.printing.printable import PrintableSheet

Alliances = Callable[[], Iterable[list[CodedPhase]]]
Sheets = Callable[[], Iterable[PrintableSheet]]


def write_since_release(
    output: Output, scope: ExportScope, alliances: Alliances, sheets: Sheets
) -> None:
    """Write moved-by-decision.csv where there is prose, and the others after a release."""
    release, named = scope.dataset_release(), scope.publication().release
    present = cache(lambda: PresentRecord(alliances(), release))
    since = partial(released.released_alliances, scope.changes_since_release)
    if scope.has_prose:
        decided = moved_by_decision(record.code_changes(scope), present, since)
        write_moved_by_decision(output, decided, named)
    if scope.compared_with:
        before = released.released_alliances(scope.compared_with)
        write_moved_by_alliance(output, moved_by_alliance(present(), before), named)
        _write_compared(output, scope, scope.compared_with, present().phases.values(), sheets)


def _write_compared(
    output: Output,
    scope: ExportScope,
    before: str,
    alliances: Iterable[list[CodedPhase]],
    sheets: Sheets,
) -> None:
    """Write a row for each difference: of codes, and of answers where both sides have prose."""
    old = released.side_of(before)
    kept = released.side_of(scope.release).names if scope.is_frozen and scope.release else {}
    words = SideWords(scope.questionnaire, kept or names_of_states(), scope.flags.names)
    has_prose = scope.has_prose and old.has_prose
    phases = chain.from_iterable(alliances)
    new = _with_answers(phases, sheets()) if has_prose else map(_of_codes, phases)
    was = old.phases(with_answers=has_prose)
    write_table(output, COMPARED, _rows(was, new, SideWords.of(old, words.names), words))


def _rows(
    before: Iterable[ComparedPhase], after: Iterable[ComparedPhase], old: SideWords, new: SideWords
) -> Iterator[Row]:
    yield from rows_of_columns(old, new)
    apart = OnlyOnOneSide.of(old.questionnaire, new.questionnaire)
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
