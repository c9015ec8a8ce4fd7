"""Facts of published releases, by which a file is recognized as the release it claims to be.

Each fact has its source. Unknown facts are None, and not compared.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from coding.datasets.reading.columns import ATOP_ID, PHASE
from coding.datasets.reading.members import MemberRow


@dataclass(frozen=True)
class KnownRelease:
    """Known facts of a release's member file.

    ``alliances`` and the other counts are of the whole file, ``alliances_nna`` without the pure
    nonaggression pacts. ``digest`` is the result of ``digest_of``. ``source`` names the source of
    the counts.
    """

    source: str
    alliances: int
    alliances_nna: int | None = None
    phases: int | None = None
    rows: int | None = None
    digest: str | None = None
    cut_off: date | None = None
    published_on: date | None = None


KNOWN: Mapping[str, KnownRelease] = {
    "3.0": KnownRelease("the project's own search page, atop.rice.edu/search", alliances=648),
    "4.01": KnownRelease("its alliance file, which 5.1 was compared with", alliances=745),
    "5.0": KnownRelease(
        "the ATOP codebook of 9 August 2022, whose numbers are those of 5.0",
        alliances=765,
        alliances_nna=580,
        cut_off=date(2018, 12, 31),
    ),
    "5.1": KnownRelease(
        "the official file atop5_1m.csv",
        alliances=789,
        alliances_nna=589,
        phases=849,
        rows=2510,
        digest="55ce084da971541610ac40cfe82e2826087b1ad12307770fb835595231cc697f",
        cut_off=date(2018, 12, 31),
        published_on=date(2022, 8, 9),  # the date of its codebook
    ),
}


_NAMED_NNA = (
    "Files named NNA leave out the pure nonaggression pacts, so this may be no whole release"
)


def published_on(label: str) -> date | None:
    known = KNOWN.get(label)
    return known.published_on if known else None


def digest_of(rows: Iterable[MemberRow]) -> str:
    """Return the SHA-256 of the values, independent of the order of rows and columns.

    The rows are hashed as sorted lines, with the columns except version sorted by name.
    """
    lines = sorted(
        ",".join(
            "" if row.values[name] is None else str(row.values[name]) for name in sorted(row.values)
        )
        for row in rows
    )
    return sha256("\n".join(lines).encode("ascii")).hexdigest()


def why_not_as_published(file: str, label: str, rows: Iterable[MemberRow]) -> str | None:
    """Return how rows differ from the release that was published under this label.

    For a release that is not known here, only the file's name can be checked.
    """
    known = KNOWN.get(label)
    if known is None:
        return _NAMED_NNA if "_nna" in file.lower() else None
    rows = list(rows)
    alliances = {row.values[ATOP_ID] for row in rows}
    if len(alliances) == known.alliances_nna:
        return (
            f"This is no whole release {label}: it has {len(alliances):,} alliances, as the files "
            "without the pure nonaggression pacts (NNA) have; the whole release has "
            f"{known.alliances:,}"
        )
    differs = _why_not_of_its_size(known, label, rows, len(alliances))
    if differs is None and known.digest is not None and digest_of(rows) != known.digest:
        return (
            f"This is not release {label} as it was published: it has as many rows, but at least "
            "one value was changed since"
        )
    return differs


def _why_not_of_its_size(
    known: KnownRelease, label: str, rows: list[MemberRow], alliances: int
) -> str | None:
    phases = {(row.values[ATOP_ID], row.values[PHASE]) for row in rows}
    for many, what, published in (
        (alliances, f"alliances in {len(phases):,} phases", known.alliances),
        (len(phases), "phases", known.phases),
        (len(rows), "rows", known.rows),
    ):
        if published is not None and many != published:
            return (
                f"This is not release {label} as it was published: it has {many:,} {what}, the "
                f"release has {published:,} ({known.source})"
            )
    return None
