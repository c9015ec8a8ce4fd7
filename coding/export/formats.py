"""Write a table in the formats of statistics programs, in a process separate from the export.

The libraries for them take a hundred megabytes, which the export process itself then saves.
"""

from collections.abc import Iterable
from pathlib import Path

from coding.datasets.formats.about import About
from coding.datasets.formats.columnar import Columnar
from coding.datasets.formats.registry import Format
from coding.export.output import ExportedFile, Output


def write_formats(
    root: Path, stem: str, formats: Iterable[Format], table: Columnar, description: About
) -> list[ExportedFile]:
    """Write a file for each format into the folder, and return their entries in that order."""
    output = Output(root)
    for format_ in formats:
        format_.write(table, output.path(f"{stem}{format_.suffix}"), description)
        output.enter(f"{stem}{format_.suffix}", table.height)
    return output.entries
