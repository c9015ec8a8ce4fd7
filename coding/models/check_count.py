"""How many findings stand in each sheet, for lists: to run the checks takes too long for those."""

from django.db import models

from coding.models.sheet import Sheet


class CheckCount(models.Model):
    """What the checks found when a sheet was last counted. It is no part of the record.

    A sheet without a row was not counted yet, or has no codes.
    """

    sheet = models.OneToOneField(
        Sheet, on_delete=models.PROTECT, primary_key=True, related_name="check_count"
    )
    errors = models.PositiveSmallIntegerField(default=0)
    warnings = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.sheet}: {self.found}"

    @property
    def found(self) -> int:
        """How many there are of both."""
        return self.errors + self.warnings
