"""The small release, for all tests here."""

from tests.datasets.documents.described_release import files, folder

__all__ = ["files", "folder"]
