"""Write year files in the frame of a list of states, with zeros, from the command line."""

import csv
import os
from argparse import ArgumentParser
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from coding.codebook.problems import FileRefused
from coding.datasets.documents.companion_files import LEFT_OUT
from coding.datasets.merge_ready import YearFile, YearRanges, in_frame, outside, read_year_file
from coding.dated_folders import why_no_folder
from coding.management.command_line import a_path, content_of
from coding.management.site_command import SiteCommand
from coding.reference.official import read_official
from coding.reference.own_facts import COW_STATES, SpellFact


class Command(SiteCommand):
    """Writes two files for each: the frame, and the rows that do not fit into it."""

    help = (
        "Put year files (sy, dy, ddyr) into the frame of the COW list of states: a row for each "
        "state, or pair of states, in each year in which they are in the system, with zeros where "
        "no alliance binds them. Rows of the file without a place in it are written apart, with "
        "the reason. The list is not part of the site: take it from the Correlates of War project."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE", type=a_path)
        parser.add_argument("--states", required=True, metavar="LIST", type=a_path)
        parser.add_argument("--output", required=True, metavar="DIR", type=a_path)

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["output"]
        try:
            years = years_of(options["states"])
            _make(folder)
            for path in options["files"]:
                self._write(path, read_year_file(path.name, content_of(path)), years, folder)
        except FileRefused as refusal:
            for problem in refusal.problems:
                self.stderr.write(str(problem))
            raise CommandError("A file was refused; nothing was written of it.") from None
        except OSError as error:
            raise CommandError(f"A file could not be written ({error}).") from error

    def _write(self, path: Path, file: YearFile, years: YearRanges, folder: Path) -> None:
        stem = path.name.partition(".")[0]
        inside = write(folder / f"{stem}_cow.csv", in_frame(file, years))
        apart = write(folder / f"{stem}_outside.csv", outside(file, years))
        self.stdout.write(
            f"{path.name}: {inside:,} rows in the frame, {len(file.rows) - apart:,} of them from "
            f"the file; {apart:,} rows of the file lie outside."
        )
        if left_out := alliances_left_out(path):
            self.stderr.write(
                f"{left_out} alliances are in no file yet ({LEFT_OUT.file}): zeros leave them out."
            )


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CommandError(why_no_folder(folder, error)) from None


def years_of(path: Path) -> YearRanges:
    """Return the years in which each state is in the COW system. Raises FileRefused."""
    listed = read_official(path.name, content_of(path))
    if listed.name != COW_STATES:
        raise CommandError(f"{path} is no list of states of COW, but “{listed.name}”.")
    last = date(int(listed.source.rpartition(" ")[2]), 12, 31)  # as in “version 2016”
    years: dict[int, list[range]] = defaultdict(list)
    for spell in listed.facts["StateSpell"]:
        if isinstance(spell, SpellFact):
            span = range(spell.begin.year, (spell.end or last).year + 1)
            years[spell.state_id].append(span)
    return dict(years)


def write(path: Path, rows: Iterable[Sequence[str]]) -> int:
    """Write rows aside, then move the file into place; return their number without the header."""
    aside = path.with_name(f".{path.name}")
    with aside.open("w", encoding="ascii", newline="") as file:
        writer, count = csv.writer(file), -1
        for row in rows:
            writer.writerow(row)
            count += 1
    os.replace(aside, path)
    return count


def alliances_left_out(path: Path) -> int:
    """Return the number of alliances that the file's export leaves out."""
    table = path.parent / LEFT_OUT.file
    if not table.exists():
        return 0
    with table.open(encoding="utf-8", newline="") as file:
        return len({row["atopid"] for row in csv.DictReader(file)})
