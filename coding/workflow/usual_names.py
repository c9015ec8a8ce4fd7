"""The usual names of alliances, stored with their sheets so that people can search for them.

They are not answers and are not exported. Reviewers and admins change them, and every change is in
the sheet's history. The site knows the names of the best-known alliances.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from coding.codebook.text import on_one_line
from coding.models import Membership, Sheet
from coding.models.answer_fields import Dates, Members
from coding.models.people_names import name_of
from coding.models.questionnaire import question_of_kind
from coding.reference.usual_names import known_alliances
from coding.workflow import rules
from coding.workflow.announcements import Happening, announce
from coding.workflow.chaining import moment, recorded
from coding.workflow.locks import lock_sheet, lock_sheets
from coding.workflow.record_writer import save_tracked
from coding.workflow.refusals import NotAllowed, Refused, require

LONGEST = 500  # characters of all names
_NAMED = "named"
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DATE = re.compile(
    rf"\b({'|'.join(_MONTHS)})[a-z]*\.?\s*(?:\d{{1,2}}\b)?[^\w]*\b(1[89]\d\d|20\d\d)\b",
    re.IGNORECASE,
)
_CODE = re.compile(r"(?<![\d/.])\d{1,3}(?![\d/])")
_DATES, _MEMBERS = question_of_kind(Dates), question_of_kind(Members)


@recorded()
def name_alliance(sheet: Sheet, names: str, *, by: Any) -> Sheet:
    """Keep what the alliance is usually called; semicolons separate several names."""
    require(rules.why_not_name(by), NotAllowed)
    kept = tidied(names)
    require(why_not_ready_to_name(kept), Refused)
    sheet = lock_sheet(sheet)
    if kept != sheet.usual_names:
        _write(sheet, kept, by=by, reason="Usual names changed")
        announce(Happening(sheet, _NAMED, f"told to be called “{kept}”", name_of(by)))
    return sheet


def tidied(names: str) -> str:
    """Return names as they are kept: each once, one space between words."""
    tidy = (on_one_line(name).strip(" ,") for name in re.split(r"[;\n]", names))
    return "; ".join(dict.fromkeys(name for name in tidy if name))


def why_not_ready_to_name(names: str) -> rules.Reason:
    """Refuse texts that are too long to be names."""
    if len(names) <= LONGEST:
        return None
    return f"These names have {len(names)} characters. Keep the usual ones: {LONGEST} at most."


@recorded()
def name_known_alliances(*, by: Any = None, atop_id: int | None = None) -> list[Sheet]:
    """Name the best-known alliances whose sheets never had a name; return these sheets.

    An alliance is recognized by the month of its first signature and its members. With an
    ``atop_id``, only that alliance is looked at, as when it is imported.
    """
    unnamed = {sheet.pk: sheet for sheet in _never_named(atop_id)}
    known = {pk: names for pk, names in usual_names_of(unnamed.values()).items() if names}
    held = lock_sheets(pk__in=known)
    for pk, names in known.items():
        _write(held[pk], names, by=by, reason="Usual names, as the site knows them")
    return list(held.values())


def _write(sheet: Sheet, names: str, *, by: Any, reason: str) -> None:
    sheet.usual_names = names
    save_tracked(sheet, by=by, at=moment(), reason=reason)


def _never_named(atop_id: int | None) -> Iterable[Sheet]:
    had: Any = Sheet.history.model.objects.exclude(usual_names="")
    columns = ("atop_id", f"formation__{_DATES.key}", f"formation__{_MEMBERS.key}")
    unnamed = Sheet.objects.filter(usual_names="").exclude(pk__in=had.values("id"))
    if atop_id is not None:
        unnamed = unnamed.filter(atop_id=atop_id)
    return unnamed.select_related("formation").only(*columns)


def usual_names_of(sheets: Iterable[Sheet]) -> dict[int, str]:
    """Return the site's names for these alliances by the keys of the sheets; "" if it has none.

    A name of one phase holds for all. One query.
    """
    sheets = list(sheets)
    rosters: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
    entered = Membership.objects.order_by().filter(sheet__in=sheets)
    for pk, *entry in entered.values_list("sheet_id", "member_id", "yrent", "moent"):
        rosters[pk].append((entry[0], entry[1] or 0, entry[2] or 0))
    by_alliance: dict[int, str] = defaultdict(str)
    for sheet in sheets:
        by_alliance[sheet.atop_id] = by_alliance[sheet.atop_id] or _known(sheet, rosters[sheet.pk])
    return {sheet.pk: by_alliance[sheet.atop_id] for sheet in sheets}


def _known(sheet: Sheet, roster: list[tuple[int, int, int]]) -> str:
    dated = [entry for entry in roster if entry[1]]
    if dated:
        began = min(entry[1:] for entry in dated)
        first = {code for code, *entry in dated if tuple(entry) == began}
        ever = {code for code, *_ in dated}
    else:
        began = _printed_date(getattr(sheet.formation, _DATES.key))
        first = ever = {int(code) for code in _CODE.findall(_printed_members(sheet))}
    known = (alliance for alliance in known_alliances() if alliance.is_of(first, ever, *began))
    return next(("; ".join(alliance.names) for alliance in known), "")


def _printed_members(sheet: Sheet) -> str:
    answer = str(getattr(sheet.formation, _MEMBERS.key))
    return re.sub(r"\([^()]*\b\d{4}\b[^()]*\)", "", answer)  # a remark such as "(until 1999)"


def _printed_date(answer: str) -> tuple[int, int]:
    """Return the year and month of the first date in an answer; 0, 0 where there is none."""
    first = _DATE.search(answer)
    return (int(first[2]), _MONTHS.index(first[1].lower()) + 1) if first else (0, 0)
