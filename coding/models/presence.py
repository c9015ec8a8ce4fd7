"""Who has which question open. A row is of use for a minute, and is no part of the record."""

from django.contrib.auth.models import User
from django.db import models

from coding.models.seal import Sealed
from coding.models.sheet import Sheet


class Presence(Sealed):
    """One person's page of a question, and when it was last seen open."""

    person = models.ForeignKey(User, models.CASCADE, related_name="+")
    sheet = models.ForeignKey(Sheet, models.CASCADE, related_name="+", db_index=False)
    question = models.PositiveSmallIntegerField()
    seen_at = models.DateTimeField(db_index=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["sheet", "question", "person"], name="presence_once")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} at Q{self.question} of {self.sheet_id}"
