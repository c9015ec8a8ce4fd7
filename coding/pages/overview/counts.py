"""Counts over all sheets, for all readers.

All of them see what was submitted, approved or returned. Of drafts they learn only that somebody
writes in a section (ADR 31).
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
from coding.pages.kept_counts import once_for_each_state
from coding.pages.overview.waiting import (
    WaitingChanges,
    coders_waiting,
    pending_since,
    reviewers_waiting,
)


@dataclass(frozen=True)
class Counts:
    """The number of sheets and sections in each state, and of what waits."""

    sheets: int
    not_in_record: int
    by_section: list[tuple[Section, Counter[Stage]]]
    pending_since: list[datetime]
    coders: list[WaitingChanges]
    reviewers: list[WaitingChanges]

    @property
    def returned(self) -> int:
        """How many changes were returned and not taken up again."""
        return sum(reviewer.number for reviewer in self.reviewers)


@once_for_each_state
def load_counts() -> Counts:
    sheets = Sheet.objects.order_by().aggregate(
        all=Count("pk"), not_in_record=Count("pk", filter=Q(entered_at=None))
    )
    stages = totals()
    return Counts(
        sheets=sheets["all"],
        not_in_record=sheets["not_in_record"],
        by_section=[(section, stages[section.key]) for section in SECTIONS],
        pending_since=pending_since(),
        coders=coders_waiting(),
        reviewers=reviewers_waiting(),
    )


_WITH_FINDINGS = CompiledQuery(
    lambda: (
        Sheet.every.order_by()
        .filter(has_findings())
        .values(together=Value(1))
        .annotate(
            all=Count("pk"),
            **{f"in_{part.key}": Count("pk", filter=has_findings(part)) for part in SECTIONS},
        )
        .values_list("all", *(f"in_{section.key}" for section in SECTIONS))
    )
)


def with_findings() -> dict[str, int]:
    """Count the sheets with open checks: in all, and by the section where they are corrected.

    One query, separate from the other counts.
    """
    counted = next(iter(_WITH_FINDINGS.rows()), (0,) * (len(SECTIONS) + 1))
    return dict(zip(("all", *(section.key for section in SECTIONS)), counted, strict=True))
