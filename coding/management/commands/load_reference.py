"""Load newer official lists of states and wars from the command line."""

from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from coding.codebook.problems import FileRefused
from coding.management.command_line import a_path, active_person, content_of
from coding.management.site_command import SiteCommand
from coding.one_at_a_time import Job, one_at_a_time
from coding.reference.official import read_official
from coding.reference.own_facts import FactList
from coding.workflow import rules
from coding.workflow.reference_import import (
    ADD,
    CHANGE,
    KEEP,
    WITHDRAW,
    Loaded,
    RowChange,
    load_lists,
)
from coding.workflow.refusals import Refused

MARKS = {ADD: "+", CHANGE: "~", WITHDRAW: "-", KEEP: "="}
DONE = {ADD: "added", CHANGE: "changed", WITHDRAW: "withdrawn", KEEP: "left alone"}


class Command(SiteCommand):
    """Loads all files in one transaction, or nothing if there is any problem."""

    help = (
        "Load official lists: COW state system membership, Gleditsch and Ward's independent "
        "states, COW inter-state wars. They are recognised by their header; only what differs "
        "from the tables is written, with history rows that name the file and its version. Where "
        "anything is wrong nothing is loaded, and the exit code is 1."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE", type=a_path)
        parser.add_argument("--dry-run", action="store_true", help="say what would change only")
        parser.add_argument("--by", metavar="USERNAME", help="the admin who loads")

    @one_at_a_time(Job.IMPORT, CommandError)
    def handle(self, *args: Any, **options: Any) -> None:
        paths = {path.name: path for path in options["files"]}
        if len(paths) < len(options["files"]):
            raise CommandError("Two of the files have the same name. Rename one of them.")
        by = active_person(options["by"], why_not=rules.why_not_load)
        lists = [read for path in options["files"] if (read := self._read_list(path))]
        if len(lists) < len(paths):
            refused = len(paths) - len(lists)
            raise CommandError(f"{refused} of {len(paths)} files refused; nothing was loaded.")
        try:
            loaded = load_lists(lists, by=by, dry_run=options["dry_run"])
        except FileRefused as refusal:
            self._report(refusal, paths)
            raise CommandError("A list was refused; nothing was loaded.") from None
        except Refused as refusal:
            raise CommandError(str(refusal)) from None
        for line in lines(loaded, with_details=options["verbosity"] > 0):
            self.stdout.write(line)
        self.stdout.write(closing(loaded, dry_run=options["dry_run"]))

    def _read_list(self, path: Path) -> FactList | None:
        try:
            fact_list = read_official(path.name, content_of(path))
        except FileRefused as refusal:
            self._report(refusal, {path.name: path})
            return None
        for passed_over in fact_list.passed_over:
            self.stderr.write(f"Passed over: {passed_over}")
        return fact_list

    def _report(self, refusal: FileRefused, paths: dict[str, Path]) -> None:
        for problem in refusal.problems:
            self.stderr.write(str(replace(problem, file=str(paths[problem.file]))))


def lines(loaded: list[Loaded], *, with_details: bool) -> Iterator[str]:
    """Yield a line for each file, each followed by its rows, indented."""
    for fact_list, steps in loaded:
        yield f"{fact_list.file}: {fact_list.source}"
        if with_details:
            yield from (f"  {MARKS[step.kind]} {step.what}{_details(step)}" for step in steps)


def closing(loaded: list[Loaded], *, dry_run: bool) -> str:
    counts = Counter(step.kind for _, steps in loaded for step in steps)
    parts = [f"{counts[kind]} {word}" for kind, word in DONE.items() if counts[kind]]
    if not set(counts) - {KEEP}:
        but = f", but for {parts[0]}" if parts else ""
        return f"Nothing to do: the tables say what the lists say{but}."
    return f"Rows {'that would be ' if dry_run else ''}{', '.join(parts)}."


def _details(step: RowChange) -> str:
    if step.kind == KEEP:
        return f": left alone, {step.why}"
    if step.kind == CHANGE:
        changes = (
            f"{name} {_value_in_words(old)} → {_value_in_words(new)}"
            for name, (old, new) in step.changes.items()
        )
        return f": {', '.join(changes)}"
    return ""


def _value_in_words(value: Any) -> str:
    return "none" if value is None else str(value)
