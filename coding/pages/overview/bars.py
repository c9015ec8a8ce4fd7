"""Charts as shapes that templates draw. Numbers are rounded for SVG."""

from collections.abc import Sequence
from dataclasses import dataclass

from coding.models.revision import Status
from coding.pages.overview.decided import Period

NICE = (1, 2, 5)
WIDTH, HEIGHT = 720, 180  # of the area within the axes


@dataclass(frozen=True)
class Scale:
    """An axis of a given length from 0 to ``top``, with ticks at round numbers."""

    top: int
    step: int
    length: int

    @classmethod
    def to(cls, highest: int, length: int, most: int = 5) -> "Scale":
        """Return the scale that covers the highest number in at most so many steps."""
        size = 1
        while True:
            for nice in NICE:
                step = nice * size
                if step * most >= highest:
                    return cls(max(-(-highest // step), 1) * step, step, length)
            size *= 10

    def at(self, number: float) -> float:
        return round(number * self.length / self.top, 1)

    @property
    def ticks(self) -> list[tuple[int, float]]:
        """Each tick with its position, from 0 up."""
        return [(number, self.at(number)) for number in range(0, self.top + 1, self.step)]


def years_with_ticks(first: int, last: int, most: int) -> range:
    """Return round years for an axis, at most ``most`` and one more."""
    step = next(step for step in (1, 2, 5, 10, 20, 50, 100, 1000) if last - first <= most * step)
    return range(-(-first // step) * step, last + 1, step)


@dataclass(frozen=True)
class Bar:
    """One bar, by its upper left corner; ``kind`` styles it."""

    kind: str
    x: float
    y: float
    width: float
    height: float


def grouped_bars(
    groups: Sequence[Sequence[tuple[str, int]]], width: int, scale: Scale
) -> list[Bar]:
    """Return bars in groups, spread over the width of a chart."""
    room = width / max(len(groups), 1)
    bars = []
    for place, group in enumerate(groups):
        wide = room * 0.8 / max(len(group), 1)
        for number, (kind, value) in enumerate(group):
            x, height = place * room + room * 0.1 + number * wide, scale.at(value)
            bars.append(
                Bar(kind, round(x, 1), round(scale.length - height, 1), round(wide, 1), height)
            )
    return bars


@dataclass(frozen=True)
class DecisionsChart:
    """Approvals and returns by week or month: bars, axes and numbers."""

    by: str
    periods: list[Period]
    scale: Scale
    bars: list[Bar]
    labels: list[tuple[Period, float]]  # each with the middle of its group

    @property
    def is_empty(self) -> bool:
        return not any(period.approved or period.returned for period in self.periods)


def decisions_chart(periods: list[Period], by: str) -> DecisionsChart:
    scale = Scale.to(max(max(period.approved, period.returned) for period in periods), HEIGHT)
    groups = [
        [(Status.APPROVED.value, period.approved), (Status.RETURNED.value, period.returned)]
        for period in periods
    ]
    room = WIDTH / len(periods)
    labels = [(period, round((n + 0.5) * room, 1)) for n, period in enumerate(periods)]
    return DecisionsChart(by, periods, scale, grouped_bars(groups, WIDTH, scale), labels[1::4])
