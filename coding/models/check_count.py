"""How many findings stand in each sheet, for lists: to run the checks takes too long for those."""

from django.db import models
from django.db.models import F, Q

from coding.models.sheet import Sheet

IS_STALE = Q(changed__gt=F("counted"))


class CheckCount(models.Model):
    """What the checks found when a sheet was last checked. It is no part of the record.

    A sheet without a row was not checked yet. ``changed`` goes up with each approval in the sheet;
    ``counted`` is what it was when the findings were counted, so that lists may tell them where
    both are the same. ``by_section`` has how many findings are to be mended in each section, by its
    key. ``findings`` are those of a sheet that is as it was, and whatever else the checks saw:
    ``saw`` is a hash of that.
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
        """How many there are of both; None while they are to be counted anew."""
        return None if self.changed > self.counted else self.errors + self.warnings
