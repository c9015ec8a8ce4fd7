"""Prove that the record is whole."""

import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError

from coding.codebook.counted_nouns import counted
from coding.export.folder import LATEST
from coding.management.command_line import ProgressLine, a_path, a_word
from coding.management.site_command import SiteCommand
from coding.record.verification import MOST, verify


class Command(SiteCommand):
    """Prints what does not match, earliest first, and exits with 1 if there is any."""

    help = (
        "Compare every row of the record with the chain of what was written, replay its history "
        "to the present answers and to every frozen release, and look at the newest export. "
        "Where anything does not fit, it says which row, and what it should be; the exit code is 1."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--head",
            metavar="HASH",
            type=a_word,
            action="append",
            default=[],
            help="a hash that somebody kept, from a manifest or a release: it must be in the chain",
        )
        parser.add_argument(
            "--export",
            metavar="DIR",
            type=a_path,
            help="the folder of the exports; EXPORT_DIR if not said",
        )

    def handle(self, *args: Any, **options: Any) -> str:
        kept = [option.strip().lower() for option in options["head"]]
        progress = ProgressLine(self.stderr)
        export = _newest_export(options["export"])
        verified = verify(export=export, kept=kept, progress=progress)
        for fault in verified.faults:
            self.stdout.write(str(fault))
        if not verified.holds:
            more = " or more" if len(verified.faults) == MOST else ""
            places = counted(len(verified.faults), "place")
            raise CommandError(
                f"The record does not verify: {places}{more} above. docs/verify.md says what to do."
            )
        links = counted(verified.links, "link")
        but = "" if export else f" (no export was there to look at in {settings.EXPORT_DIR})"
        return f"The record verifies{but}: {links}, of which the last has the hash {verified.head}"


def _newest_export(named: Path | None) -> Path | None:
    """Return the newest export in the folder; None if none is named and EXPORT_DIR has none yet."""
    newest = (named or Path(settings.EXPORT_DIR)) / LATEST
    if os.path.lexists(newest):
        return newest
    if named:
        raise CommandError(
            f"{named} holds no export: there is no “{LATEST}” in it. Name the folder that "
            "nightly_export writes into."
        )
    return None
