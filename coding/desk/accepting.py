"""Accepts many files of a batch at once, if all their remarks are of one plain kind.

Remarks of a plain kind can be judged by their words alone, without the page.
"""

from collections import Counter
from typing import Any

from coding.desk.correcting_pages import note_looked_at
from coding.desk.file_actions import Files, SeenFiles
from coding.desk.reading import compare_with_record
from coding.models.desk import FileState
from coding.sheets.understanding.remarks import is_plain
from coding.workflow import rules
from coding.workflow.chaining import recorded
from coding.workflow.refusals import NotAllowed, require


def plain_kinds(files: Files) -> list[tuple[str, int]]:
    """Return the plain kinds that are the only kind in some files, with the number of files."""
    kinds_of_files = _read_whole(files).order_by().values_list("kinds", flat=True)
    numbers = Counter(kinds[0] for kinds in kinds_of_files if len(kinds) == 1)
    return sorted((kind, number) for kind, number in numbers.items() if is_plain(kind))


def alike(files: Files, kind: str) -> Files:
    """Return the files whose remarks are all of this kind; none if the kind is not plain."""
    return _read_whole(files).filter(kinds=[kind]) if is_plain(kind) else files.none()


def _read_whole(files: Files) -> Files:
    return files.filter(state=FileState.DOUBTFUL, problems=[], corrections=[])


@recorded()
def accept_alike(files: Files, kind: str, *, by: Any, seen: SeenFiles) -> int:
    """Accept the files of a kind that still are as on the screen (``seen``); return how many."""
    require(rules.why_not_import(by), NotAllowed)
    listed = alike(files, kind).filter(pk__in=seen).select_for_update()
    held = [file for file in listed if file.reading == seen[file.pk]]
    for file in held:
        note_looked_at(file, by)
        compare_with_record(file)
        file.save()
    return len(held)
