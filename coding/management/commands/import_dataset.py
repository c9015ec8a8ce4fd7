"""Import a published release from the command line."""

from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from coding.codebook.problems import visible
from coding.management.command_line import a_day, a_path, active_person
from coding.management.published_release import PublishedFiles, read_release
from coding.management.site_command import SiteCommand
from coding.one_at_a_time import Job, one_at_a_time
from coding.workflow import rules
from coding.workflow.import_differences import HOW_TO_NAME
from coding.workflow.refusals import Refused
from coding.workflow.release_import import (
    PublishedRelease,
    RecordedOtherwise,
    ReleaseOutcome,
    import_release,
)
from coding.workflow.usual_names import name_known_alliances

STEP = 20  # phases between two progress messages
MOST_NAMED = 10  # differing sheets


class Command(SiteCommand):
    """Imports the release, each alliance in a transaction of its own."""

    help = (
        "Import the member file of a published release (CSV, Excel or Stata, also packed as .gz or "
        ".zip): alliances, phases, members and codes. New sheets are made, approved; on sheets "
        "that are there, what is not coded yet is filled in and what differs goes to the "
        "reviewers, filed by who is named by --by. "
        "Importing the same again writes nothing; an import that was interrupted goes on so. A "
        "file with a problem is refused whole, and the exit code is 1."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", type=a_path)
        parser.add_argument(
            "--directed-dyads",
            metavar="FILE",
            type=a_path,
            help="the release's directed dyad file, which tells what members owe each other where "
            "that varies (obvary); without it such a release is not recorded",
        )
        parser.add_argument(
            "--cut-off",
            metavar="YYYY-MM-DD",
            type=a_day,
            help="the last day the release speaks of; known for 5.0 and 5.1",
        )
        parser.add_argument(
            "--as-is",
            action="store_true",
            help="record a release that is not as it was published, or lacks its directed dyads; "
            "it says so for good",
        )
        parser.add_argument("--dry-run", action="store_true", help="say what would be done only")
        parser.add_argument(
            "--by",
            metavar="USERNAME",
            help="the admin who files the differences, and approves none of them",
        )

    @one_at_a_time(Job.IMPORT, CommandError)
    def handle(self, *args: Any, **options: Any) -> str:
        by = active_person(options["by"], why_not=rules.why_not_import)
        read, release = self._read_files(options)
        is_whole, dry_run = options["as_is"] or not read.lacking, options["dry_run"]
        try:
            outcome = import_release(
                release,
                by=by,
                dry_run=dry_run,
                is_whole=is_whole,
                progress=self._progress(len(release.phases)),
            )
        except RecordedOtherwise as refused:
            without = "" if is_whole else f" {_WITHOUT_DYADS.format(read.lacking[-1])}"
            raise CommandError(f"{refused}{without}") from None
        except Refused as refused:
            raise CommandError(str(refused)) from None
        if not dry_run:
            name_known_alliances(by=by)
        return _closing(read, release, outcome, dry_run=dry_run, is_whole=is_whole)

    def _read_files(self, options: dict[str, Any]) -> tuple[PublishedFiles, PublishedRelease]:
        """Read the files, and report what was found in them. Raises CommandError if refused."""
        for file in filter(None, (options["file"], options["directed_dyads"])):
            _require_readable(file)
        read = read_release(
            options["file"],
            options["directed_dyads"],
            options["cut_off"],
            as_is=options["as_is"],
            tell=self._tell_terminal,
        )
        self._report(read, verbosity=options["verbosity"])
        if read.release is None:
            raise CommandError(
                f"{visible(read.problems[0].file)} is refused; nothing was imported."
            )
        return read, read.release

    def _report(self, read: PublishedFiles, *, verbosity: int) -> None:
        for problem in read.problems:
            self.stderr.write(str(problem))
        for passed_over in read.passed_over:
            self.stderr.write(f"Passed over: {passed_over}")
        for warning in read.warnings:
            self.stderr.write(f"Warning: {warning}")
        for note in read.notes if verbosity > 1 else ():
            self.stderr.write(f"Note: {note}")

    def _tell_terminal(self, sentence: str) -> None:
        if self.stderr.isatty():
            self.stderr.write(sentence, style_func=str)

    def _progress(self, total: int) -> Any:
        def show(done: int) -> None:
            if self.stderr.isatty() and (done % STEP == 0 or done == total):
                end = "\n" if done == total else ""
                self.stderr.write(f"\r{done} of {total} phases", style_func=str, ending=end)

        return show


def _closing(
    read: PublishedFiles,
    release: PublishedRelease,
    outcome: ReleaseOutcome,
    *,
    dry_run: bool,
    is_whole: bool,
) -> str:
    """Return the last sentence. Raises CommandError with it where something was not imported."""
    would = "Would import" if dry_run else "Imported"
    text = f"{would} release {release.label} from {visible(release.file)}: {outcome}."
    if not is_whole:
        text += _not_recorded(read)
    if outcome.unnamed:
        raise CommandError(f"{text} {_left_alone(outcome.unnamed)}")
    return text


_WITHOUT_DYADS = "{}. Import it again with --directed-dyads."


def _not_recorded(read: PublishedFiles) -> str:
    return (
        f" The release itself is not recorded yet. {_WITHOUT_DYADS.format(read.lacking[-1])} With "
        "--as-is it is recorded without, and says so for good."
    )


def _left_alone(unnamed: Sequence[str]) -> str:
    more = f" and {len(unnamed) - MOST_NAMED} more" if len(unnamed) > MOST_NAMED else ""
    return (
        f"What was left alone differs from what is approved: {', '.join(unnamed[:MOST_NAMED])}"
        f"{more}. Then import it again. {HOW_TO_NAME}"
    )


def _require_readable(path: Path) -> None:
    try:
        with path.open("rb"):
            return
    except OSError as error:
        raise CommandError(
            f"{path}: the file cannot be read ({error.strerror}). Name a file that exists and that "
            "you may read."
        ) from None
