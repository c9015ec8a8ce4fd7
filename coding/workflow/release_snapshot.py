"""Where the sheets of a release are written down, once and for good."""

from collections.abc import Iterable

from coding.models import ReleasedSheet
from coding.workflow.chaining import note

CHUNK = 200  # sheets written at a time


def pin(sheets: Iterable[ReleasedSheet]) -> None:
    """Write the sheets of a release as it has them."""
    written = ReleasedSheet.objects.bulk_create(sheets, batch_size=CHUNK)
    note(ReleasedSheet._meta.db_table, [sheet.pk for sheet in written])
