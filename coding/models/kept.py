"""Cached results that are slow to compute. No part of the record."""

from django.db import models

from coding.models.seal import Sealed


class Kept(Sealed):
    """A cached result, and the hash of its input: it is valid while the input is the same."""

    name = models.CharField(primary_key=True, max_length=40)
    saw = models.CharField(max_length=64)
    content = models.JSONField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.name
