"""The approved words of sheets as the full-text search reads them. No part of the record."""

from django.db import models

PLACES = 1000  # keys reserved for each sheet
NAMES, MEMBERS, NOTES = 0, 499, 500  # answers are at their question's number, notes at 500 more


class Passage(models.Model):
    """The words of one place of a sheet, folded: without capitals, accents and punctuation.

    The key contains sheet and place, so the index needs no other column. Only approved text is
    stored here; it can be rebuilt from the record at any time (coding/search/updating_index.py).
    """

    id = models.BigIntegerField(primary_key=True)
    text = models.TextField()

    def __str__(self) -> str:
        return f"Words at place {self.pk % PLACES} of sheet {self.pk // PLACES}"


def key_of(sheet: int, place: int) -> int:
    """Return the key of the passage at a place of a sheet."""
    return sheet * PLACES + place


def range_of(sheet: int) -> tuple[int, int]:
    """Return the first and the last key that passages of a sheet can have."""
    return key_of(sheet, 0), key_of(sheet + 1, 0) - 1
