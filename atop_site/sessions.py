"""Sessions as Django keeps them in the database, but reading one is a compiled query."""

from typing import Any

from django.contrib.sessions.backends import db
from django.utils import timezone

from coding.models.compiled_queries import SESSION


class SessionStore(db.SessionStore):
    """Django's own store; every page reads its session, so the price counts."""

    def _get_session_from_db(self) -> Any:
        found = SESSION.first(self.session_key, timezone.now())
        if found is None:
            self._session_key = None
        return found
