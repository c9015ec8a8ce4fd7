"""Sessions in the database, each with its person, device and last use; reads are compiled queries.

A session ends when it has not been used for ``SESSION_IDLE``, or began ``SESSION_LONGEST`` ago.
Whoever reads the table can open none: it has the hash of each cookie. Whoever writes to it cannot
move what one session says into another: it is signed together with its cookie.
"""

from contextlib import suppress
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.middleware import SessionMiddleware
from django.db import DatabaseError
from django.http import HttpRequest
from django.utils import timezone

from coding.accounts.browsers import Meta, address_of, device_of
from coding.accounts.limits import forget_old
from coding.accounts.sessions import as_stored
from coding.models import SignedIn
from coding.models.compiled_queries import SESSION
from coding.models.times import is_within
from coding.outages import outage_of, waiting_at_most

NOTED = timedelta(minutes=1)  # the last use is stored no more often
QUIET = "HTTP_X_QUIET"  # sent with requests an open page makes by itself: nobody may be there


def _end(started_at: datetime, now: datetime) -> datetime:
    return min(now + settings.SESSION_IDLE, started_at + settings.SESSION_LONGEST)


class SessionStore(db.SessionStore):
    """Django's own store, with more columns; every page reads a session, so reads must be fast."""

    row: SignedIn | None = None
    meta: Meta = MappingProxyType({})

    @classmethod
    def get_model_class(cls) -> type[SignedIn]:
        return SignedIn

    @property
    def key_salt(self) -> str:
        return f"{super().key_salt}.{self.session_key}"

    @classmethod
    def clear_expired(cls) -> None:
        """Remove ended sessions, for ``clearsessions``."""
        super().clear_expired()
        forget_old()

    def _get_session_from_db(self) -> Any:
        now = timezone.now()
        self.row = SESSION.first(as_stored(self.session_key), now)
        if self.row is None:
            self._session_key = None
        elif not is_within(NOTED, self.row.last_seen_at) and QUIET not in self.meta:
            # A page must stay readable while the database is read-only or a long write is running.
            with suppress(DatabaseError), waiting_at_most(0):
                self._note_use(self.row, now)
        return self.row

    def exists(self, session_key: str) -> bool:
        return super().exists(as_stored(session_key))

    def delete(self, session_key: str | None = None) -> None:
        if cookie := session_key or self.session_key:
            super().delete(as_stored(cookie))

    def save(self, must_create: bool = False) -> None:
        """Save the session. Django takes any error, even a full disk, for an ended session."""
        try:
            super().save(must_create)
        except UpdateError as error:
            if outage_of(error.__context__) and error.__context__:
                raise error.__context__ from error.__context__.__cause__
            raise

    def _note_use(self, row: SignedIn, now: datetime) -> None:
        row.started_at = min(row.started_at, now)  # ahead of it where the clock was set back
        row.last_seen_at, row.expire_date = now, _end(row.started_at, now)
        names = ("started_at", "last_seen_at", "expire_date")
        seen = {name: getattr(row, name) for name in names}
        SignedIn.objects.filter(pk=row.pk).update(**seen)

    def create_model_instance(self, data: dict[str, Any]) -> SignedIn:
        """Return the row; the start of the session is kept if the person is the same as before."""
        now = timezone.now()
        user = int(data[SESSION_KEY]) if data.get(SESSION_KEY) else None
        kept = self.row if self.row and self.row.user_id == user else None
        started_at = kept.started_at if kept else now
        return SignedIn(
            session_key=as_stored(self.session_key),
            session_data=self.encode(data),
            expire_date=_end(started_at, now),
            user_id=user,
            started_at=started_at,
            last_seen_at=now,
            device=device_of(self.meta),
            address=address_of(self.meta),
        )


class Sessions(SessionMiddleware):
    """Django's own middleware; the session gets the request's headers, for device and address."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        request.session.meta = request.META  # type: ignore[attr-defined]
