"""CITATION.cff: how to cite, in the Citation File Format 1.2.0.

It is YAML; every text stands as JSON has it, which YAML reads the same.
"""

import json
from collections.abc import Iterator

from coding.datasets.documents.publication import ABSTRACT, ARTICLE, AUTHORS, SUBJECTS, Publication


def citation(publication: Publication) -> bytes:
    """Return the file; the article is the preferred citation, unless an admin gave another."""
    return "".join(f"{line}\n" for line in _lines(publication)).encode()


def _lines(publication: Publication) -> Iterator[str]:
    yield "cff-version: 1.2.0"
    yield f"message: {_text(_message(publication))}"
    yield "type: dataset"
    yield f"title: {_text(publication.title)}"
    yield f"version: {_text(publication.label)}"
    yield f"date-released: {publication.day.isoformat()}"
    yield f"abstract: {_text(ABSTRACT)}"
    for key, value in (
        ("doi", publication.doi),
        ("url", publication.url),
        ("license", publication.licence),
    ):
        if value:
            yield f"{key}: {_text(value)}"
    yield "keywords:"
    yield from (f"  - {_text(subject)}" for subject in SUBJECTS)
    yield from _authors("")
    if publication.citation == ARTICLE.citation:
        yield "preferred-citation:"
        yield from _article()


def _message(publication: Publication) -> str:
    if publication.citation == ARTICLE.citation:
        return "Please cite the article named below, and the release you used."
    return f"Please cite as: {publication.citation}"


def _article() -> Iterator[str]:
    yield "  type: article"
    yield f"  title: {_text(ARTICLE.title)}"
    yield f"  journal: {_text(ARTICLE.journal)}"
    yield f"  year: {ARTICLE.year}"
    yield f"  volume: {ARTICLE.volume}"
    yield f"  start: {ARTICLE.first_page}"
    yield f"  end: {ARTICLE.last_page}"
    yield f"  doi: {_text(ARTICLE.doi)}"
    yield from _authors("  ")


def _authors(indent: str) -> Iterator[str]:
    yield f"{indent}authors:"
    for author in AUTHORS:
        yield f"{indent}  - family-names: {_text(author.family)}"
        yield f"{indent}    given-names: {_text(author.given)}"


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
