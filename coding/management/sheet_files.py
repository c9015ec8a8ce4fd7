"""The printed sheets that an operator names: files, folders, and ZIPs of them."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from coding.codebook.problems import FileRefused, Problem
from coding.desk.adding_files import Incoming
from coding.desk.zip_files import is_packed, unpacked
from coding.management.command_line import content_of
from coding.workflow.refusals import Refused


def files_in(paths: Iterable[Path]) -> Iterator[Incoming]:
    """Yield each file; files that programs leave in folders and ZIPs are skipped.

    A file that cannot be read or unpacked has the problem in place of its content. Problems name
    the path of the file.
    """
    for path in paths:
        if path.is_dir():
            yield from _within(path)
        elif is_packed(path.name):
            yield from _packed(path)
        else:
            yield _incoming_file(path)


def _within(folder: Path) -> Iterator[Incoming]:
    closed: list[OSError] = []
    places = os.walk(folder, onerror=closed.append)
    every = (Path(place, name) for place, _, names in places for name in names)
    inside = sorted(file for file in every if file.is_file())
    for error in closed:  # else what is in there would be left out without a word
        found = error.strerror or ""
        yield _unreadable(Path(error.filename), "The folder cannot be read.", found)
    if not inside and not closed:
        yield _unreadable(folder, "The folder holds no file.", "")
    yield from (file for file in files_in(inside) if not file.is_litter)


def _packed(path: Path) -> Iterator[Incoming]:
    try:
        with path.open("rb") as file:
            yield from (one for one in unpacked(path.name, file) if not one.is_litter)
    except OSError as error:
        yield _unreadable(path, "The ZIP cannot be read.", error.strerror or "")
    except Refused as refused:
        yield _unreadable(path, str(refused), "")


def _incoming_file(path: Path) -> Incoming:
    try:
        return Incoming(str(path), content_of(path), path=path)
    except FileRefused as refused:
        problem = replace(refused.problems[0], file=str(path))
        return Incoming(str(path), problem=problem, path=path)


def _unreadable(path: Path, rule: str, found: str) -> Incoming:
    fix = "Name a file, or a folder or ZIP of files."
    problem = Problem(str(path), rule, fix, found=found)
    return Incoming(str(path), problem=problem, path=path)
