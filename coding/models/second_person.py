"""What one person asks for and another one decides: nobody confirms what they asked for."""

from django.db import models
from django.db.models import F, Q

from coding.models.tracking import USER


class AskedOfAnother(models.Model):
    """Who asked for something, and who decided how; nobody yet where ``decided_at`` is None.

    The database holds this, too: a model lists ``second_person_decides`` among its constraints.
    """

    asked_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    is_confirmed = models.BooleanField(default=False)

    class Meta:
        abstract = True


def second_person_decides(name: str) -> list[models.BaseConstraint]:
    """Return the constraints of a table, named after it."""
    return [
        models.CheckConstraint(
            condition=Q(decided_by=None, decided_at=None, is_confirmed=False)
            | Q(decided_by__isnull=False, decided_at__isnull=False),
            name=f"{name}_decided_by_somebody",
        ),
        models.CheckConstraint(
            condition=Q(is_confirmed=False) | ~Q(decided_by=F("asked_by")),
            name=f"{name}_confirmed_by_a_second_person",
        ),
    ]
