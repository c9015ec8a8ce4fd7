"""What is kept about signing in: each person's password, browsers that are signed in, attempts."""

from __future__ import annotations

from datetime import datetime
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils import timezone

from coding.models.seal import Sealed


class Account(models.Model):
    """Facts about a person's password beside its hash. People without a row need do nothing."""

    user = models.OneToOneField(User, models.CASCADE, related_name="account")
    must_change_password = models.BooleanField(
        default=False, help_text="Somebody else chose the password: its owner changes it first."
    )
    has_published_password = models.BooleanField(
        default=False, help_text="The password is one that the README tells everybody."
    )
    link_key = models.CharField(
        max_length=43, blank=True, help_text="Of the newest link to set a password, till used."
    )

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"Account of {self.user}"


class SignedIn(Sealed, AbstractBaseSession):
    """A session: one browser, until ``expire_date``, which each use puts off."""

    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="signed_in")
    started_at = models.DateTimeField(default=timezone.now)
    last_seen_at = models.DateTimeField(default=timezone.now)
    device = models.CharField(max_length=100, blank=True)
    address = models.CharField(max_length=45, blank=True)

    class Meta:
        default_permissions = ()

    @classmethod
    def get_session_store_class(cls) -> Any:
        return import_module(settings.SESSION_ENGINE).SessionStore


class SignInAttempts(Sealed):
    """Wrong passwords of one kind since a moment: for a name, from an address, or both."""

    key = models.CharField(max_length=64, primary_key=True)
    kind = models.CharField(max_length=10)
    username = models.CharField("name that was typed", max_length=150, blank=True)
    address = models.CharField(max_length=45, blank=True)
    failures = models.PositiveIntegerField(default=0)
    since = models.DateTimeField()
    until = models.DateTimeField("counted until", db_index=True)

    class Meta:
        default_permissions = ("view", "delete")
        verbose_name_plural = "sign-in attempts"

    def __str__(self) -> str:
        return f"{self.username or 'any name'} from {self.address or 'anywhere'}"

    def begin(self, now: datetime, until: datetime) -> None:
        """Count from now on."""
        self.failures, self.since, self.until = 0, now, until


class SharedCache(Sealed):
    """The cache that all processes of a site share; entries last minutes."""

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "shared_cache"
        default_permissions = ()

    def __str__(self) -> str:
        return self.cache_key
