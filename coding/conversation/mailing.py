"""Sends notices by e-mail: all that waits for a person in one letter, at once or once a day.

The notices of a letter are stored under its name before it is sent. A letter that was begun and is
not known to be sent is sent again with the same text and the same Message-ID, by which mail servers
recognise it. Only one process of the site sends at a time.
"""

import logging
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.mail import EmailMessage, get_connection
from django.db.models import Q, QuerySet
from django.template.loader import render_to_string
from django.utils import timezone

from coding.conversation.notice_lines import NoticeLine, lines_of
from coding.conversation.notices import delete_old, kinds_not_allowed
from coding.models import Notice
from coding.one_at_a_time import Job, one_at_a_time
from coding.workflow import rules

TRIED_FOR = timedelta(days=3)  # after that, a letter is given up
MOST_LINES = 300  # notices of one letter
_log = logging.getLogger("coding.conversation")


class AnotherSends(Exception):
    """Another process is sending."""


@dataclass
class SentLetters:
    """How many letters were sent, and why others were not."""

    letters: int = 0
    failures: list[str] = field(default_factory=list)


def send_waiting() -> SentLetters:
    """Send what is due. A letter that cannot be sent is reported, and tried again the next time."""
    with one_at_a_time(Job.NOTICES, AnotherSends):
        done = SentLetters()
        _give_up_old()
        for person in _waited_for():
            for letter in _letters_for(person):
                _send(letter, person, done)
        delete_old()
        return done


def _waiting() -> "QuerySet[Notice]":
    return Notice.objects.filter(by_mail=True, mailed_at=None)


def _waited_for() -> list[User]:
    waiting = _waiting().values("person").distinct()
    return list(User.objects.filter(pk__in=waiting).select_related("preferences").order_by("pk"))


def _give_up_old() -> None:
    given_up = _waiting().exclude(letter="").filter(at__lt=timezone.now() - TRIED_FOR)
    number = given_up.update(by_mail=False)
    if number:
        _log.error("%s notices could not be sent for %s and are given up.", number, TRIED_FOR)


def _letters_for(person: User) -> Iterator[str]:
    """Yield the person's letters: those begun before, then a new one if it is due."""
    own = _waiting().filter(person=person)
    if rules.why_not_read(person) or not person.email:
        own.update(by_mail=False)  # the role or address was removed meanwhile
        return
    own.filter(kind__in=kinds_not_allowed(person)).update(by_mail=False)
    begun = own.exclude(letter="").order_by("letter").values_list("letter", flat=True)
    yield from list(begun.distinct())
    due = list(own.filter(_is_due(person), letter="").order_by("id")[:MOST_LINES])
    if due:
        letter = uuid.uuid4().hex
        Notice.objects.filter(pk__in=[notice.pk for notice in due]).update(letter=letter)
        yield letter


def _is_due(person: User) -> Q:
    """Return the condition for notices to send now: all, or those before today's hour."""
    own = getattr(person, "preferences", None)
    if own is None or not own.mail_daily:
        return Q()
    return Q(at__lt=_last_daily_hour(timezone.localtime()))


def _last_daily_hour(now: datetime) -> datetime:
    hour = now.replace(hour=settings.EMAIL_DAILY_HOUR, minute=0, second=0, microsecond=0)
    return hour if hour <= now else hour - timedelta(days=1)


def _send(letter: str, person: User, done: SentLetters) -> None:
    notices = _waiting().filter(letter=letter)
    shown = notices.select_related("sheet__formation", "release", "comment", "revision")
    try:
        _message(letter, person, lines_of(shown.order_by("id"))).send()
    except Exception as error:
        _log.exception("A letter of notices to %s could not be sent.", person)
        done.failures.append(f"{person}: {error}")
    else:
        notices.update(mailed_at=timezone.now())
        done.letters += 1


def _message(letter: str, person: User, lines: list[NoticeLine]) -> EmailMessage:
    host = settings.SITE_HOST
    context: dict[str, Any] = {"person": person, "lines": lines, "quotes": settings.EMAIL_QUOTES}
    return EmailMessage(
        subject_of(lines),
        render_to_string("coding/notices/mail.txt", {**context, "site": settings.SITE_URL}),
        to=[person.email],
        headers={"Message-ID": f"<{letter}@{host}>", "Auto-Submitted": "auto-generated"},
        connection=get_connection(),
    )


def subject_of(lines: list[NoticeLine]) -> str:
    """Return the subject of a letter: the one thing that happened, or how many of each kind."""
    if len(lines) == 1 and len(lines[0].places) == 1:
        return f"ATOP: {lines[0].by_name} {lines[0].kind.did} ({lines[0].about})"
    counts: dict[str, int] = {}
    for line in lines:
        counts[line.kind.counted] = counts.get(line.kind.counted, 0) + len(line.places)
    return f"ATOP: {', '.join(f'{number} {what}' for what, number in counts.items())}"
