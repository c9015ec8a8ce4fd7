"""The approved codes of the whole record as columns, to be counted: now, or as a release has them.

Rows of models would cost a page half a second; the columns cost three queries of plain values.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from coding.codebook.cells import Codes, Coding
from coding.models import Membership, PairObligation, Release, Sheet
from coding.models.variables import BY_NAME, PAIR_BY_NAME

Column = Sequence[int | None]
Columns = dict[str, Column]

_ALLIANCE = [one for one in BY_NAME.values() if one.scope == "A" and one.is_coded]
_MEMBER = [one.name for one in BY_NAME.values() if one.where == "membership" and one.is_coded]
_PAIR = list(PAIR_BY_NAME)
_FLAGS = [one.name for one in BY_NAME.values() if one.scope == "R" and one.codes]


@dataclass(frozen=True)
class CodeColumns:
    """What is coded, variable by variable; None where a value is not coded yet.

    ``alliance`` has one value for each phase, ``member`` one for each member row, ``pair`` one for
    each pair obligation. ``phase_of_member`` and ``phase_of_pair`` say to which phase a row
    belongs, by its place among the phases; ``own`` maps the place of a member row to the
    alliance-level codes that differ for it.
    """

    alliance: Columns
    member: Columns
    pair: Columns
    phase_of_member: Sequence[int]
    phase_of_pair: Sequence[int]
    own: Mapping[int, Codes]


def record_columns() -> CodeColumns:
    """Return the approved codes of the sheets that are in the record; three queries."""
    paths = [f"{one.where}__{one.name}" for one in _ALLIANCE]
    sheets = list(
        Sheet.objects.filter(entered_at__isnull=False).values_list("pk", "atop_id", "phase", *paths)
    )
    place = {row[0]: number for number, row in enumerate(sheets)}
    members = _rows_of(Membership, place, "own", *_MEMBER)
    pairs = _rows_of(PairObligation, place, *_PAIR)
    return CodeColumns(
        alliance=_columns(["atopid", "phase", *(one.name for one in _ALLIANCE)], sheets, after=1),
        member=_columns(_MEMBER, members, after=2),
        pair=_columns(_PAIR, pairs, after=1),
        phase_of_member=[place[row[0]] for row in members],
        phase_of_pair=[place[row[0]] for row in pairs],
        own={number: row[1] for number, row in enumerate(members) if row[1]},
    )


def _rows_of(model: Any, sheets: Mapping[int, int], *names: str) -> list[tuple[Any, ...]]:
    """Return the rows of sheets that were read; one may have come in since."""
    rows = model.objects.filter(sheet__entered_at__isnull=False).order_by()
    return [row for row in rows.values_list("sheet_id", *names) if row[0] in sheets]


def _columns(names: Sequence[str], rows: Sequence[Any], *, after: int) -> Columns:
    """Return the columns of these names, which stand after the first few of each row."""
    columns = list(zip(*rows, strict=True))[after:] or [()] * len(names)
    return dict(zip(names, columns, strict=True))


def release_columns(release: Release) -> CodeColumns:
    """Return the codes as the release published them, with its flags; one query."""
    kept = list(release.sheets.values_list("atop_id", "phase", "cells", "flags"))
    codings = [Coding.of(cells) for _, _, cells, _ in kept]
    members = [
        (place, codes | kept[place][3].get(key, {}))
        for place, coding in enumerate(codings)
        for key, codes in coding.members.items()
    ]
    pairs = [
        (place, codes) for place, coding in enumerate(codings) for codes in coding.pairs.values()
    ]
    names = {one.name for one in _ALLIANCE}
    own = [{name: codes[name] for name in codes.keys() & names} for _, codes in members]
    return CodeColumns(
        alliance={
            "atopid": [row[0] for row in kept],
            "phase": [row[1] for row in kept],
            **_by_name(names, (coding.alliance for coding in codings)),
        },
        member=_by_name([*_MEMBER, *_FLAGS], (codes for _, codes in members)),
        pair=_by_name(_PAIR, (codes for _, codes in pairs)),
        phase_of_member=[place for place, _ in members],
        phase_of_pair=[place for place, _ in pairs],
        own={number: codes for number, codes in enumerate(own) if codes},
    )


def _by_name(names: Iterable[str], rows: Iterable[Codes]) -> Columns:
    listed = list(rows)
    return {name: [codes.get(name) for codes in listed] for name in names}
