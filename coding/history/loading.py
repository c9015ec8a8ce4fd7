"""Loads a sheet with its five sections by one query, whose SQL is compiled only once."""

from typing import Any

from coding.models import Revision, Sheet
from coding.models.compiled_queries import Prepared
from coding.models.questionnaire import SECTIONS
from coding.workflow.visibility import visible_to

_KEYS = [section.key for section in SECTIONS]


def load_whole(atop_id: int, phase: int) -> Sheet | None:
    """Return the sheet with its sections joined, or None where there is none; one query."""
    found: Sheet | None = _WHOLE.first(atop_id, phase)
    return found


def load_titled(atop_id: int, phase: int) -> Sheet | None:
    """Return the sheet with the section that its title needs, or None; one query."""
    found: Sheet | None = _TITLED.first(atop_id, phase)
    return found


def load_proposed(pk: int, *, viewer: Any) -> Revision | None:
    """Return a revision that a person sees, with its sheet and sections, or None; one query."""
    found: Revision | None = _PROPOSED.first(viewer.pk, pk)
    return found


_WHOLE = Prepared(
    lambda atop_id, phase: Sheet.objects.filter(atop_id=atop_id, phase=phase).select_related(*_KEYS)
)
_TITLED = Prepared(
    lambda atop_id, phase: Sheet.objects.filter(atop_id=atop_id, phase=phase).select_related(
        "formation"
    )
)
_PROPOSED = Prepared(
    lambda viewer, pk: (
        visible_to(viewer).filter(pk=pk).select_related(*(f"sheet__{key}" for key in _KEYS))
    )
)
