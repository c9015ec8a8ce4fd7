"""/health/: whether people can work, and what an operator should see to. Answered first of all.

It comes before the redirect to HTTPS and the check of the host's name, so neither refuses a probe,
and no session is read. What keeps people from working gives 503; with ``?strict``, so does what an
operator should see to. Only a probe on the same machine is told which checks failed.
"""

import os
import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.utils import timezone
from django.utils.cache import add_never_cache_headers

from atop_site.environment import why_no_log
from coding.backup import runs as backups
from coding.backup.contents import applied_migrations, known_migrations, why_newer
from coding.export import runs as exports
from coding.export.runs import RunNotice
from coding.models import BackupRun, ExportRun
from coding.models.runs import Run
from coding.outages import on_one_line, outage_of, waiting_at_most
from coding.protection.guards_in_place import first_gap
from coding.replica import why_replica_is_left
from coding.search.index_check import why_not_true

ADDRESS = "/health/"
KEPT_SECONDS = 5  # an answer, so that many probes cost no more than one
PATIENCE = 5  # seconds, for others to finish writing and for checks that hang
TOO_LITTLE, LITTLE = 50 * 2**20, 2**30  # free bytes on a disk

HealthCheck = Callable[[], str | None]


def why_no_writing() -> str | None:
    """Write a row and roll it back; raises where the database cannot be written."""
    with _patience():
        row = Session(session_key="health", session_data="", expire_date=timezone.now())
        row.save(force_insert=True)
        transaction.set_rollback(True)
    return None


@contextmanager
def _patience() -> Iterator[None]:
    """Run in a transaction with a shorter lock timeout than pages have."""
    if connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL lock_timeout = '{PATIENCE}s'")
            yield
        return
    with waiting_at_most(PATIENCE), transaction.atomic():
        yield


def why_not_migrated() -> str | None:
    applied = set(applied_migrations())
    if waiting := len(known_migrations() - applied):
        return f"{waiting} migrations wait: manage.py migrate."
    newer = why_newer(applied)
    return f"The database is of {newer}: start that version." if newer else None


def why_guards_are_away() -> str | None:
    gap = first_gap()
    return f"{gap.place}: {gap.found} {gap.remedy}." if gap else None


def why_no_static_files() -> str | None:
    if settings.DEBUG:  # files are served from their source folder
        return None
    for folder in map(Path, settings.STATICFILES_DIRS):
        for path in folder.rglob("*.*"):
            if not _is_collected(path.relative_to(folder).as_posix()):
                return f"{path.name} is not collected: manage.py collectstatic, then restart."
    return None


def _is_collected(name: str) -> bool:
    try:
        address = static(name)
    except ValueError:  # missing from the manifest
        return False
    return (Path(settings.STATIC_ROOT) / address.removeprefix(settings.STATIC_URL)).exists()


def why_disk_is_full() -> str | None:
    """Write a file in each folder the site writes to, and check the free space."""
    for folder in (settings.VAR_DIR, tempfile.gettempdir()):
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(bytes(4096))
    return _short_of(TOO_LITTLE)


def why_disk_gets_full() -> str | None:
    return _short_of(LITTLE)


def _short_of(wanted: int) -> str | None:
    for folder in (settings.VAR_DIR, tempfile.gettempdir(), settings.EXPORT_DIR):
        if os.path.isdir(folder) and (free := shutil.disk_usage(folder).free) < wanted:
            return f"{free // 2**20} MB are free in {folder}."
    return None


def why_no_export() -> str | None:
    return _first_sentence(exports.notices()) or _never(ExportRun, "export")


def why_no_backup() -> str | None:
    return _first_sentence(backups.notices()) or _never(BackupRun, "backup")


def why_no_security_log() -> str | None:
    fault = why_no_log(settings.SECURITY_LOG) if settings.SECURITY_LOG else None
    return f"SECURITY_LOG is {settings.SECURITY_LOG}: {fault}." if fault else None


def _first_sentence(notices: Iterable[RunNotice]) -> str | None:
    return next((notice.sentence for notice in notices), None)


def _never(model: type[Run], what: str) -> str | None:
    return None if exports.last_success(model) else f"No {what} has been made yet."


VITAL: dict[str, HealthCheck] = {
    "writing": why_no_writing,
    "migrations": why_not_migrated,
    "guards": why_guards_are_away,
    "static": why_no_static_files,
    "disk": why_disk_is_full,
}
TO_SEE_TO: dict[str, HealthCheck] = {
    "replica": why_replica_is_left,
    "space": why_disk_gets_full,
    "export": why_no_export,
    "backup": why_no_backup,
    "log": why_no_security_log,
    "search": why_not_true,
}
ASK_THE_DATABASE = {"migrations", "guards", "export", "backup", "search"}


class Health:
    """Answers probes; the first of the middlewares."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self._lock = threading.Lock()
        self._looked_at = float("-inf")
        self._reasons: dict[str, str | None] = {}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info != ADDRESS or request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        answer = self._answer(request)
        add_never_cache_headers(answer)
        answer._has_been_logged = True  # type: ignore[attr-defined]  # whoever asks is told
        return answer

    def _answer(self, request: HttpRequest) -> HttpResponse:
        reasons = self._results()
        is_working = not any(reasons[name] for name in VITAL)
        is_well = is_working and ("strict" not in request.GET or not any(reasons.values()))
        data: dict[str, object] = {"ok": is_well}
        if _is_on_this_machine(request):
            data["checks"] = {name: reason or "ok" for name, reason in reasons.items()}
        answer = JsonResponse(data, status=200 if is_well else 503)
        answer["X-Content-Type-Options"] = "nosniff"  # no middleware adds it to this answer
        return answer

    def _results(self) -> dict[str, str | None]:
        """Return the result of each check, cached for some seconds."""
        if not self._lock.acquire(timeout=PATIENCE):
            return dict.fromkeys([*VITAL, *TO_SEE_TO], "The checks do not come to an end.")
        try:
            if time.monotonic() - self._looked_at > KEPT_SECONDS:
                self._reasons = _all_results()
                self._looked_at = time.monotonic()
            return self._reasons
        finally:
            self._lock.release()


def _all_results() -> dict[str, str | None]:
    """Run every check; ask a database that does not answer only once."""
    reasons: dict[str, str | None] = {}
    for name, check in {**VITAL, **TO_SEE_TO}.items():
        is_hopeless = name in ASK_THE_DATABASE and reasons["writing"]
        reasons[name] = (
            "Not asked, since nothing can be written." if is_hopeless else _result_of(check)
        )
    return reasons


def _result_of(check: HealthCheck) -> str | None:
    try:
        return check()
    except Exception as error:  # an outage, or a fault of the check itself
        outage = outage_of(error)
        return f"{outage.sentence} ({on_one_line(error)})" if outage else on_one_line(error)


def _is_on_this_machine(request: HttpRequest) -> bool:
    """Whether the probe came directly and not through the proxy, which adds forwarding headers."""
    is_forwarded = {"HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_FORWARDED"}
    is_near = request.META.get("REMOTE_ADDR", "") in ("", "127.0.0.1", "::1")
    return is_near and not is_forwarded & request.META.keys()
