"""Which coder works on which sheet, and how that came about."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from coding.models.seal import Sealed
from coding.models.sheet import Sheet
from coding.models.tracking import USER


class Assignment(Sealed):
    """A sheet that an admin assigned to a coder. It guides work; it does not restrict anybody."""

    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="assignments")
    coder = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="assignments")
    assigned_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["coder", "sheet"]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "coder"], name="assignment_once"),
        ]

    def __str__(self) -> str:
        return f"{self.sheet} → {self.coder}"


class AssignmentEvent(models.Model):
    """A sheet was assigned to a coder, or is no longer: when, and by whom. Written once."""

    class Step(models.TextChoices):
        """What was done."""

        ASSIGN = "assign", "assigned"
        UNASSIGN = "unassign", "unassigned"

    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="+")
    coder = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    coder_name = models.CharField(max_length=200)
    step = models.CharField(max_length=10, choices=Step.choices)
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField()
    batch = models.CharField(max_length=32, help_text="Shared by what was done by one press.")

    class Meta:
        ordering = ["-id"]
        default_permissions = ()
        verbose_name = "assignment of a sheet"
        verbose_name_plural = "history of assignments"

    def __str__(self) -> str:
        return f"{self.sheet} {self.get_step_display()}: {self.coder_name}"
