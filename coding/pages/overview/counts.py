"""What is counted over all sheets, for everybody who reads them.

What was submitted, approved or returned is seen by all of them, and of drafts it is told that
somebody writes in a section (ADR 31).
"""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, Value

from coding.models import Sheet
from coding.models.compiled_queries import CompiledQuery
from coding.models.progress import has_findings
from coding.models.questionnaire import SECTIONS, Section
from coding.models.section_stages import Stage, totals
from coding.pages.overview.kept import once_for_each_state
from coding.pages.overview.waiting import (
    WaitingChanges,
    coders_waiting,
    pending_since,
    reviewers_waiting,
)


@dataclass(frozen=True)
class Counts:
    """How many sheets and sections stand where, and what waits."""

    sheets: int
    not_in_record: int
    by_section: list[tuple[Section, Counter[Stage]]]
    pending_since: list[datetime]
    coders: list[WaitingChanges]
    reviewers: list[WaitingChanges]

    @property
    def returned(self) -> int:
        """How many changes came back and were not taken up again."""
        return sum(one.number for one in self.reviewers)


@once_for_each_state
def load_counts() -> Counts:
    """Count the record as it stands."""
    sheets = Sheet.objects.order_by().aggregate(
        all=Count("pk"), not_in_record=Count("pk", filter=Q(entered_at=None))
    )
    found = totals()
    return Counts(
        sheets["all"],
        sheets["not_in_record"],
        [(one, found[one.key]) for one in SECTIONS],
        pending_since(),
        coders_waiting(),
        reviewers_waiting(),
    )


_WITH_FINDINGS = CompiledQuery(
    lambda: (
        Sheet.every.order_by()
        .filter(has_findings())
        .values(together=Value(1))
        .annotate(
            all=Count("pk"),
            **{f"in_{one.key}": Count("pk", filter=has_findings(one)) for one in SECTIONS},
        )
        .values_list("all", *(f"in_{one.key}" for one in SECTIONS))
    )
)


def with_findings() -> dict[str, int]:
    """Count the sheets with checks open: in all, and by the keys of the sections to be mended.

    These are counted apart from the record, in one query.
    """
    counted = next(iter(_WITH_FINDINGS.rows()), (0,) * (len(SECTIONS) + 1))
    return dict(zip(("all", *(one.key for one in SECTIONS)), counted, strict=True))
