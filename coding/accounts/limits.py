"""Limits on wrong passwords, counted before a password is hashed.

Counts are stored in the database, which all processes and machines of a site share. Each attempt is
counted first and taken back if the password was right, so that simultaneous attempts cannot exceed
the limit.

A name is locked for one address long before it is locked everywhere, and never in a browser in
which its owner has signed in. Somebody who knows a name can lock themselves out, but not its owner.
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
    """At most so many wrong passwords of a kind in a span of time."""

    kind: str
    most: int
    span: timedelta


HERE = Limit("here", 5, timedelta(minutes=15))  # one name, from one address or known browser
ADDRESS = Limit("address", 50, timedelta(minutes=15))  # all names: a whole office may share one
NAME = Limit("name", 30, timedelta(hours=1))  # one name, from everywhere
MAIL = Limit("mail", 3, timedelta(hours=1))  # e-mails to one name, and from one address
LIMITS = {limit.kind: limit for limit in (HERE, ADDRESS, NAME, MAIL)}
Tally = tuple[Limit, str, str]  # a limit, and the name and address that it counts


@dataclass(frozen=True)
class Attempt:
    """One attempt to sign in with a name."""

    username: str
    address: str
    browser: KnownBrowser | None

    @classmethod
    def of(cls, request: HttpRequest, username: str) -> "Attempt":
        """Return the attempt; capitals in the name do not matter."""
        name = username.casefold()[:150]
        return cls(name, address_of(request.META), KnownBrowser.of(request, name))

    def tallies(self) -> Iterator[Tally]:
        """Yield what is counted, always in the same order."""
        if self.browser:
            yield HERE, self.username, f"browser {self.browser.mark}"
            return
        yield HERE, self.username, self.address
        if self.address:
            yield ADDRESS, "", self.address
        yield NAME, self.username, ""

    def keys(self) -> list[str]:
        return [_key(*tally) for tally in self.tallies()]


def _key(limit: Limit, username: str, address: str) -> str:
    return sha256("\0".join((limit.kind, username, address)).encode()).hexdigest()


def tallies_of_mail(typed: str, address: str) -> list[Tally]:
    """Return what is counted when somebody asks for an e-mail with a link."""
    of_name: Tally = (MAIL, typed.casefold()[:150], "")
    return [of_name, (MAIL, "", address)] if address else [of_name]


@transaction.atomic
def count(tallies: Iterable[Tally]) -> datetime | None:
    """Count one more attempt; where a limit is reached, count nothing and return when it ends."""
    now = timezone.now()
    counts = [_locked(*tally, now) for tally in tallies]
    reached = [attempts.until for attempts in counts if is_reached(attempts)]
    if reached:
        return max(reached)
    for attempts in counts:
        attempts.failures += 1
        attempts.save()
    return None


def is_reached(attempts: SignInAttempts) -> bool:
    return attempts.failures >= LIMITS[attempts.kind].most


def _locked(limit: Limit, username: str, address: str, now: datetime) -> SignInAttempts:
    """Return the count, locked until the end of the transaction."""
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
    was_set_back = count.until > now + 2 * limit.span  # the clock: else it would be long until then
    if count.until <= now or was_set_back:
        count.begin(now, now + limit.span)
    return count


def take_back(attempt: Attempt) -> None:
    """Uncount an attempt whose password was right; forget wrong ones for this name from here."""
    here, *others = attempt.keys()
    SignInAttempts.objects.filter(key=here).delete()
    for key in others:  # one at a time: together they could deadlock
        attempts = SignInAttempts.objects.filter(key=key, failures__gt=0)
        attempts.update(failures=F("failures") - 1)


def let_in_again(username: str) -> None:
    """Forget all wrong passwords for a name."""
    SignInAttempts.objects.filter(username=username.casefold()).delete()


def forget_old() -> None:
    """Remove expired counts."""
    SignInAttempts.objects.filter(until__lt=timezone.now()).delete()
