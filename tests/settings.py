"""The site's settings, with what tests need: a throw-away secret and folder, quick passwords."""

import os
import tempfile

os.environ.setdefault("SECRET_KEY", "only-for-tests-" + "x" * 40)
os.environ.pop("SECRET_KEY_FILE", None)
os.environ.setdefault("VAR_DIR", tempfile.mkdtemp(prefix="atop-tests-"))

from atop_site.settings import *  # noqa: E402, F403
from atop_site.settings import STORAGES  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
