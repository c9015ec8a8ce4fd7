"""What people set for themselves, kept here so that it follows them to any computer."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import models


class Preferences(models.Model):
    """The keyboard shortcuts and notices of one person, where they are not the usual ones."""

    user = models.OneToOneField(User, models.CASCADE, related_name="preferences")
    has_single_keys = models.BooleanField(
        default=True, help_text="Whether shortcuts of a single character act at all."
    )
    keys = models.JSONField(
        default=dict, help_text="The key of each shortcut that has another one; “” is none."
    )

    notices_off = models.JSONField(
        default=list, help_text="Which notices are switched off, as “approved:mail”."
    )
    mail_daily = models.BooleanField(
        default=False, help_text="Whether notices come by e-mail once a day, not at once."
    )

    class Meta:
        verbose_name_plural = "preferences"

    def __str__(self) -> str:
        return f"Preferences of {self.user}"
