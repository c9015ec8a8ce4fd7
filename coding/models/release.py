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
