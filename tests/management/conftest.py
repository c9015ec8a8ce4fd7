"""Exports of these tests are light, as those of tests/export."""

from tests.export.conftest import light

__all__ = ["light"]
