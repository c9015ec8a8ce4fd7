"""Printed sheets that an admin asks to bring into the record, until a second person decides."""

from django.db import models
from django.db.models import F, Q

from coding.codebook.sheet import SheetContent
from coding.models.tracking import USER


class ImportRequest(models.Model):
    """New sheets of one upload: who asks to bring them in, and who decided how.

    ``sheets`` is what was read from the files. Nobody confirms what they asked for themselves.
    """

    asked_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    sheets = models.JSONField()
    decided_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    is_confirmed = models.BooleanField(default=False)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by=None, decided_at=None, is_confirmed=False)
                | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="import_request_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(is_confirmed=False) | ~Q(decided_by=F("asked_by")),
                name="import_request_confirmed_by_a_second_person",
            ),
        ]

    def __str__(self) -> str:
        return f"Import {self.pk}"

    @property
    def contents(self) -> list[SheetContent]:
        return [SheetContent.from_texts(**said) for said in self.sheets]
