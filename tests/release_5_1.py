"""Release 5.1 as it was published; tests that need its files skip without them."""

import csv
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from coding.datasets.every_file import DatasetTable, derive
from coding.datasets.member import Row
from coding.datasets.pairs import DirectedObligations
from coding.datasets.release import DatasetRelease
from coding.models.variables import QUESTIONNAIRE
from tests.datasets.member_rows import named
from tests.given_files import reference

RELEASE = DatasetRelease("5.1", date(2018, 12, 31), questionnaire=QUESTIONNAIRE)


def official(name: str) -> Path:
    return reference(f"data/atop-5.1/{name}")


def member_file() -> Iterator[Row]:
    with official("atop5_1m.csv").open(newline="", encoding="ascii") as file:
        for row in csv.DictReader(file):
            del row["version"]
            yield {name: int(cell) if cell else None for name, cell in row.items()}


def listed_pairs() -> list[DirectedObligations]:
    """What members owe single partners, as the reference lists it."""
    path = reference("reference/pair_obligations_5_1.csv")
    with path.open(newline="", encoding="ascii") as file:
        return [DirectedObligations(*map(int, row)) for row in list(csv.reader(file))[1:]]


def tables() -> dict[str, DatasetTable]:
    """The files as they are derived here from the member file and the pairs."""
    return {named(table): table for table in derive(member_file(), listed_pairs(), RELEASE)}


def dictionary() -> dict[str, dict[str, Any]]:
    """The variables of the member file by name, as the reference describes them."""
    entries = json.loads(reference("reference/variables_5_1.json").read_text(encoding="utf-8"))
    return {entry["name"]: entry for entry in entries if "m" in entry["levels"]}
