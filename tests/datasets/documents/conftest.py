"""The small release, for all tests here."""

from tests.datasets.documents.described_release import files, folder, told

__all__ = ["files", "folder", "told"]
