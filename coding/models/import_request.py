"""Printed sheets that an admin asks to bring into the record, until a second person decides."""

from django.db import models
from django.db.models import F, Q

from coding.models.tracking import USER


class ImportRequest(models.Model):
    """Asks for new sheets of one batch: who asks to bring them in, and who decided how.

    ``sheets`` tells of each of its ``files`` on the desk which sheet it is, and the hash of what it
    says: nothing else enters the record. ``leaving`` names what a new phase may take out of the
    dataset files. Nobody confirms what they asked for themselves.
    """

    asked_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    sheets = models.JSONField()
    leaving = models.JSONField(default=list)
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
