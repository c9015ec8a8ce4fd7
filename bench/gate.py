"""What admins wait for before a release: ``python -m bench.gate``.

A step of ``bench.release``, in the database that it filled: the page of checks and the release
gate, each from nothing, again, and after a change of one sheet; then a freeze, and how long its
transaction holds up others. Seconds of the processor, since other programs run, too.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import django


def main() -> None:
    """Print a line of a table for each."""
    django.setup()
    from django.contrib.auth.models import Group
    from django.db.models import Count

    from bench.accounts import make_people
    from coding.models import CheckCount, Release, Sheet
    from coding.pages.checks import survey
    from coding.releases import freezing
    from coding.releases.gate import run_gate
    from coding.workflow.release_steps import describe

    CheckCount.objects.update(saw="")
    admins = make_people(Group.objects.get(name="admin"), "admin", 2, is_staff=True)
    release = Release.objects.get(frozen_at=None)
    release.cut_off = date(2018, 12, 31)
    describe(release, by=admins[0])
    _tell("checks from nothing", lambda: survey(""))
    _tell("checks again", lambda: survey(""))
    CheckCount.objects.filter(sheet__in=CheckCount.objects.values("sheet")[:1]).update(saw="")
    _tell("checks after a change of one sheet", lambda: survey(""))
    _tell("gate from nothing", lambda: run_gate(release))
    _tell("gate again, or after a change of prose", lambda: run_gate(release))
    by_size = Sheet.objects.annotate(states=Count("memberships")).order_by("states", "atop_id")
    for which, sheet in (("two", by_size.filter(states=2)[0]), ("most", by_size.reverse()[0])):
        _owe_otherwise(sheet)
        _tell(f"gate after a change of the codes of {which} members", lambda: run_gate(release))
        _owe_otherwise(sheet)
        run_gate(release)
    write = freezing._write
    freezing._write = lambda *given, **by: _tell(
        "others wait for the freeze", lambda: write(*given, **by)
    )
    _frozen(release, admins)


def _owe_otherwise(sheet: Any) -> None:
    """Change what all its members owe, which moves all their years; twice, and it is as it was."""
    from tests.factories import spoil

    for member in sheet.memberships.all():
        member.consul = 1 - (member.consul or 0)
        spoil(member)


def _tell(what: str, run: Callable[[], Any]) -> Any:
    begun = time.process_time()
    done = run()
    print(f"{what}: {time.process_time() - begun:.2f} s")
    return done


def _frozen(release: Any, people: Sequence[Any]) -> None:
    from coding.releases.freezing import freeze
    from coding.releases.gate import run_gate
    from coding.workflow.release_steps import ASK, take

    one, other = people
    asked = take(ASK, release, by=one)
    freeze(asked, by=other, seen=run_gate(asked).seen)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "atop_site.settings")
    main()
