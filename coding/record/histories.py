"""Whether history leads to the present rows, and each change in it follows from what was approved.

The rows of one history table are taken in the order in which they were written.
"""

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from django.db import connection

from coding.models.counted_codes import CountedCodes
from coding.models.covered_by_chain import histories
from coding.models.covered_rows import Covered
from coding.models.membership import Membership, PairObligation
from coding.models.section import SectionRow
from coding.record.approvals import Approvals
from coding.record.faults import Misfit, shown

Row = dict[str, Any]
REMOVED = "-"
MOST = 20  # changes without a reason that are kept to be told


class History:
    """The history of one model: the last row of each object, and where it was at each freeze."""

    def __init__(self, model: Any, approvals: Approvals, freezes: Mapping[str, int]) -> None:
        self.model, self.approvals, self.freezes = model, approvals, freezes
        self.table = str(model._meta.db_table)
        self.present = Covered.of(model, left_out=tuple(getattr(model, "counts", ())))
        self.last: dict[int, Row] = {}
        self.unexplained: list[Misfit] = []
        self.until = dict.fromkeys(freezes, 0)  # release → key of the last row before its freeze

    def take(self, row: Row, sequence: int) -> None:
        """Process the next history row; ``sequence`` is its place in the chain."""
        for label, freeze in self.freezes.items():
            if sequence < freeze:
                self.until[label] = max(self.until[label], row["history_id"])
        if issubclass(self.model, SectionRow | Membership | PairObligation):
            self.unexplained += islice(self._unexplained(row), MOST - len(self.unexplained))
        self.last[row["id"]] = row

    def _unexplained(self, row: Row) -> Iterator[Misfit]:
        before = self.last.get(row["id"], {})
        for column in self.present.columns:
            name, value = column.name, row[column.name]
            was = before.get(name, column.empty)
            if value == was or row["history_type"] == REMOVED:
                continue
            if not self.approvals.explain(self.model, row, name, was, is_new=not before):
                place = f"coding_historical{self.model._meta.model_name} {row['history_id']}"
                found = f"{name} became {shown(value)}, which nothing that was approved says."
                yield Misfit(place, found, shown(was))

    def faults(self) -> Iterator[Misfit]:
        """Yield the faults, once all rows were processed."""
        yield from self.unexplained
        last = {pk: row for pk, row in self.last.items() if row["history_type"] != REMOVED}
        for key, row in self.present.rows(connection):
            linked = last.pop(key, None)
            if linked is None:
                found = "History does not tell of the row: it was written past the site."
                yield Misfit(f"{self.table} {key}", found, "no row")
                continue
            for name, value in row.items():
                if value != linked[name]:
                    place = f"{self.table} {key}, {name}"
                    yield Misfit(place, f"It is {shown(value)}.", shown(linked[name]))
        for key in last:
            yield Misfit(f"{self.table} {key}", "The row is gone.", "there, as history has it last")
        if issubclass(self.model, CountedCodes):
            yield from self._miscounted()

    def _miscounted(self) -> Iterator[Misfit]:
        """Compare the stored counts of rows with their content."""
        for row in self.model._base_manager.order_by("pk").iterator():
            kept = {name: getattr(row, name) for name in self.model.counts}
            row.count()
            for name, value in kept.items():
                if value != getattr(row, name):
                    place = f"{self.table} {row.pk}, {name}"
                    yield Misfit(place, f"It is {shown(value)}.", shown(getattr(row, name)))


def every_history(approvals: Approvals, freezes: Mapping[str, int]) -> dict[str, History]:
    """Return the histories of all tracked models, by the name that links give their rows."""
    return {
        covered.name: History(model, approvals, freezes) for model, covered in histories().items()
    }
