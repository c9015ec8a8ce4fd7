"""Sheets changed since a day, with the number of approved changes, latest first."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Max

from coding.models import Sheet
from coding.models.times import start_of
from coding.pages.titled_sheets import titled
from coding.workflow.visibility import visible_to_all

PAGE = 25


@dataclass(frozen=True)
class ChangedSheet:
    """A sheet with the number of its approved changes, and the time of the last."""

    sheet: Sheet
    number: int
    last: datetime


def changed_since(day: date, page: int) -> tuple[list[ChangedSheet], bool]:
    """Return a page of the changed sheets, and whether there are more; three queries."""
    approved = visible_to_all().filter(decided_at__gte=start_of(day)).order_by()
    grouped = approved.values_list("sheet_id").annotate(number=Count("pk"), last=Max("decided_at"))
    first = (page - 1) * PAGE
    rows = list(grouped.order_by("-last", "-sheet_id")[first : first + PAGE + 1])
    changed = Sheet.objects.filter(pk__in=[pk for pk, _, _ in rows])
    sheets = {sheet.pk: sheet for sheet in titled(changed)}
    listed = [ChangedSheet(sheets[pk], number, last) for pk, number, last in rows[:PAGE]]
    return listed, len(rows) > PAGE
