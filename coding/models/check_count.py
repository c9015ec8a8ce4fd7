"""How many findings stand in each sheet, for lists: to run the checks takes too long for those."""

from django.db import models
from django.db.models import F, Q

from coding.models.sheet import Sheet

IS_STALE = Q(changed__gt=F("counted"))


class CheckCount(models.Model):
    """What the checks found when a sheet was last counted. It is no part of the record.

    A sheet without a row was not counted yet. ``changed`` goes up with each approval in the sheet;
    ``counted`` is what it was when the findings were counted, so that they are true where both are
    the same. ``by_section`` has how many findings are to be mended in each section, by its key.
    """

    sheet = models.OneToOneField(
        Sheet, on_delete=models.PROTECT, primary_key=True, related_name="check_count"
    )
    errors = models.PositiveSmallIntegerField(default=0)
    warnings = models.PositiveSmallIntegerField(default=0)
    by_section = models.JSONField(default=dict, blank=True)
    changed = models.PositiveIntegerField(default=0)
    counted = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["sheet"], condition=IS_STALE, name="stale_check_counts")]

    def __str__(self) -> str:
        return f"{self.sheet}: {self.found}"

    @property
    def found(self) -> int | None:
        """How many there are of both; None while they are to be counted anew."""
        return None if self.changed > self.counted else self.errors + self.warnings
