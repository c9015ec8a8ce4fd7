"""A person's notices on the site: the number unread, those visible, and reading them."""

from datetime import timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from coding.conversation.notice_kinds import KINDS
from coding.models import Notice
from coding.models.compiled_queries import CompiledQuery
from coding.workflow import rules

PAGE = 50
MOST_COUNTED = 99
KEPT_FOR = timedelta(days=180)  # read notices
_OF_ADMINS = [kind.name for kind in KINDS.values() if kind.is_for_admins]


def _unread(person: Any) -> "QuerySet[Notice]":
    return Notice.objects.filter(person=person, on_site=True, read_at=None).order_by()


_UNREAD = CompiledQuery(
    lambda person: (
        _unread(person).exclude(kind__in=_OF_ADMINS).values_list("pk")[: MOST_COUNTED + 1]
    )
)
_UNREAD_OF_ADMIN = CompiledQuery(
    lambda person: _unread(person).values_list("pk")[: MOST_COUNTED + 1]
)


def count_unread(person: Any) -> str:
    """Return how many notices the person has not read; "" for none."""
    if rules.why_not_read(person):
        return ""
    is_admin = rules.why_not_run_releases(person) is None
    return capped((_UNREAD_OF_ADMIN if is_admin else _UNREAD).number(person.pk))


def capped(number: int) -> str:
    """Return a number as the navigation shows it; "" for none."""
    return f"{MOST_COUNTED}+" if number > MOST_COUNTED else str(number or "")


def shown_to(person: Any) -> "QuerySet[Notice]":
    """Return the notices that the person may see on the site now, the latest first."""
    notices = Notice.objects.filter(person=person, on_site=True)
    if rules.why_not_read(person):
        return notices.none()
    return notices.exclude(kind__in=kinds_not_allowed(person))


def kinds_not_allowed(person: Any) -> list[str]:
    """Return the kinds of notices that the person's present roles do not allow."""
    return [] if rules.why_not_run_releases(person) is None else _OF_ADMINS


def mark_read(notices: "QuerySet[Notice]") -> int:
    return notices.filter(read_at=None).update(read_at=timezone.now())


def delete_old() -> int:
    """Delete notices that were read long ago and do not wait to be e-mailed."""
    old = Notice.objects.filter(at__lt=timezone.now() - KEPT_FOR)
    done = Q(by_mail=False) | Q(mailed_at__isnull=False)
    seen = Q(on_site=False) | Q(read_at__isnull=False)
    return old.filter(done, seen).delete()[0]
