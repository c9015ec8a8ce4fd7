"""All that is compared, part by part; a later part is looked at when those before it hold."""

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path

from django.db import DatabaseError

from coding.export.reports import Reporting, silent
from coding.models.snapshots import snapshot
from coding.record import (
    assignments,
    declared_rows,
    derived_tables,
    desk_files,
    exported,
    guards,
    imports,
    indexes,
    numbers,
    originals,
    references,
    releases,
    rows,
    seals,
    steps,
    tables,
    taken_over,
    unreadable,
)
from coding.record.approvals import Approvals
from coding.record.faults import Misfit
from coding.record.histories import every_history
from coding.record.links import Chain
from coding.search import index_check

MOST = 20  # faults that are told
Part = Callable[[], Iterator[Misfit]]
_AROUND: tuple[Part, ...] = (
    references.faults,
    tables.faults,
    declared_rows.faults,
    desk_files.faults,
    derived_tables.faults,
    seals.faults,
    numbers.faults,
)


@dataclass(frozen=True)
class Verified:
    """The faults found, at most MOST; and the end of the chain, worth storing elsewhere."""

    faults: list[Misfit]
    links: int
    head: str

    @property
    def holds(self) -> bool:
        return not self.faults


def verify(
    *,
    export: Path | None = None,
    kept: Collection[str] = (),
    around: bool = True,
    progress: Reporting = silent,
) -> Verified:
    """Compare everything, as of one moment. ``kept`` are hashes that must be in the chain.

    ``around`` is whether to look at what stands around the record, too: no export follows from it.
    """
    of_export = exported.head_of(export) if export else ""
    chain, faults = Chain({*kept, of_export} - {""}), list[Misfit]()
    with snapshot():
        if reasons := list(guards.why_not_comparable()):
            return Verified(reasons, chain.last, chain.hash)
        away = list(guards.faults())  # compare the rest all the same, as far as it can be read
        with suppress(*(DatabaseError,) if away else ()):
            faults = _first_part_with_faults(_parts(chain, export, progress))
            if around and not faults:
                faults = _first_part_with_faults(_AROUND)
    if around and not faults and not index_check.words_match_passages():
        faults = [Misfit("the index of the search", "Its words do not fit.", index_check.MENDED)]
    return Verified([*away, *faults], chain.last, chain.hash)


def _parts(chain: Chain, export: Path | None, progress: Reporting) -> list[Part]:
    histories = every_history(Approvals(), releases.freezes())
    parts: list[Part] = [
        indexes.faults,
        partial(chain.faults, progress),
        partial(rows.faults, histories, progress),
        taken_over.faults,
        lambda: (fault for history in histories.values() for fault in history.faults()),
        partial(steps.faults, progress),
        partial(releases.faults, histories, progress),
        partial(originals.faults, progress),
        imports.faults,
        assignments.faults,
    ]
    if export:
        parts.append(partial(exported.faults, export, progress))
    return parts


def _first_part_with_faults(parts: Iterable[Part]) -> list[Misfit]:
    for part in parts:
        if found := _first(part()):
            return found
    return []


def _first(faults: Iterator[Misfit]) -> list[Misfit]:
    """Return the first faults, also if reading fails after some; else look for unreadable text."""
    misfits: list[Misfit] = []
    try:
        misfits.extend(islice(faults, MOST))
    except (DatabaseError, TypeError, ValueError):
        misfits = misfits or list(islice(unreadable.faults(), MOST))
        if not misfits:
            raise
    return misfits
