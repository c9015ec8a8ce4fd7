"""Counts what the checks find in sheets as they are approved, so that lists can tell.

An approval notes in its transaction that its sheet changed, which is one statement. Whoever then
opens a page that tells of findings has the alliance counted first, so that nobody who decides waits
for it and no page says what is not so. What else changes findings – imports, the lists of states
and wars, the day, the rules themselves – is counted by imports and once a night.
"""

import logging
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db.models import F
from django.db.models.signals import post_save

from coding.checks.registry import errors
from coding.checks.rule import Finding
from coding.models import CheckCount, RevisionEvent, Sheet
from coding.models.check_count import IS_STALE
from coding.models.questionnaire import BY_NUMBER
from coding.models.revision import Status
from coding.workflow.checking import Alliance, checked_sheets, current_reference
from coding.workflow.transitions import step_named
from coding.workflow.trying_again import trying_again

_log = logging.getLogger("coding.workflow")
_MOST = 50  # alliances counted before a page is made; 15 ms each


def count_stale(atop_id: int | None = None) -> None:
    """Count the sheets that changed since they were counted, or those of an alliance.

    After a great many approvals only some of them; the pages do without the others' numbers. A
    failure is logged, and the page is made without them too.
    """
    stale = CheckCount.objects.filter(IS_STALE)
    if atop_id is not None:
        stale = stale.filter(sheet__atop_id=atop_id)
    try:
        if found := stale.order_by("sheet__atop_id").values_list("sheet__atop_id", flat=True)[
            :_MOST
        ]:
            count_alliances(set(found))
    except Exception:
        _log.exception("What the checks find in the sheets could not be counted.")


def count_all() -> None:
    """Count anew what the checks find in every sheet of the record; a failure is logged."""
    try:
        seen = _changes()
        _store(_counted(sheet, found, seen) for sheet, found in checked_sheets())
    except Exception:
        _log.exception("What the checks find in the sheets could not be counted.")


def count_alliances(atop_ids: Collection[int]) -> None:
    """Count anew what the checks find in the phases of some alliances."""
    reference, seen = current_reference(), _changes(sheet__atop_id__in=atop_ids)
    recorded = Sheet.objects.filter(atop_id__in=atop_ids, entered_at__isnull=False)
    sheets = recorded.order_by("atop_id", "phase").distinct()
    alliances = Alliance.of_each(sheets).values() if sheets else ()
    _store(
        _counted(alliance.phases[pk][0], alliance.find(pk, reference), seen)
        for alliance in alliances
        for pk in alliance.recorded
    )


def _changes(**among: Any) -> dict[int, int]:
    """Return how often sheets changed; read before they are, so that no change is missed."""
    return dict(CheckCount.objects.filter(**among).values_list("sheet", "changed"))


def _counted(sheet: Sheet, found: list[Finding], seen: Mapping[int, int]) -> CheckCount:
    blocking = len(errors(found))
    return CheckCount(
        sheet=sheet,
        errors=blocking,
        warnings=len(found) - blocking,
        by_section=Counter(
            BY_NUMBER[one.questions[0]].section.key for one in found if one.questions
        ),
        counted=seen.get(sheet.pk, 0),
    )


def _store(counted: Iterable[CheckCount]) -> None:
    in_order = sorted(counted, key=lambda one: one.sheet_id)  # as everybody who stores locks them
    trying_again(
        lambda: CheckCount.objects.bulk_create(
            in_order,
            batch_size=200,
            update_conflicts=True,
            unique_fields=["sheet"],
            update_fields=["errors", "warnings", "by_section", "counted"],
        )
    )


def note_change(event: RevisionEvent) -> None:
    """Note that the findings of a sheet may be others, where the step is an approval."""
    if step_named(event.step).target != Status.APPROVED:
        return
    sheet = event.revision.sheet_id  # locked by whoever approves
    if not CheckCount.objects.filter(sheet=sheet).update(changed=F("changed") + 1):
        CheckCount.objects.create(sheet_id=sheet, changed=1)


def listen() -> None:
    """Note changes from now on; called once, as the app is ready."""

    def saved(sender: type, instance: RevisionEvent, **kwargs: Any) -> None:
        note_change(instance)

    post_save.connect(saved, sender=RevisionEvent, dispatch_uid="coding.checks", weak=False)
