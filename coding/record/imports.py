"""Whether every sheet imported through two admins was confirmed, and has the file asked for."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from pathlib import PurePath
from typing import Any, NamedTuple

from coding.models import ImportRequest, Original, Sheet
from coding.record.faults import Misfit
from coding.workflow.sheet_import import AS_ASKED, IMPORTED_FROM

Key = tuple[int | None, int, str]  # who confirmed, the alliance, and the name of the file


class _Confirmed(NamedTuple):
    """When a sheet was confirmed, and the checksum of its file, if the request has it."""

    at: datetime | None
    sha256: str


def faults() -> Iterator[Misfit]:
    """Compare sheets that were imported on request with the confirmed requests."""
    confirmed, kept = _confirmed(), _kept()
    reasons = {"history_change_reason__startswith": IMPORTED_FROM}
    reasons["history_change_reason__endswith"] = AS_ASKED
    for row in Sheet.history.filter(history_type="+", **reasons).order_by("history_id").iterator():
        key = row.history_user_id, row.atop_id, row.printed_from
        requests = [one for one in confirmed[key] if one.at and one.at <= row.history_date]
        place = f"{row._meta.db_table} {row.history_id}"
        if not requests:
            wrong = f"It entered as “{row.history_change_reason}”, which nobody confirmed."
            yield Misfit(place, wrong, "confirmed by a second admin before")
        elif not any(one.sha256 in ("", *kept[row.id]) for one in requests):
            wrong = "The file that was confirmed is not kept with it."
            yield Misfit(place, wrong, f"with the file of {requests[-1].sha256}")


def _confirmed() -> dict[Key, list[_Confirmed]]:
    confirmed: dict[Key, list[_Confirmed]] = defaultdict(list)
    for asked in ImportRequest.objects.filter(is_confirmed=True):
        for asked_sheet in asked.sheets:
            name = PurePath(asked_sheet["file"]).name
            key = asked.decided_by_id, _atop_id(asked_sheet), name
            confirmed[key].append(_Confirmed(asked.decided_at, asked_sheet.get("sha256", "")))
    return confirmed


def _atop_id(asked: dict[str, Any]) -> int:
    """Return the alliance of a sheet; requests from before the desk hold sheets themselves."""
    return int(asked["atop_id"] if "atop_id" in asked else asked["sheet"].partition(".")[0])


def _kept() -> dict[int, list[str]]:
    kept: dict[int, list[str]] = defaultdict(list)
    for sheet, checksum in Original.objects.values_list("sheet", "sha256"):
        kept[sheet].append(checksum)
    return kept
