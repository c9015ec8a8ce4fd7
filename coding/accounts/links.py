"""Links by which somebody sets a password: an invitation, or a new one for a forgotten one.

A link works once, until it expires or a newer one is made. Its key is kept with the account and the
link is signed, so a copy of the database alone makes none.
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
    """Return the whole address of a new link; older ones of the person end."""
    key = token_urlsafe(24)
    Account.objects.update_or_create(user=person, defaults={"link_key": key})
    expires = int(time.time() + valid_for.total_seconds())
    token = dumps((person.pk, key, expires), salt=_SALT)
    return f"{settings.SITE_URL}{reverse('password_link', args=[token])}"


def person_of(token: str) -> User | None:
    """Return whose link it is; nobody's where it was used, is too old or was never made."""
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
    """Return the active people whose name or e-mail address this is, and who can be written to."""
    named = Q(username__iexact=said) | Q(email__iexact=said)
    return list(User.objects.filter(named, is_active=True).exclude(email=""))


def send_link(person: User, link: str, *, valid_for: timedelta, invited: bool) -> None:
    """Write to the person."""
    told = {"person": person, "link": link, "days": valid_for.days, "invited": invited}
    told["hours"] = int(valid_for.total_seconds() // 3600)
    subject = "Your account on the ATOP coding site" if invited else "Set a new password"
    words = render_to_string("coding/account/link_mail.txt", {**told, "contact": settings.CONTACT})
    send_mail(subject, words, None, [person.email])
