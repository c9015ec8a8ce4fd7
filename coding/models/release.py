"""Releases of the data. Revisions approved after a release belong to the next one."""

from __future__ import annotations

from django.db import models

from coding.models.tracking import Tracked


class Release(Tracked):
    """A numbered release; open while work for it goes on, then frozen for good."""

    label = models.CharField(max_length=20, unique=True, help_text="As in “Version 4.0”: 4.0")
    cut_off = models.DateField(
        null=True, blank=True, help_text="Last day of the status the data describe."
    )
    frozen_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                models.Value(1), condition=models.Q(frozen_at=None), name="release_one_open"
            )
        ]

    def __str__(self) -> str:
        return self.label


class ReleasedCoding(models.Model):
    """The codes of one phase as a release published them, for good. Written once.

    ``cells`` maps each cell to its value; ``flags`` maps a member's key to what the release says
    of the alliance there, such as {"new5": 0, "rev5": 1}.
    """

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="codings")
    atop_id = models.PositiveSmallIntegerField()
    phase = models.PositiveSmallIntegerField()
    cells = models.JSONField()
    flags = models.JSONField(default=dict)

    class Meta:
        ordering = ["release_id", "atop_id", "phase"]
        constraints = [
            models.UniqueConstraint(
                fields=["release", "atop_id", "phase"], name="released_coding_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.atop_id}.{self.phase} in {self.release}"
