"""A published release in small: a member file written by hand, ready to be imported."""

from datetime import date
from pathlib import Path

from coding.datasets.member import Row
from coding.datasets.release import DatasetRelease
from coding.models.variables import QUESTIONNAIRE
from tests.datasets.member_rows import member, tables, text_of

RUSSIA, BELARUS, USA, CANADA, FRANCE = 365, 370, 2, 20, 220


def alliance(atopid: int, *states: int, entry: str = "1996-01-17", **codes: int) -> list[Row]:
    """The member rows of a multilateral alliance of these states, in effect; all codes are 0."""
    codes = {"new5": 0, "rev5": 0, "bilat": int(len(states) <= 2), "cowsys": 1} | codes
    return [member(state, entry, atopid=atopid, **codes) for state in states]


def write_member_file(folder: Path, *alliances: list[Row], label: str = "5.1") -> Path:
    """Write the member file of a release that consists of these alliances."""
    release = DatasetRelease(label, date(2018, 12, 31), ("new5", "rev5"), QUESTIONNAIRE)
    rows = [row for rows in alliances for row in rows]
    path = folder / f"{label.replace('.', '_')}m.csv"
    path.write_bytes(text_of(tables(rows, release=release)["m"]).encode("ascii"))
    return path
