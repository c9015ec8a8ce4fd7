"""Published passwords, and passwords that somebody else chose.

Passwords are known only when they are set or typed: Django gives validators each new one, and a
sign-in has the one typed. Accounts are marked then, so no hash has to be tried later.
"""

from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError

from coding.accounts.demonstration import PUBLISHED
from coding.models import Account

WHY_NOT_PUBLISHED = (
    "This password is one of the demonstration, which everybody can read. It opens nothing here. "
    "Ask an admin for a link to set one of your own."
)


class NotPublished:
    """Refuses the passwords of the demonstration accounts, and marks accounts that have one."""

    def validate(self, password: str, user: Any = None) -> None:
        if password in PUBLISHED:
            raise ValidationError("This password is published, as one of the demonstration.")

    def get_help_text(self) -> str:
        return "Your password can’t be one of the demonstration."

    def password_changed(self, password: str, user: Any = None) -> None:
        """Mark the account if its password is published; notes about who chose it come later."""
        if user is None or user.pk is None:
            return
        for account in Account.objects.filter(user=user):
            account.has_published_password = account.must_change_password = False
            account.link_key = ""
            account.save()
        if password in PUBLISHED:
            mark_published(user)


def mark_published(person: User) -> None:
    """Mark the account as open to everybody."""
    Account.objects.update_or_create(user=person, defaults={"has_published_password": True})


def why_not_with(password: str) -> str | None:
    """Return why the password is refused on a site that is in use."""
    return WHY_NOT_PUBLISHED if settings.IS_IN_USE and password in PUBLISHED else None


def let_owner_change(person: User) -> None:
    """Make the person choose a password of their own before anything else."""
    Account.objects.update_or_create(user=person, defaults={"must_change_password": True})


def with_published_passwords() -> list[str]:
    """Return the names of active accounts that anybody can sign in with."""
    marked = User.objects.filter(is_active=True, account__has_published_password=True)
    return list(marked.order_by("username").values_list("username", flat=True))
