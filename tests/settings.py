"""The site's settings, with what tests need: a throw-away secret and folder, quick passwords."""

import atexit
import os
import shutil
import tempfile

os.environ.setdefault("SECRET_KEY", "only-for-tests-" + "x" * 40)
os.environ.pop("SECRET_KEY_FILE", None)

if "VAR_DIR" not in os.environ:  # else this is a process that a test starts
    os.environ["VAR_DIR"] = tempfile.mkdtemp(prefix="atop-tests-")

    def _remove(folder: str, made_by: int) -> None:
        if os.getpid() == made_by:  # a process that was forked from it leaves it there
            shutil.rmtree(folder, ignore_errors=True)

    atexit.register(_remove, os.environ["VAR_DIR"], os.getpid())

os.environ["EXPORT_DIR"] = os.path.abspath(os.path.join(os.environ["VAR_DIR"], "export"))

from atop_site.settings import *  # noqa: F403
from atop_site.settings import STATIC_ROOT, STORAGES

STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # WhiteNoise warns where it is missing

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
if "sqlite" in DATABASES["default"]["ENGINE"]:  # noqa: F405
    # On disk rather than in memory, so that threads share it as gunicorn's workers do.
    DATABASES["default"]["TEST"] = {"NAME": str(STATIC_ROOT.parent / "test.sqlite3")}  # noqa: F405
