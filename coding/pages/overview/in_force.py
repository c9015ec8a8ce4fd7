"""Alliances in force by year and obligation, in the approved record."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate

from coding.forms.sheet_filter import OBLIGATIONS
from coding.models import Membership, Release
from coding.models.release import last_day_described, last_frozen
from coding.models.variables import BY_NAME
from coding.pages.kept_counts import once_for_each_state
from coding.pages.overview.bars import WIDTH, Scale, years_with_ticks

ANY = ""
HEIGHT = 240
MOST_TICKS = 12
YearSpan = tuple[int, int]  # first and last year


@dataclass(frozen=True)
class ObligationLine:
    """One obligation, or any: its label, and the number of alliances in force in each year."""

    name: str  # of the variable; "" means any alliance
    numbers: list[int]

    @property
    def words(self) -> str:
        return _WORDS[self.name]


@dataclass(frozen=True)
class InForce:
    """The lines of all years from the first one."""

    first: int
    lines: list[ObligationLine]

    @property
    def years(self) -> range:
        return range(self.first, self.first + len(self.lines[0].numbers))

    @property
    def scale(self) -> Scale:
        return Scale.to(max(max(line.numbers) for line in self.lines), HEIGHT)

    def place(self, year: int) -> float:
        """Return the position of a year on the axis."""
        return round((year - self.first) * WIDTH / max(len(self.years) - 1, 1), 1)

    @property
    def ticks(self) -> list[tuple[int, float]]:
        years = years_with_ticks(self.first, self.years[-1], MOST_TICKS)
        return [(year, self.place(year)) for year in years]

    def points(self, line: ObligationLine) -> str:
        """Return a line as SVG points."""
        at = self.scale.at
        both = zip(self.years, line.numbers, strict=True)
        return " ".join(f"{self.place(year)},{round(HEIGHT - at(n), 1)}" for year, n in both)

    @property
    def rows(self) -> list[tuple[int, list[tuple[ObligationLine, int]]]]:
        """Each year with its numbers, the last year first."""
        by_year = [
            (year, [(line, line.numbers[place]) for line in self.lines])
            for place, year in enumerate(self.years)
        ]
        return by_year[::-1]


_WORDS = {ANY: "any alliance", **{name: BY_NAME[name].label.lower() for name in OBLIGATIONS}}


@once_for_each_state
def load_in_force() -> InForce | None:
    """Count alliances by year; None where no member has a year of entry.

    A member whose exit is not coded or not known is not counted, as in the list of sheets.
    """
    current = Release.objects.filter(frozen_at=None).first()
    last_day = last_day_described(current, last_frozen())
    if last_day is None:
        return None
    spans = _spans(last_day.year)
    first = min((span[0] for of_each in spans[ANY].values() for span in of_each), default=None)
    if first is None:
        return None
    lines = [
        ObligationLine(name, _count_in_years(spans[name].values(), first, last_day.year))
        for name in (ANY, *OBLIGATIONS)
    ]
    return InForce(first, lines)


def _spans(last: int) -> dict[str, dict[int, list[YearSpan]]]:
    """Return the years of membership by obligation and alliance; one query."""
    spans: dict[str, dict[int, list[YearSpan]]] = defaultdict(lambda: defaultdict(list))
    members = Membership.objects.select_related(None).order_by()
    dated = members.filter(sheet__entered_at__isnull=False, yrent__range=(1, last))
    columns = ("sheet__atop_id", "yrent", "yrexit", *OBLIGATIONS)
    for alliance, entry, left, *owed in dated.values_list(*columns).iterator(chunk_size=2000):
        if left is None or (left and left < entry):
            continue
        span = entry, min(left, last) if left else last
        spans[ANY][alliance].append(span)
        for name, code in zip(OBLIGATIONS, owed, strict=True):
            if code == 1:
                spans[name][alliance].append(span)
    return spans


def _count_in_years(alliances: Iterable[list[YearSpan]], first: int, last: int) -> list[int]:
    """Count the alliances in force in each year; overlapping spans count once."""
    changes = [0] * (last - first + 2)
    for spans in alliances:
        for begin, end in _joined(spans):
            changes[begin - first] += 1
            changes[end - first + 1] -= 1
    return list(accumulate(changes))[:-1]


def _joined(spans: Iterable[YearSpan]) -> Iterator[YearSpan]:
    """Yield the spans merged, so that none overlap."""
    begin = end = 0
    for span in sorted(spans):
        if end and span[0] <= end:
            end = max(end, span[1])
            continue
        if end:
            yield begin, end
        begin, end = span
    if end:
        yield begin, end
