"""The small release, for all tests here."""

from tests.datasets.documents.build import files, folder

__all__ = ["files", "folder"]
