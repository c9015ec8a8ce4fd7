"""Which tables the database guards, and how."""

from collections.abc import Iterable, Sequence

from django.db import models

from coding.models.annotation import Annotation
from coding.models.assignment import AssignmentEvent
from coding.models.chain import Link
from coding.models.comment import Comment
from coding.models.import_request import ImportRequest
from coding.models.membership import Membership, PairObligation
from coding.models.original import Original
from coding.models.questionnaire import MODELS
from coding.models.reference import Participation, State, StateSpell, War
from coding.models.release import Correction, Release, ReleasedSheet
from coding.models.revision import Revision, RevisionEvent
from coding.models.security_event import SecurityEvent
from coding.models.sheet import Sheet

Model = type[models.Model]

# A state that was listed as a member by mistake is taken off the roster; its history stays.
ROSTER: tuple[Model, ...] = (Membership, PairObligation)
REFERENCE: tuple[Model, ...] = (State, StateSpell, War, Participation)
TRACKED: tuple[Model, ...] = (Sheet, Release, *MODELS, *REFERENCE)  # their rows are never removed
FOLLOWING: tuple[Model, ...] = (*TRACKED, *ROSTER)  # their rows follow from their history


def history_of(model: Model) -> Model:
    history: Model = model.history.model  # type: ignore[attr-defined]
    return history


HISTORIES = tuple(history_of(model) for model in FOLLOWING)
TOLD_ONCE: tuple[Model, ...] = (  # covered by the chain
    *(RevisionEvent, ReleasedSheet, Original, SecurityEvent, Comment, Annotation, AssignmentEvent),
    *HISTORIES,
)
WRITTEN_ONCE: tuple[Model, ...] = (*TOLD_ONCE, Link)
DECIDED_ONCE: tuple[Model, ...] = (ImportRequest, Correction)  # asked for, then decided on
GUARDED: tuple[Model, ...] = (*FOLLOWING, Revision, *DECIDED_ONCE, *WRITTEN_ONCE)

# Fields that never change after the row is created.
FIXED: dict[Model, Sequence[str]] = {
    **dict.fromkeys(MODELS, ("sheet",)),
    Sheet: ("atop_id", "printed_from", "started_at"),
    Membership: ("sheet", "member", "spell"),
    PairObligation: ("sheet", "giver", "receiver"),
    State: ("code",),
    War: ("number",),
    StateSpell: ("state",),
    Participation: ("war",),
    ImportRequest: ("asked_by", "asked_at", "sheets"),
    Correction: ("release", "says", "reason", "asked_by", "asked_at"),
    Revision: (
        "sheet",
        "question",
        "author",
        "author_name",
        "origin",
        "created_at",
        "printed_note",
        "brought_by",
    ),
}


def table(model: Model) -> str:
    return model._meta.db_table


def columns(model: Model) -> list[str]:
    return [str(field.column) for field in model._meta.concrete_fields]


def columns_of(model: Model, names: Iterable[str]) -> list[str]:
    return [str(model._meta.get_field(name).column) for name in names]  # type: ignore[union-attr]
