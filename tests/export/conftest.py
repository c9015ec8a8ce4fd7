"""Exports of these tests are light: formats and documents take a second each time."""

import os
from functools import cache

import pytest

from coding.export import datasets, nightly

software_here = cache(nightly.software)  # it reads all code, which stays while tests run


@pytest.fixture(autouse=True)
def light(request, monkeypatch) -> None:
    """Write CSV and the README only, but in tests that look at the other files.

    What a power cut would leave on the disk no test of these asks.
    """
    monkeypatch.setattr(nightly, "software", software_here)
    monkeypatch.setattr(os, "fsync", lambda file: None)
    if not request.node.get_closest_marker("every_file"):
        write_no_more_than_csv(monkeypatch)


def write_no_more_than_csv(monkeypatch) -> None:
    """Leave the other formats out, and all documents but the README."""
    every = datasets.documents
    monkeypatch.setattr(datasets, "formats_of", lambda level: ())
    monkeypatch.setattr(
        datasets, "documents", lambda *given, **more: [next(iter(every(*given, **more)))]
    )
