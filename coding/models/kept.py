"""What took long to find out, kept for the next who asks. No part of the record."""

from django.db import models


class Kept(models.Model):
    """A result, and the hash of all that it was found in: it counts while that is the same."""

    name = models.CharField(primary_key=True, max_length=40)
    saw = models.CharField(max_length=64)
    content = models.JSONField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.name
