"""Write what changed since the release before: changed rows, and differences."""

from collections.abc import Callable, Iterable
from functools import cache, partial

from coding.codebook.sheet import CodedPhase
from coding.datasets.walking_back import Present
from coding.export import record, released
from coding.export.compared import write_compared
from coding.export.comparison_csv import SideWords
from coding.export.moved_rows import moved_by_alliance, moved_by_decision
from coding.export.moved_rows_csv import write_moved_by_alliance, write_moved_by_decision
from coding.export.output import Output
from coding.export.scope import ExportScope
from coding.sheets.printing.from_record import names_of_states
from coding.sheets.printing.printable import PrintableSheet

Alliances = Callable[[], Iterable[list[CodedPhase]]]
Sheets = Callable[[], Iterable[PrintableSheet]]


def write_told(output: Output, scope: ExportScope, alliances: Alliances, sheets: Sheets) -> None:
    """Write moved-by-decision.csv where there is prose, and the others after a release."""
    release, named = scope.dataset_release(), scope.publication().release
    present = cache(lambda: Present(alliances(), release))
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
    old = released.side_of(before)
    kept = released.side_of(scope.release).names if scope.is_frozen and scope.release else {}
    answered = sheets() if scope.has_prose and old.has_prose else None
    words = SideWords(scope.questionnaire, kept or names_of_states(), scope.flags.names)
    write_compared(output, old, alliances, answered, words)
