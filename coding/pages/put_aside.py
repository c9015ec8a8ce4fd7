"""The sheets that were put aside: why, when and by whom, their content, and how to restore them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, OuterRef, Subquery

from coding.models import Sheet
from coding.models.people_names import name_in_list, shared_names
from coding.workflow.putting_aside import why_not_ready_to_take_back
from coding.workflow.visibility import VisibleQuery, whole_record

MOST = 200


@dataclass(frozen=True)
class PutAside:
    """A sheet that was put aside. ``why_not_back`` is None where it can be taken back."""

    sheet: Sheet
    by: str
    at: datetime
    revisions: int
    why_not_back: str | None


def load_put_aside() -> list[PutAside]:
    """Return the sheets put aside, the latest first."""
    history: Any = Sheet.history.filter(id=OuterRef("pk")).order_by("-history_id")
    written = whole_record().filter(sheet=OuterRef("pk")).order_by().values("sheet")
    sheets = Sheet.every.exclude(put_aside="").annotate(
        since=Subquery(history.values("history_date")[:1]),
        first_name=Subquery(history.values("history_user__first_name")[:1]),
        last_name=Subquery(history.values("history_user__last_name")[:1]),
        username=Subquery(history.values("history_user__username")[:1]),
        written=Subquery(written.annotate(number=Count("pk")).values("number")),
    )
    shared = shared_names()
    return [
        PutAside(
            sheet,
            name_in_list(shared, sheet.username, sheet.first_name, sheet.last_name),
            sheet.since,
            sheet.written or 0,
            why_not_ready_to_take_back(sheet),
        )
        for sheet in sheets.order_by("-since")[:MOST]
    ]


_OWN_ASIDE = VisibleQuery(
    lambda revisions, author: (
        revisions.filter(author=author, status__in=("draft", "returned"))
        .exclude(sheet__put_aside="")
        .select_related("sheet")
        .order_by("sheet__atop_id", "sheet__phase", "question")[:MOST]
    )
)


def own_on_sheets_aside(viewer: Any) -> list[Any]:
    """Return a person's revisions on sheets that were put aside since; one query."""
    return _OWN_ASIDE.all(viewer, viewer.pk)
