"""What people set for themselves, kept here so that it follows them to any computer."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import models


class Preferences(models.Model):
    """The keyboard shortcuts of one person, where they are not the usual ones."""

    user = models.OneToOneField(User, models.CASCADE, related_name="preferences")
    has_single_keys = models.BooleanField(
        default=True, help_text="Whether shortcuts of a single character act at all."
    )
    keys = models.JSONField(
        default=dict, help_text="The key of each shortcut that has another one; “” is none."
    )

    class Meta:
        verbose_name_plural = "preferences"

    def __str__(self) -> str:
        return f"Preferences of {self.user}"
