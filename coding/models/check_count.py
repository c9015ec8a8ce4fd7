"""Cached numbers of findings for each sheet: running the checks takes too long for lists."""

from django.db import models
from django.db.models import F, Q

from coding.models.seal import Sealed
from coding.models.sheet import Sheet

IS_STALE = Q(changed__gt=F("counted"))


class CheckCount(Sealed):
    """What the checks found when a sheet was last checked. It is no part of the record.

    A sheet without a row was not checked yet. ``changed`` grows with each approval on the sheet;
    ``counted`` is its value when the findings were counted, so lists show the numbers if both are
    equal. ``by_section`` has the number of findings to correct in each section, by its key.
    ``findings`` are the findings themselves, valid while the input of the checks is the same;
    ``saw`` is a hash of this input.
    """

    sheet = models.OneToOneField(
        Sheet, on_delete=models.PROTECT, primary_key=True, related_name="check_count"
    )
    errors = models.PositiveSmallIntegerField(default=0)
    warnings = models.PositiveSmallIntegerField(default=0)
    by_section = models.JSONField(default=dict, blank=True)
    changed = models.PositiveIntegerField(default=0)
    counted = models.PositiveIntegerField(default=0)
    saw = models.CharField(max_length=64, default="")
    findings = models.JSONField(default=list)

    class Meta:
        indexes = [models.Index(fields=["sheet"], condition=IS_STALE, name="stale_check_counts")]

    def __str__(self) -> str:
        return f"{self.sheet}: {self.found}"

    @property
    def found(self) -> int | None:
        """The number of errors and warnings; None while they have to be counted again."""
        return None if self.changed > self.counted else self.errors + self.warnings
