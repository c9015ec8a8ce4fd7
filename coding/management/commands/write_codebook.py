"""Write the codebook as a Markdown page."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from coding.history.code_columns import record_columns, release_columns
from coding.history.codebook import codebook
from coding.history.frequencies import count
from coding.management.codebook_markdown import markdown
from coding.models import Release


class Command(BaseCommand):
    """The same declarations and the same data give the same page."""

    help = (
        "Write the codebook as Markdown: questions, variables, codes with labels, and how often "
        "each code occurs, in the approved record as it is now or in a release."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the arguments."""
        parser.add_argument("--output", metavar="FILE", type=Path, help="default: standard output")
        parser.add_argument(
            "--release", metavar="LABEL", help="count the codes as this release published them"
        )

    def handle(self, *args: Any, **options: Any) -> str | None:
        """Write once."""
        label = options["release"]
        columns = release_columns(_release(label)) if label else record_columns()
        book = codebook(count(columns))
        counted = f"Release {label}" if label else "The approved record"
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


def _release(label: str) -> Release:
    """Return the release, with its codes as published."""
    found = Release.objects.filter(label=label, sheets__isnull=False).first()
    if found is None:
        kept = Release.objects.filter(sheets__isnull=False).values_list("label", flat=True)
        listed = ", ".join(sorted(set(kept))) or "none yet; import_dataset records one"
        raise CommandError(f"No codes of a release “{label}” are kept here ({listed}).")
    return found
