"""A long record that proves itself: ``python -m bench.record``.

850 sheets with 50 revisions each are linked to the chain, as the update that brings the chain does,
and verified. Each is a process of its own that tells its time and its peak memory.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parent.parent
SHEETS, REVISIONS = 850, 50
SECONDS = 60  # in which it is verified


def main() -> None:
    """Measure, and end with 1 where verifying takes too long, or finds anything."""
    options = _options()
    with tempfile.TemporaryDirectory(prefix="atop-bench-") as folder:
        environment = {**os.environ, "VAR_DIR": folder, "DATABASE_URL": options.database}
        if not options.database:
            environment["DATABASE_URL"] = f"sqlite:///{folder}/bench.sqlite3"
        _run(environment, "manage.py", "migrate", "--verbosity", "0")
        size = [str(options.sheets), str(options.revisions)]
        for step in ("filled", "linked"):
            print(_run(environment, "-m", "bench.record", "--step", step, *size))
        output = _run(environment, "-m", "bench.record", "--step", "verified")
    print(output)
    sys.exit(float(output.split()[1]) > SECONDS)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.record", description=__doc__)
    parser.add_argument("sheets", nargs="?", type=int, default=SHEETS)
    parser.add_argument("revisions", nargs="?", type=int, default=REVISIONS)
    parser.add_argument(
        "--database", default="", help="an empty database on PostgreSQL; else SQLite is measured"
    )
    parser.add_argument("--step", choices=sorted(STEPS), help=argparse.SUPPRESS)
    return parser.parse_args()


def _run(environment: dict[str, str], *arguments: str) -> str:
    command = [sys.executable, *arguments]
    done = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
    if done.returncode:
        sys.exit(done.stdout or f"{' '.join(arguments)} failed")
    return done.stdout.strip()


def _fill(sheets: int, revisions: int) -> str:
    from bench import filling

    before = (filling.BEFORE * revisions)[: revisions - 1]
    filling.main(sheets, os.environ["VAR_DIR"], before)
    return f"{sheets} sheets, {sheets * revisions} revisions"


def _link(*_size: int) -> str:
    """Begin the chain anew: the copies were made past the site."""
    from django.db import connection, transaction

    from coding import protection
    from coding.models import Link
    from tests.whole_chain import link_everything

    protection.remove()
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM coding_draftseal")
            cursor.execute("DELETE FROM coding_link")
        link_everything()
    protection.install()
    return f"{Link.objects.count()} links"


def _verify(*_size: int) -> str:
    from coding.record.verification import verify

    found = verify()
    if not found.holds:
        sys.exit("\n".join(map(str, found.faults)))
    return f"{found.links} links"


STEPS = {"filled": _fill, "linked": _link, "verified": _verify}


def _step(options: argparse.Namespace) -> None:
    django.setup()
    begun = time.monotonic()
    result = STEPS[options.step](options.sheets, options.revisions)
    seconds = time.monotonic() - begun
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    cost = f"{seconds:.1f} seconds, {time.process_time():.1f} of the processor"
    print(f"{options.step}: {cost}, {megabytes:.0f} MB at most, {result}")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "atop_site.settings")
    chosen = _options()
    if chosen.step:
        _step(chosen)
    else:
        main()
