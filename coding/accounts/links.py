"""Links for setting a password: an invitation, or after a forgotten one.

A link works once, until it expires or a newer one is made. Its key is stored with the account and
the link is signed, so a copy of the database alone is not enough to make one.
"""

import time
from datetime import timedelta
from secrets import compare_digest, token_urlsafe

from django.conf import settings
from django.contrib.auth.models import User
from django.core.mail import send_mail
from django.core.signing import BadSignature, dumps, loads
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse

from coding.models import Account

INVITED_FOR = timedelta(days=7)
RESET_FOR = timedelta(hours=2)
_SALT = "link to set a password"


def make_link(person: User, *, valid_for: timedelta) -> str:
    """Return the full address of a new link; it replaces the person's older ones."""
    key = token_urlsafe(24)
    Account.objects.update_or_create(user=person, defaults={"link_key": key})
    expires = int(time.time() + valid_for.total_seconds())
    token = dumps((person.pk, key, expires), salt=_SALT)
    return f"{settings.SITE_URL}{reverse('password_link', args=[token])}"


def person_of(token: str) -> User | None:
    """Return the person a link was made for; None if it was used, replaced, expired or forged."""
    try:
        pk, key, expires = loads(token, salt=_SALT)
    except (BadSignature, ValueError, TypeError):
        return None
    person = User.objects.filter(pk=pk, is_active=True).select_related("account").first()
    if person is None or expires < time.time():
        return None
    kept = person.account.link_key if hasattr(person, "account") else ""
    return person if kept and compare_digest(kept, key) else None


def who_forgot(said: str) -> list[User]:
    """Return the active people with this name or e-mail address who have an e-mail address."""
    named = Q(username__iexact=said) | Q(email__iexact=said)
    return list(User.objects.filter(named, is_active=True).exclude(email=""))


def send_link(person: User, link: str, *, valid_for: timedelta, invited: bool) -> None:
    """Send the link by e-mail."""
    told = {"person": person, "link": link, "days": valid_for.days, "invited": invited}
    told["hours"] = int(valid_for.total_seconds() // 3600)
    subject = "Your account on the ATOP coding site" if invited else "Set a new password"
    words = render_to_string("coding/account/link_mail.txt", {**told, "contact": settings.CONTACT})
    send_mail(subject, words, None, [person.email])
