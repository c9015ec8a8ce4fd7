"""Import printed sheets from the command line."""

import os
from argparse import ArgumentParser
from dataclasses import replace
from functools import partial
from pathlib import Path, PurePath
from typing import Any

from django.core.management.base import CommandError

from coding.codebook.counted_nouns import counted
from coding.codebook.problems import FileRefused
from coding.desk.adding_files import Incoming, add_files
from coding.management.command_line import a_path, active_person
from coding.management.import_lines import lines
from coding.management.sheet_files import files_in
from coding.management.site_command import SiteCommand
from coding.one_at_a_time import Job, one_at_a_time
from coding.sheets.loader import ImportedSheet, load, preview
from coding.workflow.refusals import Refused

NAMED = 3  # of what was given, in the name of a batch


class Command(SiteCommand):
    """Imports each file in a transaction of its own; a refused file does not stop the others."""

    help = (
        "Import printed coding sheets (.txt, .pdf, .docx; with LibreOffice .doc, .odt and .rtf "
        "too), or folders and ZIPs of them. The answers of a new sheet count as approved; where a "
        "sheet that is there differs, the person of --by files that for review; what agrees writes "
        "nothing. A file with a problem is refused whole. Exits with 1 if any was refused."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "files", nargs="+", metavar="FILE", type=a_path, help="a file, a folder or a ZIP"
        )
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
        parser.add_argument(
            "--desk",
            action="store_true",
            help="put the files on the import desk of the site, in the name of --by",
        )

    @one_at_a_time(Job.IMPORT, CommandError)
    def handle(self, *args: Any, **options: Any) -> None:
        by = active_person(options["by"])
        if options["desk"] and (options["dry_run"] or options["confirm_leaving"]):
            raise CommandError(
                "--desk only puts files on the desk: what would be done is shown there, and what "
                "leaves the dataset files is confirmed there. Leave out --dry-run and "
                "--confirm-leaving."
            )
        try:
            if options["desk"]:
                self._put_on_the_desk(options["files"], by)
            else:
                self._import(options, by)
        except Refused as refusal:
            raise CommandError(str(refusal)) from None

    def _put_on_the_desk(self, paths: list[Path], by: Any) -> None:
        if by is None:
            raise CommandError("Name the admin whose batch it is: --by USERNAME.")
        files = (replace(incoming, name=_within(paths, incoming)) for incoming in files_in(paths))
        batch = add_files(files, by=by, name=_batch_name(paths))
        self.stdout.write(
            f"{batch}: {counted(batch.files.count(), 'file')} on the desk. “manage.py run_desk” "
            "reads them; the page Import shows what becomes of them."
        )

    def _import(self, options: dict[str, Any], by: Any) -> None:
        import_one = partial(load, may_leave=options["confirm_leaving"])
        enter = preview if options["dry_run"] else import_one
        refused = number = 0
        for file in files_in(options["files"]):
            number += 1
            try:
                if file.problem:
                    raise FileRefused([file.problem])
                imported: list[ImportedSheet] = enter(PurePath(file.name).name, file.content, by)
            except FileRefused as refusal:
                refused += 1
                for problem in refusal.problems:
                    self.stderr.write(str(replace(problem, file=file.name)))
            else:
                for line in lines(imported, with_details=options["verbosity"] > 0):
                    self.stdout.write(line)
        if refused:
            raise CommandError(f"{refused} of {number} files refused.")


def _within(paths: list[Path], file: Incoming) -> str:
    """Return the file's name relative to the folder that contains all paths given."""
    if file.path is None:
        return file.name
    folder = os.path.commonpath([_absolute(path).parent for path in paths])
    return os.path.relpath(_absolute(file.path), folder)


def _batch_name(paths: list[Path]) -> str:
    """Name a batch by what was given; of much, by the first and how much more there is."""
    first, *others = (_absolute(path).name for path in paths)
    if len(paths) <= NAMED:
        return ", ".join([first, *others])
    return f"{first} and {len(others)} others"


def _absolute(path: Path) -> Path:
    """Return the absolute path without "..", so that even "." has a name."""
    return Path(os.path.abspath(path))
