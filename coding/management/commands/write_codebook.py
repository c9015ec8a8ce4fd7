"""Write the codebook as a Markdown page."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from coding.management.command_line import a_path, a_word
from coding.management.site_command import SiteCommand
from coding.models import Release
from coding.pages.codebook import (
    Codebook,
    codebook,
    codebook_of_release,
    frequencies_in_record,
    markdown,
)


class Command(SiteCommand):
    """Writes the same page whenever declarations and data are the same."""

    help = (
        "Write the codebook as Markdown: questions, variables, codes with labels, and how often "
        "each code occurs, in the approved data as they are now or in a release."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--output", metavar="FILE", type=a_path, help="default: standard output"
        )
        parser.add_argument(
            "--release",
            metavar="LABEL",
            type=a_word,
            help="count the codes as this release published them",
        )

    def handle(self, *args: Any, **options: Any) -> str | None:
        label = options["release"]
        book = _of_release(label) if label else codebook(frequencies_in_record())
        counted = f"Release {label}" if label else "The approved data"
        page = markdown(book, counted)
        if options["output"] is None:
            return page.rstrip("\n")
        _write(options["output"], page)
        return f"Wrote {options['output']}. {counted}: {book.counted}."


def _write(path: Path, page: str) -> None:
    try:
        path.write_text(page, encoding="utf-8")
    except OSError as error:
        raise CommandError(
            f"{path}: the file cannot be written ({error.strerror}). Name a file in a folder that "
            "exists and that you may write to."
        ) from None


def _of_release(label: str) -> Codebook:
    kept = {release.label: release for release in Release.objects.filter(sheets__isnull=False)}
    if label not in kept:
        listed = ", ".join(sorted(kept)) or "none yet; import_dataset records one"
        raise CommandError(f"No codes of a release “{label}” are kept here ({listed}).")
    return codebook_of_release(kept[label])
