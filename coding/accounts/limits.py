"""How many wrong passwords are let through, counted before a password is hashed.

Counts stand in the database, which all processes and machines of a site share. Each attempt is
counted first and taken back where the password was right, so that many at once do not slip by.

A name is locked from one address long before it is locked from everywhere, and never in a browser
in which its owner has signed in: who knows a name can keep themselves out, not its owner.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from django.db import transaction
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone

from coding.accounts.browsers import KnownBrowser, address_of
from coding.models import SignInAttempts


@dataclass(frozen=True)
class Limit:
    """So many wrong passwords of a kind, in so much time."""

    kind: str
    most: int
    span: timedelta


HERE = Limit("here", 5, timedelta(minutes=15))  # one name, from one address or known browser
ADDRESS = Limit("address", 50, timedelta(minutes=15))  # all names: a whole office may share one
NAME = Limit("name", 30, timedelta(hours=1))  # one name, from everywhere
MAIL = Limit("mail", 3, timedelta(hours=1))  # letters to one name, and from one address
LIMITS = {limit.kind: limit for limit in (HERE, ADDRESS, NAME, MAIL)}
CountedTry = tuple[Limit, str, str]  # with the name and the address that are counted


@dataclass(frozen=True)
class Attempt:
    """Somebody who types a password for a name."""

    username: str
    address: str
    browser: KnownBrowser | None

    @classmethod
    def of(cls, request: HttpRequest, username: str) -> "Attempt":
        """Return the attempt; a name is the same in capitals."""
        name = username.casefold()[:150]
        return cls(name, address_of(request.META), KnownBrowser.of(request, name))

    def counted(self) -> Iterator[CountedTry]:
        """Yield what is counted, in one order for all."""
        if self.browser:
            yield HERE, self.username, f"browser {self.browser.mark}"
            return
        yield HERE, self.username, self.address
        if self.address:
            yield ADDRESS, "", self.address
        yield NAME, self.username, ""

    def keys(self) -> list[str]:
        return [_key(*one) for one in self.counted()]


def _key(limit: Limit, username: str, address: str) -> str:
    return sha256("\0".join((limit.kind, username, address)).encode()).hexdigest()


def mails(said: str, address: str) -> list[CountedTry]:
    """Return what is counted where somebody asks for a letter."""
    of_name: CountedTry = (MAIL, said.casefold()[:150], "")
    return [of_name, (MAIL, "", address)] if address else [of_name]


@transaction.atomic
def count(counted: Iterable[CountedTry]) -> datetime | None:
    """Count once more; where it is once too often, count nothing and return until when."""
    now = timezone.now()
    counts = [_counted(*one, now) for one in counted]
    over = [one.until for one in counts if one.failures >= LIMITS[one.kind].most]
    if over:
        return max(over)
    for one in counts:
        one.failures += 1
        one.save()
    return None


def _counted(limit: Limit, username: str, address: str, now: datetime) -> SignInAttempts:
    """Return what has been counted, held until the end of the transaction."""
    count, _ = SignInAttempts.objects.select_for_update().get_or_create(
        key=_key(limit, username, address),
        defaults={
            "kind": limit.kind,
            "username": username,
            "address": address[:45],
            "since": now,
            "until": now + limit.span,
        },
    )
    if count.until <= now:
        count.begin(now, now + limit.span)
    return count


def take_back(attempt: Attempt) -> None:
    """Forget the attempt, whose password was right, and wrong ones for this name from here."""
    here, *others = attempt.keys()
    SignInAttempts.objects.filter(key=here).delete()
    for key in others:  # one by one: together they could wait for others in a ring
        one = SignInAttempts.objects.filter(key=key, failures__gt=0)
        one.update(failures=F("failures") - 1)


def let_in_again(username: str) -> None:
    """Forget all wrong passwords for a name."""
    SignInAttempts.objects.filter(username=username.casefold()).delete()


def forget_old() -> None:
    """Remove counts that count no longer."""
    SignInAttempts.objects.filter(until__lt=timezone.now()).delete()
