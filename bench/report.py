"""Says what was measured: medians, ratios beside their aims, failed writes."""

from __future__ import annotations

import os
import platform
from datetime import UTC, datetime
from importlib.metadata import version

from bench.actions import READS, WRITES
from bench.measure import Key, Series
from bench.results import Row, write
from bench.servers import THREADS, WORKERS
from bench.sides import ADMIN_SIDE, BEFORE_SIDE, SITE_SIDE

# At most so much of the time of plain admin with the answers alone.
AIMS = {
    **{"open": 0.25, "section": 0.25},
    **dict.fromkeys(("autosave", "save", "queue", "difference", "approve", "history"), 0.5),
}
MOST_GROWTH = 1.2  # from the smallest number of sheets to the largest
MOST_OF_LIST = 2.0  # that the overview takes of the list of sheets
NO_SLOWER = 1.2  # than the other checkout


class Report:
    """The tables of one run on one database engine."""

    def __init__(self, series: dict[Key, Series], about: dict[str, str]) -> None:
        self.series = series
        self.sizes = sorted({size for _, _, size, _ in series})
        self.sides = list(dict.fromkeys(side for _, _, _, side in series))
        self.about = {
            "at": f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
            "cores": str(os.cpu_count()),
            "python": platform.python_version(),
            **{name: version(name) for name in ("Django", "django-simple-history", "gunicorn")},
            "served": f"gunicorn, {WORKERS} × {THREADS} threads",
            **about,
        }

    def rows(self) -> list[Row]:
        """One row for each action, number of clients and size."""
        order = [*READS, *WRITES]
        found = {key[:3] for key in self.series if key[3] == SITE_SIDE}
        return [self._row(*key) for key in sorted(found, key=lambda k: (order.index(k[0]), *k[1:]))]

    def _row(self, action: str, clients: int, size: int) -> Row:
        sides = {name: self.series.get((action, clients, size, name)) for name in self.sides}
        site = sides.pop(SITE_SIDE)
        assert site
        row: Row = {"action": action, "clients": clients, "sheets": size, "site": site.median}
        row |= {name: other and other.median for name, other in sides.items()}
        row |= {f"of {name}": other and site.median / other.median for name, other in sides.items()}
        row["aim"] = self._is_met(row)
        if action in WRITES:
            for name, other in sides.items():
                row[f"POST of {name}"] = other and site.median_post / other.median_post
            row |= {f"failed {name}": _failed(self.series.get((action, clients, size, name)))
                    for name in self.sides}  # fmt: skip
        return row

    def _is_met(self, row: Row) -> bool | None:
        """Whether the aim is kept; None where there is none."""
        if BEFORE_SIDE in self.sides:
            return row[f"of {BEFORE_SIDE}"] <= NO_SLOWER
        of_admin = row[f"of {ADMIN_SIDE}"] if ADMIN_SIDE in self.sides else None
        most = AIMS.get(row["action"])
        return of_admin <= most if of_admin and most else None

    def growth(self) -> list[Row]:
        """How each action's time grows from the smallest to the largest number of sheets."""
        small, large = self.sizes[0], self.sizes[-1]
        rows = []
        for action, clients, size, side in self.series if small != large else ():
            if side == SITE_SIDE and size == large:
                one, other = (self.series[action, clients, n, side] for n in (large, small))
                growth = one.median / other.median
                row = {"action": action, "clients": clients, "growth": growth}
                rows.append({**row, "aim": growth <= MOST_GROWTH})
        return rows

    def beside_list(self) -> list[Row]:
        """How long the overview takes beside the list of sheets."""
        rows = []
        for (action, clients, size, side), series in self.series.items():
            of_list = self.series.get(("list", clients, size, side))
            if action == "overview" and side == SITE_SIDE and of_list:
                ratio = series.median / of_list.median
                row = {"action": action, "clients": clients, "sheets": size, "of the list": ratio}
                rows.append({**row, "aim": ratio <= MOST_OF_LIST})
        return rows

    def failures(self) -> list[str]:
        """What was refused or lost on the site."""
        return [
            failure
            for (*_, side), series in self.series.items()
            if side == SITE_SIDE
            for failure in (*series.refused, *series.lost)
        ]

    def write(self) -> str:
        """Keep the results; return the text for the screen."""
        engine = self.about["database"].split()[0].lower()
        return write(self.about, engine, self.rows(), self.growth(), self.beside_list())


def _failed(series: Series | None) -> str | None:
    if series is None:
        return None
    return f"{len(series.refused)}" + (f" + {len(series.lost)} lost" if series.lost else "")
