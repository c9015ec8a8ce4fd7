"""CITATION.cff: how to cite, in the Citation File Format 1.2.0.

It is YAML; every text stands as JSON has it, which YAML reads the same.
"""

from coding.datasets.documents.publication import ABSTRACT, ARTICLE, AUTHORS, SUBJECTS, Publication
from coding.datasets.documents.rendering import render


def citation(publication: Publication) -> bytes:
    """Return the file; the article is the preferred citation, unless an admin gave another."""
    return render(
        "CITATION.cff",
        publication=publication,
        abstract=ABSTRACT,
        article=ARTICLE,
        authors=AUTHORS,
        subjects=SUBJECTS,
    )
