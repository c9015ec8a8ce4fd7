"""Says what was measured: medians, ratios beside their aims, failed writes."""

from __future__ import annotations

import json
import os
import platform
import sqlite3
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from bench.actions import READS, WRITES
from bench.measure import Key, Series
from bench.servers import THREADS, WORKERS

# Action → (at most this much of the admin's time, at most this much of the bare view's).
AIMS: dict[str, tuple[float | None, float | None]] = {
    "open": (0.25, 2),
    "section": (0.25, 2),
    "autosave": (0.5, None),
    "save": (0.5, None),
    "queue": (0.5, None),
    "difference": (0.5, None),
    "approve": (0.5, None),
    "history": (0.5, None),
}
MOST_GROWTH = 1.2
RESULTS = Path(__file__).resolve().parent / "results"
Table = list[list[str]]


class Report:
    """The tables of one run on one database engine."""

    def __init__(self, series: dict[Key, Series], sizes: list[int], engine: str) -> None:
        self.series, self.sizes, self.engine = series, sizes, engine

    def _median(self, *key: Any) -> float | None:
        found = self.series.get(key)
        return found.median if found and found.seconds else None

    def rows(self) -> list[dict[str, Any]]:
        """One row for each action, number of clients and size."""
        rows = []
        for action in (*READS, *WRITES):
            for clients in sorted({key[1] for key in self.series}):
                for size in self.sizes:
                    if (action, clients, size, "site") in self.series:
                        rows.append(self._row(action, clients, size))
        return rows

    def _row(self, action: str, clients: int, size: int) -> dict[str, Any]:
        site, admin, bare = (
            self._median(action, clients, size, side) for side in ("site", "admin", "bare")
        )
        of_admin, of_bare = _ratio(site, admin), _ratio(site, bare)
        series = self.series[action, clients, size, "site"]
        other = self.series.get((action, clients, size, "admin"))
        return {
            "action": action,
            "clients": clients,
            "sheets": size,
            "site_ms": site,
            "site_p95_ms": series.p95,
            "admin_ms": admin,
            "bare_ms": bare,
            "site_post_ms": series.median_post,
            "admin_post_ms": other.median_post if other else None,
            "of_admin": of_admin,
            "post_of_admin": _ratio(series.median_post, other.median_post if other else None),
            "of_bare": of_bare,
            "aim_met": _is_met(action, of_admin, of_bare),
            "requests": len(series.seconds),
            "refused": len(series.refused),
            "lost": len(series.lost),
            "admin_refused": len(other.refused) if other else 0,
            "admin_lost": len(other.lost) if other else 0,
        }

    def growth(self) -> list[dict[str, Any]]:
        """How each action's time grows from the smallest to the largest number of sheets."""
        small, large = self.sizes[0], self.sizes[-1]
        rows = []
        for row in self.rows():
            if small == large or row["sheets"] != large:
                continue
            action, clients = row["action"], row["clients"]
            of_small = _ratio(row["site_ms"], self._median(action, clients, small, "site"))
            rows.append({"action": action, "clients": clients, "growth": of_small})
        return rows

    def tables(self) -> tuple[Table, Table]:
        """The rows and the growth as text."""
        head = ["action", "clients", "sheets", "site ms", "admin ms", "bare ms", "of admin"]
        head += ["of bare", "aim", "POST of admin", "failed", "admin failed"]
        body = [
            [
                row["action"],
                str(row["clients"]),
                f"{row['sheets']:,}",
                *(_ms(row[name]) for name in ("site_ms", "admin_ms", "bare_ms")),
                *(_times(row[name]) for name in ("of_admin", "of_bare")),
                {True: "met", False: "MISSED", None: "–"}[row["aim_met"]],
                _times(row["post_of_admin"]) if row["action"] in WRITES else "–",
                _failed(row, "") if row["action"] in WRITES else "–",
                _failed(row, "admin_") if row["action"] in WRITES else "–",
            ]
            for row in self.rows()
        ]
        grown = [
            [
                row["action"],
                str(row["clients"]),
                _times(row["growth"]),
                "met" if row["growth"] <= MOST_GROWTH else "MISSED",
            ]
            for row in self.growth()
        ]
        return [head, *body], [["action", "clients", "growth", "aim"], *grown]

    def failures(self) -> list[str]:
        """What was refused or lost on the site."""
        return [
            said
            for (_action, _clients, _size, side), series in self.series.items()
            if side == "site"
            for said in (*series.refused, *(f"lost: {path}" for path in series.lost))
        ]

    def write(self, seconds: float) -> str:
        """Keep the results as JSON and Markdown; return the text for the screen."""
        now = datetime.now(UTC)
        about = {"at": now.isoformat(timespec="seconds"), "seconds": round(seconds), **_machine()}
        about |= {"database": self.engine, "served": f"gunicorn, {WORKERS} × {THREADS} threads"}
        measured, growth = self.tables()
        lines = [f"- {name}: {value}" for name, value in about.items()]
        tables = [_markdown(table) for table in (measured, growth) if len(table) > 1]
        text = "\n".join([*lines, *(line for table in tables for line in ("", *table)), ""])
        RESULTS.mkdir(exist_ok=True)
        name = f"{now:%Y-%m-%dT%H%M%SZ}-{self.engine.split()[0].lower()}"
        (RESULTS / f"{name}.md").write_text(text)
        kept = {"about": about, "rows": self.rows(), "growth": self.growth()}
        (RESULTS / f"{name}.json").write_text(json.dumps(kept, indent=1))
        return text


def _machine() -> dict[str, str]:
    packages = ("Django", "django-simple-history", "gunicorn")
    return {
        "cores": str(os.cpu_count()),
        "python": platform.python_version(),
        **{name: version(name) for name in packages},
    }


def engine_name(database: str) -> str:
    """Name the database engine with its version."""
    if not database:
        return f"SQLite {sqlite3.sqlite_version}"
    import psycopg

    with psycopg.connect(database.rstrip("/") + "/postgres") as connection:
        number = connection.info.server_version
    return f"PostgreSQL {number // 10000}.{number % 10000}"


def _is_met(action: str, of_admin: float | None, of_bare: float | None) -> bool | None:
    """Whether the action keeps its aims; None where it has none."""
    pairs = zip((of_admin, of_bare), AIMS.get(action, (None, None)), strict=True)
    kept = [ratio <= most for ratio, most in pairs if ratio is not None and most is not None]
    return all(kept) if kept else None


def _ratio(one: float | None, other: float | None) -> float | None:
    return one / other if one is not None and other else None


def _ms(value: float | None) -> str:
    return "–" if value is None else f"{value:.1f}"


def _times(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def _failed(row: dict[str, Any], side: str) -> str:
    refused, lost = row[f"{side}refused"], row[f"{side}lost"]
    return f"{refused}" + (f" + {lost} lost" if lost else "")


def _markdown(table: Table) -> list[str]:
    widths = [max(len(row[n]) for row in table) for n in range(len(table[0]))]
    lines = ["| " + " | ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)) + " |"
             for row in table]  # fmt: skip
    return [lines[0], "|" + "|".join("-" * (w + 2) for w in widths) + "|", *lines[1:]]
