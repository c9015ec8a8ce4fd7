"""Sessions as Django keeps them in the database, but reading one is a compiled query."""

from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError
from django.utils import timezone

from coding.models.compiled_queries import SESSION
from coding.outages import outage_of


class SessionStore(db.SessionStore):
    """Django's own store; every page reads its session, so the price counts."""

    def _get_session_from_db(self) -> Any:
        found = SESSION.first(self.session_key, timezone.now())
        if found is None:
            self._session_key = None
        return found

    def save(self, must_create: bool = False) -> None:
        """Save it. Django takes any error for a session that somebody ended, even a full disk."""
        try:
            super().save(must_create)
        except UpdateError as error:
            if outage_of(error.__context__) and error.__context__:
                raise error.__context__ from error.__context__.__cause__
            raise
