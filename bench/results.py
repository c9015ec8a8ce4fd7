"""Keeps the results of a run as Markdown and JSON in bench/results/."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).resolve().parent / "results"
Row = dict[str, Any]


def write(about: dict[str, str], name: str, *tables: list[Row]) -> str:
    """Keep the tables; return the text for the screen."""
    text = "\n".join(f"- {key}: {value}" for key, value in about.items()) + "\n"
    text += "".join("\n" + "\n".join(_markdown(rows)) + "\n" for rows in tables if rows)
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"{datetime.now(UTC):%Y-%m-%dT%H%M%SZ}-{name}.md"
    path.write_text(text)
    path.with_suffix(".json").write_text(json.dumps({"about": about, "tables": tables}, indent=1))
    return text


def _markdown(rows: list[Row]) -> list[str]:
    names = list(dict.fromkeys(name for row in rows for name in row))
    body = [[_cell(row.get(name)) for name in names] for row in rows]
    return [f"| {' | '.join(cells)} |" for cells in [names, ["---"] * len(names), *body]]


def _cell(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.1f}" if value >= 10 else f"{value:.2f}"
    if isinstance(value, bool):
        return "met" if value else "MISSED"
    return "–" if value is None else f"{value:,}" if isinstance(value, int) else str(value)
