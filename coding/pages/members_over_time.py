"""The members of an alliance on a timeline, phase by phase, as approved."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from coding.history.codes_in_words import date_in_words
from coding.models import Membership, Sheet
from coding.pages.overview.bars import years_with_ticks

WIDTH, ROW = 560, 22  # width of the chart, and height of a line
MOST_TICKS = 8


@dataclass(frozen=True)
class MemberBar:
    """A state's time in one phase, with the ends of its bar; dates in words."""

    phase: int
    entered: str
    left: str
    x: float
    width: float
    in_effect: bool


@dataclass
class MemberLine:
    """One state with its spells, and the position of its line."""

    name: str
    y: int
    spells: list[MemberBar] = field(default_factory=list)


@dataclass(frozen=True)
class MembersOverTime:
    """The page's content for an alliance."""

    sheet: Sheet
    phases: Sequence[int]
    lines: list[MemberLine]
    ticks: list[tuple[int, float]]
    undated: list[str]  # members without a year of entry


def load_members_over_time(sheet: Sheet) -> MembersOverTime:
    """Return the members of all phases of the sheet's alliance; two queries."""
    rows = _rows(sheet.atop_id)
    dated = [row for row in rows if row["yrent"] and row["yrent"] > 0]
    undated = dict.fromkeys(row["member__name"] for row in rows if row not in dated)
    phases = sorted({row["sheet__phase"] for row in rows})
    if not dated:
        return MembersOverTime(sheet, phases, [], [], list(undated))
    first = min(row["yrent"] for row in dated)
    last = int(max(_end(row) for row in dated)) + 1

    def place(moment: float) -> float:
        return round((moment - first) * WIDTH / (last - first), 1)

    ticks = [(year, place(year)) for year in years_with_ticks(first, last, MOST_TICKS)]
    return MembersOverTime(sheet, phases, _lines(dated, place), ticks, list(undated))


def _rows(atop_id: int) -> list[dict[str, Any]]:
    dates = (f"{part}{end}" for end in ("ent", "exit") for part in ("yr", "mo", "day"))
    members = Membership.objects.filter(sheet__atop_id=atop_id, sheet__entered_at__isnull=False)
    in_order = members.order_by("yrent", "moent", "member_id", "spell", "sheet__phase")
    return list(in_order.values("member__name", "member_id", "sheet__phase", *dates))


def _lines(rows: list[dict[str, Any]], place: Any) -> list[MemberLine]:
    """Return a line for each state, by date of entry."""
    lines: dict[int, MemberLine] = {}
    for row in rows:
        line = lines.setdefault(row["member_id"], MemberLine(row["member__name"], len(lines) * ROW))
        x = place(_begin(row))
        line.spells.append(
            MemberBar(
                phase=row["sheet__phase"],
                entered=date_in_words(row, "", "ent"),
                left=date_in_words(row, "", "exit"),
                x=x,
                width=round(max(place(_end(row)) - x, 2), 1),
                in_effect=row["yrexit"] == 0,
            )
        )
    return list(lines.values())


def _begin(row: dict[str, Any]) -> float:
    month = max(row["moent"] or 1, 1)
    return float(row["yrent"]) + (month - 1) / 12


def _end(row: dict[str, Any]) -> float:
    """Return the end of the spell: now if in effect; if unknown, the end of its first year."""
    year = row["yrexit"]
    if year == 0:
        return max(float(timezone.now().year), row["yrent"] + 1.0)
    if year is None or year < row["yrent"]:
        return row["yrent"] + 1.0
    month = row["moexit"] or 0
    return float(year) + (month / 12 if month > 0 else 1.0)
