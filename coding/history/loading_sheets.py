"""Loads a sheet, or a revision with its sheet, with the sections that a page shows."""

from coding.models import Revision, Sheet
from coding.models.compiled_queries import REVISION, REVISION_WITH_SHEET, SHEET, TITLED_SHEET


def load_whole(atop_id: int, phase: int) -> Sheet | None:
    """Return the sheet with its sections joined, or None where there is none; one query."""
    found: Sheet | None = SHEET.first(atop_id, phase)
    return found


def load_titled(atop_id: int, phase: int) -> Sheet | None:
    """Return the sheet with the section that its title needs, or None; one query."""
    found: Sheet | None = TITLED_SHEET.first(atop_id, phase)
    return found


def load_proposed(pk: int) -> Revision | None:
    """Return a revision with author, sheet and sections, or None; one query. Ask who may see it."""
    found: Revision | None = REVISION_WITH_SHEET.first(pk)
    return found


def load_bare(pk: int) -> Revision | None:
    """Return a revision with its sheet alone, or None; one query. Ask who may see it."""
    found: Revision | None = REVISION.first(pk)
    return found
