"""Import printed sheets from the command line."""

from argparse import ArgumentParser
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from coding.codebook.problems import FileRefused
from coding.management.command_line import active_person, content_of
from coding.management.import_lines import lines
from coding.one_at_a_time import Job, one_at_a_time
from coding.sheets.loader import LoadedSheet, load, preview
from coding.workflow.refusals import Refused


class Command(BaseCommand):
    """Imports each file in a transaction of its own; a refused file does not stop the others."""

    help = (
        "Import printed coding sheets (.txt, .pdf, .docx). A new sheet enters the record; where a "
        "sheet differs from the record, the person of --by files that for review; what agrees "
        "writes nothing. A file with a problem is refused whole. Exits with 1 if any was refused."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="say what would be done only")
        parser.add_argument(
            "--confirm-leaving",
            action="store_true",
            help="let a new phase take its alliance out of the dataset files until it is coded",
        )
        parser.add_argument(
            "--by",
            metavar="USERNAME",
            help="the admin who imports, and approves none of the differences",
        )

    @one_at_a_time(Job.IMPORT, CommandError)
    def handle(self, *args: Any, **options: Any) -> None:
        by = active_person(options["by"])
        import_one = partial(load, may_leave=options["confirm_leaving"])
        enter = preview if options["dry_run"] else import_one
        refused = 0
        for path in options["files"]:
            try:
                loaded: LoadedSheet = enter(path.name, content_of(path), by)
            except FileRefused as refusal:
                refused += 1
                for problem in refusal.problems:
                    self.stderr.write(str(replace(problem, file=str(path))))
            except Refused as refusal:
                raise CommandError(str(refusal)) from None
            else:
                for line in lines(loaded, with_details=options["verbosity"] > 0):
                    self.stdout.write(line)
        if refused:
            raise CommandError(f"{refused} of {len(options['files'])} files refused.")
