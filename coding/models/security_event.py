"""Security events, about who may do what: written once, read in Django admin."""

from django.db import models


class SecurityEvent(models.Model):
    """One event. Names are kept as words: an event outlives what it names."""

    at = models.DateTimeField(db_index=True)
    kind = models.CharField(max_length=60, db_index=True)
    person = models.CharField(max_length=150, blank=True, help_text="Who did it.")
    about = models.CharField(max_length=200, blank=True, help_text="Whom or what it is about.")
    address = models.CharField(max_length=45, blank=True)
    device = models.CharField(max_length=100, blank=True)
    more = models.CharField(max_length=500, blank=True)
    times = models.PositiveIntegerField(
        default=1, help_text="For the how manieth time within an hour, of what is counted."
    )

    class Meta:
        default_permissions = ("view",)
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.person} {self.about}".strip()
