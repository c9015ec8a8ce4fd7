"""The same answers as one plain model, with history as simple-history keeps it out of the box.

A printed sheet is one document, so plain admin has one page for it: one model, and a fieldset for
each of the five sections. Five models with inlines would be slower. With BENCH_CODES the alliance's
45 codes stand on that page as well; the members' codes, which the site has too, never do: each
member would be a row of 45 fields more.
"""

from django.conf import settings
from django.db import models
from simple_history.models import HistoricalRecords

from bench.questionnaire import CODES, LABELS, field_of


def _history() -> HistoricalRecords:
    return HistoricalRecords(history_change_reason_field=models.TextField(null=True))


class Content(models.Model):
    """All 61 answers of a sheet, and its codes where they are wanted."""

    class Meta:
        abstract = True


for number, label in LABELS.items():
    answer = models.TextField(f"{number} · {label}", blank=True, default="")
    Content.add_to_class(field_of(number), answer)
for name, labelled in CODES.items() if settings.BENCH_CODES else ():
    choices = [(value, f"{value} what the value means") for value in range(labelled)]
    code = models.SmallIntegerField(null=True, blank=True, choices=choices or None)
    Content.add_to_class(name, code)


class Sheet(Content):
    """One sheet."""

    atop_id = models.PositiveSmallIntegerField("ATOP ID", unique=True)
    history = _history()

    class Meta:
        ordering = ["atop_id"]

    def __str__(self) -> str:
        return str(self.atop_id)


class Proposal(models.Model):
    """A proposed answer that waits to be approved, as one would build it in admin."""

    sheet = models.ForeignKey(Sheet, models.PROTECT)
    question = models.PositiveSmallIntegerField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT)
    status = models.CharField(
        max_length=10, choices=[(s, s) for s in ("draft", "pending", "approved", "returned")]
    )
    text = models.TextField(blank=True)
    base = models.TextField("approved answer that it replaces", blank=True)
    note = models.TextField(blank=True)
    comment = models.TextField(blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    history = _history()

    class Meta:
        ordering = ["submitted_at", "id"]
        indexes = [models.Index(fields=["status", "submitted_at", "id"], name="proposal_queue")]

    def __str__(self) -> str:
        return f"{self.sheet} Q{self.question}"
