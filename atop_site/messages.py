"""Messages that the next page shows: in a cookie that only this host can set."""

from django.conf import settings
from django.contrib.messages.storage import cookie, fallback, session


class CookieStorage(cookie.CookieStorage):
    """Django's own, under a name of ours."""

    cookie_name = f"{settings.OWN_HOST}messages"


class Messages(fallback.FallbackStorage):
    """What is too long for the cookie goes into the session."""

    storage_classes = (CookieStorage, session.SessionStorage)
