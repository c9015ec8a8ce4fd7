"""Links for setting a password: an invitation, or after a forgotten one.

A link works once, until it expires, a newer one is made, or the account gets another e-mail address
or is deactivated. Its key is stored with the account and the link is signed, so a copy of the
database alone is not enough to make one.
"""

import logging
import time
from concurrent.futures import ThreadPoolExecutor
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
from coding.outages import on_one_line

INVITED_FOR = timedelta(days=7)
RESET_FOR = timedelta(hours=2)
_SALT = "link to set a password"
_log = logging.getLogger("coding.accounts")
postman = ThreadPoolExecutor(max_workers=1, thread_name_prefix="postman")


def make_link(person: User, *, valid_for: timedelta) -> str:
    """Return the full address of a new link; it replaces the person's older ones."""
    key = token_urlsafe(24)
    Account.objects.update_or_create(user=person, defaults={"link_key": key})
    expires = int(time.time() + valid_for.total_seconds())
    token = dumps((person.pk, key, expires, person.email), salt=_SALT)
    return f"{settings.SITE_URL}{reverse('password_link', args=[token])}"


def person_of(token: str) -> User | None:
    """Return the person a link was made for; None if it was used, has ended or is forged."""
    try:
        pk, key, expires, email = loads(token, salt=_SALT)
    except (BadSignature, ValueError, TypeError):
        return None
    person = User.objects.filter(pk=pk, is_active=True).select_related("account").first()
    if person is None or expires < time.time() or person.email != email:
        return None
    kept = person.account.link_key if hasattr(person, "account") else ""
    return person if kept and compare_digest(kept, key) else None


def hold_link(token: str) -> bool:
    """Whether the link still opens; its account is held until the transaction ends.

    So of several people who use one link at once, the first sets the password.
    """
    person = person_of(token)
    if person is None:
        return False
    Account.objects.select_for_update().get(user=person)
    return person_of(token) is not None


def who_forgot(typed: str) -> list[User]:
    """Return the active people with this name or e-mail address who have an e-mail address."""
    named = Q(username__iexact=typed) | Q(email__iexact=typed)
    return list(User.objects.filter(named, is_active=True).exclude(email=""))


def end_link(person: User) -> None:
    """Let the person's newest link open nothing, also should the account be activated again."""
    for account in Account.objects.filter(user=person).exclude(link_key=""):
        account.link_key = ""
        account.save()


def send_link(person: User, link: str, *, valid_for: timedelta, invited: bool) -> None:
    context = {"person": person, "link": link, "days": valid_for.days, "invited": invited}
    context["hours"] = int(valid_for.total_seconds() // 3600)
    subject = "Your account on the ATOP coding site" if invited else "Set a new password"
    context["contact"] = settings.CONTACT
    words = render_to_string("coding/account/link_mail.txt", context)
    send_mail(subject, words, None, [person.email])


def send_link_later(person: User, link: str, *, valid_for: timedelta) -> None:
    """Send the link once the page has been answered: how long that takes tells nobody anything.

    The page for a forgotten password must answer alike whether there is an account or not, also
    where the mail server is slow or away.
    """
    postman.submit(_send_or_log, person, link, valid_for)


def _send_or_log(person: User, link: str, valid_for: timedelta) -> None:
    try:
        send_link(person, link, valid_for=valid_for, invited=False)
    except Exception as error:  # nobody waits for it
        _log.error("The link for %s was not sent (%s).", person, on_one_line(error))
