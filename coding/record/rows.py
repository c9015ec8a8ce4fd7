"""Whether every row is as it was linked: none changed, none added, none gone."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db import connection

from coding.export.reports import Reporting
from coding.models import DraftSeal
from coding.models.covered_by_chain import GONE, STANDS, every, stands, told_of_changes
from coding.models.covered_rows import Covered
from coding.models.revision import Status
from coding.record.faults import Misfit
from coding.record.histories import History
from coding.record.likely import likely
from coding.record.links import Linked, by_name

STEP = "rows"
Rows = Iterator[tuple[int, dict[str, Any]]]


def faults(histories: dict[str, History], progress: Reporting) -> Iterator[Misfit]:
    """Compare every covered row with its links; pass rows of history on to their ``History``."""
    waiting, count = dict(every()), _Count(progress)
    for name, links in by_name():
        if name in told_of_changes():
            continue  # taken_over.py reads them
        covered = waiting.pop(name, None)
        if covered is None:
            yield Misfit(
                "the chain", f"It has links of “{name}”, which is nothing here.", "without"
            )
            continue
        yield from _of_name(covered, links, histories.get(name), count)
    for name, covered in waiting.items():
        yield from _of_name(covered, iter(()), histories.get(name), count)
    yield from _seals()


def _of_name(
    covered: Covered,
    links: Iterator[tuple[int, list[Linked]]],
    history: History | None,
    count: "_Count",
) -> Iterator[Misfit]:
    for key, row, linked in beside(covered.rows(connection), links):
        count.one_more()
        if row is None:
            if linked[-1].content != GONE:
                yield Misfit(f"{covered.name} {key}", "The row is gone.", _as_linked(linked))
            continue
        fault = _fault(covered, key, row, linked)
        if fault:
            yield fault
        elif history:
            history.take(row, linked[0].sequence)


class _Count:
    """Reports the progress over all rows of all tables."""

    def __init__(self, progress: Reporting) -> None:
        self._progress, self._done = progress, 0
        self._total = _number_of_rows()

    def one_more(self) -> None:
        self._done += 1
        self._progress(STEP, min(self._done, self._total), self._total)


def _number_of_rows() -> int:
    counted = (f"(SELECT COUNT(*) FROM {covered.table})" for covered in every().values())
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {' + '.join(counted)}")
        return int(cursor.fetchone()[0])


def beside(rows: Rows, links: Iterable[tuple[int, Any]]) -> Iterator[tuple[int, Any, Any]]:
    """Merge rows with their links; both are sorted by key, and either may be missing."""
    waiting = iter(links)
    link = next(waiting, None)
    for key, row in rows:
        while link and link[0] < key:
            yield link[0], None, link[1]
            link = next(waiting, None)
        is_same = link is not None and link[0] == key
        yield key, row, link[1] if link and is_same else []
        if is_same:
            link = next(waiting, None)
    while link:
        yield link[0], None, link[1]
        link = next(waiting, None)


def _fault(covered: Covered, key: int, row: dict[str, Any], linked: list[Linked]) -> Misfit | None:
    place, content = f"{covered.name} {key}", covered.content(row)
    if covered.name == STANDS and row["status"] == Status.DRAFT:
        return None  # it has a seal instead; its steps prove that it is a draft
    if not linked and covered.is_blank(row):
        return None
    if not linked:
        return Misfit(place, "It is not in the chain: it was written past the site.", "no row")
    if not covered.is_written_once:
        linked = linked[-1:]
    if len(linked) > 1:
        return Misfit(place, "It was written twice, though such rows never change.", "written once")
    if linked[0].content != content:
        found = "It is not as it was when it was written."
        return Misfit(place, found, likely(covered, key, row, linked[0].content))
    return None


def _as_linked(linked: list[Linked]) -> str:
    last = linked[-1]
    return f"there, with the content {last.content} that link {last.sequence} names"


def _seals() -> Iterator[Misfit]:
    """Compare each draft with its seal."""
    covered = stands()
    drafts = ((key, row) for key, row in covered.rows(connection) if row["status"] == Status.DRAFT)
    seals = DraftSeal.objects.order_by("pk").values_list("pk", "content").iterator()
    for key, row, seal in beside(drafts, seals):
        place = f"{covered.name} {key}"
        if row is None:
            found = "It has the seal of a draft and is none."
            yield Misfit(f"coding_draftseal {key}", found, "the seal of a draft")
        elif not seal:
            yield Misfit(place, "It is a draft without a seal.", "sealed when it was saved")
        elif covered.content(row) != seal:
            found = "The draft is not as its author saved it last."
            yield Misfit(place, found, likely(covered, key, row, seal))
