"""What a file's name says of the sheet in it: ATOP ID and phase, as in "ATOP1350.1.pdf"."""

import re
from pathlib import PurePath

from coding.codebook.sheet import key_of
from coding.sheets.document import Repair

_NAME = re.compile(
    r"(?:.*[^A-Za-z0-9])?ATOP[\s_-]*(?:ID)?[\s_#-]*(?P<id>\d{4})(?!\d)(?P<rest>.*)|(?P<alone>\d{4})(?!\d)(?P<more>.*)",
    re.IGNORECASE,
)
_PHASE = re.compile(
    r"\.(?P<decimal>\d)(?![\d.])|[\s_,;(-]*(?:phase|ph)[\s_-]?(?P<phase>\d)(?!\d)", re.IGNORECASE
)


def sheet_named(file: str) -> tuple[int, int] | None:
    """Return (ATOP ID, phase) of a file's name, or None if it names no sheet."""
    match = _NAME.fullmatch(PurePath(file).stem)
    if not match:
        return None
    number = int(match["id"] or match["alone"])
    phase = _PHASE.match(match["rest"] if match["id"] else match["more"])
    return number, int(phase["decimal"] or phase["phase"]) if phase else 0


def identity_by_name(
    file: str, identity: tuple[int, int], line: int | None
) -> tuple[tuple[int, int], list[Repair]]:
    """Return (ATOP ID, phase), completed by the file's name, and where the name differs."""
    name = sheet_named(file)
    if name is None or name == identity or (name[0] == identity[0] and not name[1]):
        return identity, []
    if name[0] == identity[0] and not identity[1]:
        what = "The sheet names no phase; it is taken from the file's name"
        return name, [Repair(line, what, PurePath(file).name, f"{identity[0]}, phase {name[1]}")]
    if name[0] != identity[0] and not name[1] and not _is_id(file):
        return identity, []
    what = "The file's name names another sheet than the sheet itself, which is followed"
    return identity, [Repair(line, what, PurePath(file).name, key_of(*identity), doubtful=True)]


def _is_id(file: str) -> bool:
    """Whether a number in a name is meant as an ATOP ID, and not as a year: "1996 treaty"."""
    stem = PurePath(file).stem
    return "atop" in stem.lower() or bool(re.fullmatch(r"\d{4}\W*(?:copy|final|\(\d+\))?", stem))
