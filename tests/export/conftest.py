"""Exports of these tests are light: formats and documents take a second each time."""

import os
import pickle
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from django.core.management import call_command

from coding.export import datasets, nightly
from coding.sheets.printing.forms import FORMS
from coding.sheets.printing.printable import PrintableSheet
from tests.member_files import BELARUS, CANADA, RUSSIA, USA, alliance, write_member_file
from tests.shared_rows import shared

software_here = cache(nightly.software)  # it reads all code, which stays while tests run


def remembered(make: Callable[[PrintableSheet], bytes]) -> Callable[[PrintableSheet], bytes]:
    """Print each sheet once: of the same sheet each form has the same bytes (tests/sheets)."""
    printed: dict[bytes, bytes] = {}

    def made(sheet: PrintableSheet) -> bytes:
        said = pickle.dumps(sheet)
        if said not in printed:
            printed[said] = make(sheet)
        return printed[said]

    return made


ONCE = {name: replace(form, make=remembered(form.make)) for name, form in FORMS.items()}


@pytest.fixture(autouse=True)
def light(request, monkeypatch) -> None:
    """Write CSV and the README only, but in tests that look at the other files; print once.

    What a power cut would leave on the disk no test of these asks.
    """
    monkeypatch.setattr(nightly, "software", software_here)
    monkeypatch.setattr(os, "fsync", lambda file: None)
    for name, form in ONCE.items():
        monkeypatch.setitem(FORMS, name, form)
    if not request.node.get_closest_marker("every_file"):
        write_no_more_than_csv(monkeypatch)


def write_no_more_than_csv(monkeypatch) -> None:
    """Leave the other formats out, and all documents but the README."""
    every = datasets.documents
    monkeypatch.setattr(datasets, "formats_of", lambda level: ())
    monkeypatch.setattr(
        datasets, "documents", lambda *given, **more: [next(iter(every(*given, **more)))]
    )


@pytest.fixture
def root(tmp_path) -> Path:
    """Where exports are made."""
    return tmp_path / "exports"


@shared
def released(cast, tmp_path):
    """Release 5.1 in small: two alliances."""
    member_file = write_member_file(
        tmp_path,
        alliance(1005, USA, CANADA, entry="1950-05-05", defense=1, active=1),
        alliance(4765, RUSSIA, BELARUS, nonagg=1, consul=1),
    )
    call_command("import_dataset", str(member_file), as_is=True, verbosity=0, skip_checks=True)
    return cast
