"""Caches what the checks find in the approved sheets, so that nothing is checked twice.

A cached result is used only while the input of the checks is the same: the rows of the alliance's
sheets, the lists of states and wars, the day, the code. Otherwise the checks run. The cache makes
pages quick and never shows an outdated result.

Lists show only numbers of findings, and a sheet that changed since its count is marked as stale: an
approval marks it in its transaction, with one statement. The next person who opens such a list has
the alliance checked first, so that reviewers do not wait for checks and no page shows an old
number. Other changes are counted by imports and once a night.
"""

import hashlib
import logging
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import astuple
from datetime import date
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import QuerySet
from django.db.models.signals import post_save

from coding.checks.facts import SharedFacts
from coding.checks.registry import errors
from coding.checks.rule import Finding, Severity
from coding.code_hash import code_hash
from coding.codebook.sheet import key_of
from coding.models import CheckCount, RevisionEvent
from coding.models.check_count import IS_STALE
from coding.models.compiled_queries import CompiledQuery
from coding.models.questionnaire import BY_NUMBER
from coding.models.revision import Status
from coding.models.rows_in_record import SheetRows, alliances_in_record
from coding.models.seal import seal, whole_rows
from coding.models.snapshots import only_reads
from coding.workflow.chaining import at_end
from coding.workflow.checking import Alliance, current_reference
from coding.workflow.kept_results import sealed
from coding.workflow.retrying import retry
from coding.workflow.transitions import step_named

_log = logging.getLogger("coding.workflow")
_MOST = 50  # alliances counted before a page is made; some ms each


def _stale(**among: Any) -> "QuerySet[CheckCount, Any]":
    stale = CheckCount.objects.filter(IS_STALE, **among)
    return stale.order_by("sheet__atop_id").values_list("sheet__atop_id")


_STALE = CompiledQuery(_stale)
_STALE_OF_ALLIANCE = CompiledQuery(lambda atop_id: _stale(sheet__atop_id=atop_id))


class Checked(NamedTuple):
    """A sheet of the record, and all that the checks find in it."""

    pk: int
    atop_id: int
    phase: int
    findings: list[Finding]

    @property
    def key(self) -> str:
        return key_of(self.atop_id, self.phase)


class _Kept(NamedTuple):
    """The cached row of a sheet, without the columns that lists show."""

    sheet_id: int
    saw: str
    findings: list[list[Any]]
    changed: int
    counted: int


def checked() -> list[Checked]:
    """Return every sheet of the record with its findings, in order of ATOP ID.

    New results are cached, except in a read-only snapshot. A failure to store them is logged.
    """
    sheets, fresh = _checked(None)
    if fresh and not only_reads():
        with _failure_logged():
            _store(fresh)
    return sheets


def count_stale(atop_id: int | None = None) -> None:
    """Count findings of the sheets that changed since they were counted, or of one alliance.

    After very many approvals only some are counted; pages then leave out the other numbers. A
    failure is logged, and the page is shown without numbers.
    """
    with _failure_logged():
        stale = _STALE.rows() if atop_id is None else _STALE_OF_ALLIANCE.rows(atop_id)
        if atop_ids := {stale_id for (stale_id,) in stale[:_MOST]}:
            count_alliances(atop_ids)


def count_all() -> None:
    """Count what the checks find in every sheet of the record; a failure is logged."""
    with _failure_logged():
        count_alliances()


@contextmanager
def _failure_logged() -> Iterator[None]:
    try:
        yield
    except Exception:
        _log.exception("What the checks find in the sheets could not be counted.")


def count_alliances(atop_ids: Collection[int] | None = None) -> None:
    """Count what the checks find in the phases of some alliances, or of all."""
    _, fresh = _checked(atop_ids)
    _store(fresh)


def _checked(atop_ids: Collection[int] | None) -> tuple[list[Checked], list[CheckCount]]:
    """Return the findings of each sheet, and the cache rows to store."""
    among = {} if atop_ids is None else {"sheet__atop_id__in": atop_ids}
    # Read before the sheets are, so that no change is missed.
    read = CheckCount.objects.filter(**among).values_list(*_Kept._fields)
    kept = {sheet: _Kept(sheet, *counts) for sheet, *counts in read}
    reference, sheets, fresh = current_reference(), [], []
    shared = _seen_by_all(reference)
    for rows in alliances_in_record(atop_ids):
        saw = _hash_of_input(shared, rows)
        for row, findings, is_kept in _findings(rows, saw, kept, reference):
            sheets.append(Checked(row.pk, row.atop_id, row.phase, findings))
            was = kept.get(row.pk)
            if was is None or not is_kept or was.changed > was.counted:
                fresh.append(_to_keep(row.pk, saw, findings, was))
    return sheets, fresh


def _seen_by_all(reference: SharedFacts) -> bytes:
    """Return the hash of what the checks see besides sheets."""
    grounds = (code_hash(), date.today(), reference.lists)
    return hashlib.sha256(repr(grounds).encode()).digest()


def _hash_of_input(shared: bytes, rows: Iterable[SheetRows]) -> str:
    """Return the hash of all that the checks see of an alliance."""
    hashed = hashlib.sha256(shared)
    for row in rows:
        hashed.update(repr(row).encode("utf-8", "surrogatepass"))
    return hashed.hexdigest()


def _findings(
    rows: list[SheetRows], saw: str, kept: Mapping[int, _Kept], reference: SharedFacts
) -> Iterator[tuple[SheetRows, list[Finding], bool]]:
    """Yield the findings of each sheet, and whether they came from the cache."""
    alliance: Alliance | None = None
    for row in rows:
        findings = _as_kept(kept.get(row.pk), saw)
        is_kept = findings is not None
        if findings is None:
            alliance = alliance or Alliance.of_rows(rows)
            findings = alliance.find(row.pk, reference)
        yield row, findings, is_kept


def _as_kept(kept: _Kept | None, saw: str) -> list[Finding] | None:
    """Return the cached findings; None if they were computed from other input."""
    if kept is None or kept.saw != sealed(saw, kept.findings):
        return None
    return _read(kept.findings)


def _read(findings: list[list[Any]]) -> list[Finding]:
    return [
        Finding(rule, Severity(severity), tuple(questions), tuple(cells), *rest)
        for rule, severity, questions, cells, *rest in findings
    ]


def miscounted() -> Iterator[int]:
    """Yield the sheets of which lists show other numbers than those of the cached findings."""
    for row in CheckCount.objects.exclude(saw="").order_by("pk").iterator():
        if row.changed < row.counted or (row.changed == row.counted and not _is_counted(row)):
            yield row.pk


def _is_counted(row: CheckCount) -> bool:
    try:
        counted = _numbers(_read(row.findings))
        return all(getattr(row, name) == number for name, number in counted.items())
    except (IndexError, KeyError, TypeError, ValueError):  # these are no findings
        return False


def _to_keep(sheet: int, saw: str, findings_now: list[Finding], was: _Kept | None) -> CheckCount:
    findings = [astuple(finding) for finding in findings_now]
    return CheckCount(
        sheet_id=sheet,
        counted=was.changed if was else 0,
        saw=sealed(saw, findings),
        findings=findings,
        **_numbers(findings_now),
    )


def _numbers(findings: list[Finding]) -> dict[str, Any]:
    blocking = len(errors(findings))
    sections = Counter(BY_NUMBER[hit.questions[0]].section.key for hit in findings if hit.questions)
    return {"errors": blocking, "warnings": len(findings) - blocking, "by_section": dict(sections)}


def _store(counted: Iterable[CheckCount]) -> None:
    in_order = sorted(counted, key=lambda sheet: sheet.sheet_id)  # the order of locks
    retry(
        lambda: CheckCount.objects.bulk_create(
            in_order,
            batch_size=200,
            update_conflicts=True,
            unique_fields=["sheet"],
            update_fields=["errors", "warnings", "by_section", "counted", "saw", "findings"],
        )
    )


def _note(sheets: Iterable[int]) -> None:
    """Mark the findings of sheets as stale. Approvals hold the lock on these sheets."""
    noted = sorted(set(sheets))
    with connection.cursor() as cursor:
        for sheet in noted:
            cursor.execute(_NOTED, [sheet])
    seal(whole_rows(CheckCount), noted)


# Raw SQL: the ORM cannot do this in one statement, and every approval runs it.
_NOTED = (
    "INSERT INTO coding_checkcount "
    "(sheet_id, errors, warnings, by_section, changed, counted, saw, findings) "
    "VALUES (%s, 0, 0, '{}', 1, 0, '', '[]') "
    "ON CONFLICT (sheet_id) DO UPDATE SET changed = coding_checkcount.changed + 1"
)


def listen() -> None:
    """Note changes from now on, at the end of each action; called once, as the app is ready."""

    def saved(sender: type, instance: RevisionEvent, **kwargs: Any) -> None:
        if step_named(instance.step).target == Status.APPROVED:
            at_end(_note, instance.revision.sheet_id)

    post_save.connect(saved, sender=RevisionEvent, dispatch_uid="coding.checks", weak=False)
