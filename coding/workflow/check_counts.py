"""Counts what the checks find in sheets as they are approved, so that lists can tell.

An approval has its alliance counted again, behind the answer to the request that approved it:
nobody waits for it. What else changes findings – imports, the lists of states and wars, the day,
the rules themselves – is counted by imports and once a night.
"""

import logging
import threading
from collections.abc import Collection, Iterable
from typing import Any

from django.core.signals import request_finished, request_started

from coding.checks.registry import errors
from coding.checks.rule import Finding
from coding.models import CheckCount, Revision, Sheet
from coding.workflow.announcements import Happening, listeners
from coding.workflow.checking import Alliance, checked_sheets, current_reference, is_coded
from coding.workflow.transitions import APPROVE
from coding.workflow.trying_again import trying_again

_log = logging.getLogger("coding.workflow")
_request = threading.local()  # ``waiting``: alliances to be counted at its end; None outside of one


def count_all() -> None:
    """Count anew what the checks find in every sheet of the record; a failure is logged."""
    try:
        _store([_counted(sheet, found) for sheet, found in checked_sheets()])
    except Exception:
        _log.exception("What the checks find in the sheets could not be counted.")


def count_alliances(atop_ids: Collection[int]) -> None:
    """Count anew what the checks find in the phases of some alliances."""
    reference = current_reference()
    recorded = Sheet.objects.filter(atop_id__in=atop_ids, entered_at__isnull=False)
    sheets = recorded.order_by("atop_id", "phase").distinct()
    alliances = Alliance.of_each(sheets).values() if sheets else ()
    _store(
        _counted(alliance.phases[pk][0], alliance.find(pk, reference))
        for alliance in alliances
        for pk in alliance.recorded
        if is_coded(alliance.phases[pk][1])
    )


def _counted(sheet: Sheet, found: list[Finding]) -> CheckCount:
    blocking = len(errors(found))
    return CheckCount(sheet=sheet, errors=blocking, warnings=len(found) - blocking)


def _store(counted: Iterable[CheckCount]) -> None:
    in_order = sorted(counted, key=lambda one: one.sheet_id)  # as everybody who stores locks them
    trying_again(
        lambda: CheckCount.objects.bulk_create(
            in_order,
            batch_size=200,
            update_conflicts=True,
            unique_fields=["sheet"],
            update_fields=["errors", "warnings"],
        )
    )


def count_after(happening: Happening) -> None:
    """Have an alliance counted after an approval: at the end of the request, if there is one."""
    revision = happening.subject
    if not isinstance(revision, Revision) or happening.step != APPROVE.name:
        return
    waiting = getattr(_request, "waiting", None)
    if waiting is None:
        count_alliances([revision.sheet.atop_id])
    else:
        waiting.add(revision.sheet.atop_id)


def begin_request(**kwargs: Any) -> None:
    _request.waiting = set()


def end_request(**kwargs: Any) -> None:
    """Count what waits. The answer is sent, so a failure is told to the log alone."""
    waiting, _request.waiting = getattr(_request, "waiting", None), None
    if waiting:
        try:
            count_alliances(waiting)
        except Exception:
            _log.exception("What the checks find in %s could not be counted.", sorted(waiting))


def listen() -> None:
    """Count from now on; called once, as the app is ready."""
    listeners.append(count_after)
    request_started.connect(begin_request, dispatch_uid="coding.check_counts")
    request_finished.connect(end_request, dispatch_uid="coding.check_counts")
