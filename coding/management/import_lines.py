"""The output of import_sheets: a line per sheet, what was not read, repairs and differences."""

from collections.abc import Iterable, Iterator

from coding.codebook.problems import visible
from coding.history.differences import ADDED, SAME, difference
from coding.sheets.loader import ImportedSheet
from coding.workflow.sheet_import import PrintedChange

CONTEXT = 6  # words shown on either side of a difference
_MARKS = {ADDED: ("{+", "+}")}


def lines(imported: Iterable[ImportedSheet], *, with_details: bool) -> Iterator[str]:
    for loaded in imported:
        yield from _lines(loaded, with_details=with_details)


def _lines(loaded: ImportedSheet, *, with_details: bool) -> Iterator[str]:
    yield f"{visible(loaded.name)}: {loaded.sentence}"
    yield from (f"  {sentence}" for sentence in loaded.leaves)
    if not with_details:
        return
    for unread in loaded.parsed.unread:
        yield f"  not read: {unread}"
    if loaded.is_idle:
        return
    for repair in loaded.parsed.repairs:
        yield f"  {repair}"
    for change in loaded.outcome.changes:
        yield f"  Q{change.question}: {words_changed(change)}"


def words_changed(change: PrintedChange) -> str:
    """Return the difference with [-removed-] and {+added+} words in their context."""
    if not change.approved or not change.printed:
        return f"{_one_line(change.approved)} → {_one_line(change.printed)}"
    pieces = difference(change.approved, change.printed)
    if all(piece.kind == SAME for piece in pieces):
        notes = "; ".join(note.printed for note in change.notes)
        return f"the same answer, with a new revision note: {notes}"
    shown = []
    for place, piece in enumerate(pieces):
        text = " ¶ ".join(piece.text.strip().split("\n"))
        if piece.kind == SAME:
            text = _shortened(text, is_first=place == 0, is_last=place == len(pieces) - 1)
        else:
            before, after = _MARKS.get(piece.kind, ("[-", "-]"))
            text = f"{before}{text or '¶'}{after}"
        shown.append(text)
    return " ".join(filter(None, shown))


def _one_line(answer: str) -> str:
    return f"“{' ¶ '.join(answer.splitlines())}”" if answer else "(blank)"


def _shortened(text: str, *, is_first: bool, is_last: bool) -> str:
    words = text.split()
    head = [] if is_first else words[:CONTEXT]
    tail = [] if is_last else words[-CONTEXT:]
    if len(words) <= len(head) + len(tail):
        return " ".join(words)
    return " ".join([*head, "…", *tail])
