"""When the record was last written to, according to its own rows: a clock may be behind them."""

from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from django.db import connection
from django.utils import timezone

from coding.models.membership import Membership, PairObligation
from coding.models.questionnaire import MODELS
from coding.models.release import Release
from coding.models.revision import RevisionEvent
from coding.models.sheet import Sheet


def last_moment() -> datetime | None:
    """Return the moment of the last step, change of a sheet, or freeze; None before the first."""
    with connection.cursor() as cursor:
        cursor.execute(_last_of_each())
        times = [row[0] for row in cursor.fetchall() if row[0]]
    moments = [at if isinstance(at, datetime) else datetime.fromisoformat(at) for at in times]
    return max((at if at.tzinfo else at.replace(tzinfo=UTC) for at in moments), default=None)


def latest() -> datetime:
    """Return now, or the last moment in the record if another machine's clock was ahead."""
    now, last = timezone.now(), last_moment()
    return max(now, last) if last else now


@lru_cache
def _last_of_each() -> str:
    """Return the query for the moment of the last row of each table; rows are only ever added."""
    tracked: tuple[Any, ...] = (Sheet, *MODELS, Membership, PairObligation)
    tables = [(kept.history.model._meta.db_table, "history_date", "history_id") for kept in tracked]
    tables.append((RevisionEvent._meta.db_table, "at", "id"))
    last = "SELECT (SELECT {1} FROM {0} ORDER BY {2} DESC LIMIT 1)"
    asked = [last.format(*table) for table in tables]
    frozen = f"SELECT MAX(frozen_at) FROM {Release._meta.db_table}"
    return " UNION ALL ".join([*asked, frozen])
