"""Exports of these tests are light: formats and documents take a second each time."""

import pytest

from coding.export import datasets


@pytest.fixture(autouse=True)
def light(request, monkeypatch) -> None:
    """Write CSV and the README only, but in tests that look at the other files."""
    if not request.node.get_closest_marker("every_file"):
        write_no_more_than_csv(monkeypatch)


def write_no_more_than_csv(monkeypatch) -> None:
    """Leave the other formats out, and all documents but the README."""
    every = datasets.documents
    monkeypatch.setattr(datasets, "formats_of", lambda level: ())
    monkeypatch.setattr(datasets, "documents", lambda *given: [next(iter(every(*given)))])
