"""Losses: an alliance or phase leaves the dataset files, or all its rows leave one file.

Nobody wants these changes by accident. A member without its dates is enough: the files would
describe another alliance, so the alliance is left out (publishable.py).
"""

from collections import Counter
from collections.abc import Iterator

from coding.codebook.counted_nouns import counted
from coding.datasets.effects.alliance_effect import AllianceSide
from coding.datasets.publishable import WITH_THE_OTHERS
from coding.datasets.release import Level


def losses(was: AllianceSide, now: AllianceSide) -> list[str]:
    """Return a sentence for each loss by the change of an alliance."""
    if not was.members:
        return []
    return [*_phases(was, now)] or [*_files(was, now)]


def _phases(was: AllianceSide, now: AllianceSide) -> Iterator[str]:
    """Yield the alliance, or the phases of it, that leave all files."""
    before, after = _rows_by_phase(was), _rows_by_phase(now)
    atop_id, file = was.members[0].atopid, was.release.file_stem(Level.MEMBER)
    if not after:
        rows = counted(before.total(), "member row")
        yield (
            f"Alliance {atop_id} leaves the datasets: all of its {rows} of {file}, and every row "
            f"that is made from them. {_why(now)}".strip()
        )
        return
    for phase in sorted(before.keys() - after.keys()):
        rows = counted(before[phase], "member row")
        yield (
            f"Phase {phase} of {atop_id} leaves the datasets: all of its {rows} of {file}, and "
            "every row that is made from them."
        )


def _rows_by_phase(side: AllianceSide) -> Counter[int]:
    """Count the rows of m; the only phase becomes the first when another one is added."""
    return Counter(member.phase or 1 for member in side.members)


def _why(now: AllianceSide) -> str:
    """Return why an alliance cannot be published, as in the list of rows left out."""
    whys = [row.why for row in now.found.unusable if row.why != WITH_THE_OTHERS]
    return f"Why: {whys[0]}" if whys else ""


def _files(was: AllianceSide, now: AllianceSide) -> Iterator[str]:
    """Yield the files from which all rows of the alliance vanish."""
    gone = [
        was.release.file_stem(level, is_nna)
        for is_nna in (False, True)
        for level in Level
        if (level, is_nna) != (Level.MEASURES, True)
        if _is_in(was, level, is_nna) and not _is_in(now, level, is_nna)
    ]
    if gone:
        atop_id = was.members[0].atopid
        yield f"Alliance {atop_id} leaves {', '.join(gone)}: no row there comes from it any more."


def _is_in(side: AllianceSide, level: Level, is_nna: bool) -> bool:
    if is_nna and side.is_pure:
        return False
    match level:
        case Level.STATE_YEAR:
            return bool(side.states)
        case Level.DYAD_YEAR | Level.DIRECTED:
            return bool(side.pairs)
    return bool(side.members)
