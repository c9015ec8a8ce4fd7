"""Which notices a person wants, on the site and by e-mail, and how e-mail comes."""

from collections.abc import Iterable
from typing import Any

from coding.conversation.notice_kinds import NoticeKind
from coding.models import Preferences

SITE, MAIL = "site", "mail"
WAYS = (SITE, MAIL)


def switch_of(kind: NoticeKind, way: str) -> str:
    """Return the name under which a switch is stored and posted, as in "approved:mail"."""
    return f"{kind.name}:{way}"


def wants(person: Any, kind: NoticeKind) -> tuple[bool, bool]:
    """Return whether the person wants the kind on the site, and by e-mail."""
    own = getattr(person, "preferences", None)
    off = own.notices_off if own else []
    on_site, by_mail = (switch_of(kind, way) not in off for way in WAYS)
    return on_site, bool(by_mail and person.email)


def keep_choices(off: Iterable[str], *, is_daily: bool, by: Any) -> Preferences:
    """Store which switches are off, and whether e-mail comes once a day."""
    kept = {"notices_off": sorted(off), "mail_daily": is_daily}
    return Preferences.objects.update_or_create(user=by, defaults=kept)[0]
