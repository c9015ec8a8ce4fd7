"""Sessions as Django keeps them in the database, but reading one is a prepared query."""

from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from coding.models.compiled_queries import Prepared


class SessionStore(db.SessionStore):
    """Django's own store; every page reads its session, so the price counts."""

    def _get_session_from_db(self) -> Any:
        found = _STANDING.first(self.session_key, timezone.now())
        if found is None:
            self._session_key = None
        return found


_STANDING = Prepared(lambda key, now: Session.objects.filter(session_key=key, expire_date__gt=now))
