"""Which rows the chain covers, and by which names links tell of them."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django.apps import apps as current_apps
from django.apps.registry import Apps
from django.contrib.auth.models import Group, User
from django.db import models

from coding.models.account import Account
from coding.models.annotation import Annotation
from coding.models.assignment import AssignmentEvent
from coding.models.chain import Link
from coding.models.comment import Comment
from coding.models.covered_rows import Covered, Owned
from coding.models.guarded_tables import DECIDED_ONCE, ROSTER, TOLD_ONCE, TRACKED
from coding.models.original import Original
from coding.models.preferences import Preferences
from coding.models.revision import Revision
from coding.models.runs import BackupRun, ExportRun
from coding.models.security_event import SecurityEvent

STANDS = Revision._meta.db_table  # links name the content of a revision so
BEGUN = f"{STANDS}/begun"  # and its columns that never change
USED = "/used"  # ends the name of what tells when somebody came in last
WAS = "/was"  # ends the name of what a row said before it was saved
ACCEPTED = "/accepted"  # ends the name of what somebody changed past the site, and answers for
GONE = ""  # the content of a row that is gone, which somebody answers for
LAST = ("last_login",)
_NEVER_CHANGE = ("id", "sheet", "question", "author", "author_name", "origin", "created_at")
_NOT_IN_HASHES = {Original.__name__: ("content",)}  # its checksum is in the hash instead
# What belongs to a person, and the columns that each use changes: how they come in beside the
# password, and what they set for themselves.
_OF_PEOPLE: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("coding", Account.__name__, ()),
    ("coding", Preferences.__name__, ()),
    ("mfa", "Authenticator", ("last_used_at",)),
    ("account", "EmailAddress", ()),
    ("socialaccount", "SocialAccount", ("last_login", "extra_data")),
)
_PROGRESS = ("progress", "heard_at")  # of a run, told every two seconds; nothing relies on it


def begun(apps: Apps = current_apps) -> Covered:
    """Return what never changes in a revision, such as its author and question."""
    model = apps.get_model("coding", Revision.__name__)
    return Covered(BEGUN, model, fields=_NEVER_CHANGE)


def stands(apps: Apps = current_apps) -> Covered:
    """Return the present content of revisions; only those that are not drafts are covered."""
    model = apps.get_model("coding", Revision.__name__)
    return Covered(STANDS, model, is_written_once=False)


def accounts(apps: Apps = current_apps) -> tuple[Covered, Covered]:
    """Return roles with their rights, and people with their roles."""
    group, user = (apps.get_model("auth", model.__name__) for model in (Group, User))
    rights = "permissions__codename"
    people = (("groups", "groups__name"), ("user_permissions", "user_permissions__codename"))
    return (
        Covered.of(group, lists=(("permissions", rights),), is_written_once=False),
        Covered.of(user, left_out=LAST, lists=people, is_written_once=False),
    )


def of_people(apps: Apps = current_apps) -> list[Covered]:
    """Return what belongs to people, a name for each table: how they come in, what they set."""
    user = apps.get_model("auth", User.__name__)
    kinds = []
    for label, name, used in _OF_PEOPLE:
        model: Any = apps.all_models[label].get(name.lower())
        if model is None:  # a migration may be before it
            continue
        table, by = str(model._meta.db_table), str(model._meta.get_field("user").column)
        rows = {"": Covered(table, model, left_out=used)}
        if used:
            rows[USED] = Covered(table, model, fields=("id", "user", *used))
        for when, covered in rows.items():
            name, owned = f"{user._meta.db_table}/{table}{when}", Owned(covered, by)
            kinds.append(Covered(name, user, ("id",), is_written_once=False, owned=owned))
    return kinds


def told_beside(apps: Apps = current_apps) -> list[Covered]:
    """Return what is told beside the record: admin's log, runs, when people came in last."""
    log, user = apps.all_models["admin"].get("logentry"), apps.get_model("auth", User.__name__)
    last = Covered(f"{user._meta.db_table}{USED}", user, ("id", *LAST), is_written_once=False)
    runs = (
        Covered.of(model, left_out=_PROGRESS, is_written_once=False)
        for model in _existing((ExportRun, BackupRun), apps)
    )
    return [*([Covered.of(log)] if log else []), last, *runs]


def kept_once(apps: Apps = current_apps) -> list[Covered]:
    """Return the rows that are written once: history, steps, annotations, the security log."""
    return [
        Covered.of(model, left_out=_NOT_IN_HASHES.get(model.__name__, ()))
        for model in _existing(TOLD_ONCE, apps)
    ]


def decided_once(apps: Apps = current_apps) -> list[Covered]:
    """Return the rows that somebody asks for and somebody else decides on."""
    return [Covered.of(model, is_written_once=False) for model in _existing(DECIDED_ONCE, apps)]


def _existing(models: Sequence[Any], apps: Apps) -> list[Any]:
    """Return those of the models that exist; during migrations some do not yet."""
    there = apps.all_models["coding"]
    return [there[name] for model in models if (name := model.__name__.lower()) in there]


@lru_cache
def every() -> dict[str, Covered]:
    """Return all that is covered, by the name that links give it."""
    kinds = [*kept_once(), *decided_once(), begun(), stands(), *beside_the_record()]
    return {covered.name: covered for covered in kinds}


def beside_the_record() -> list[Covered]:
    """Return people with all that is theirs, roles, admin's log and runs."""
    return [*accounts(), *of_people(), *told_beside()]


@lru_cache
def compared_before() -> dict[str, Covered]:
    """Return what changes by saves of whole rows, which could take a change past the site over.

    What a row said before a save is linked, too, as its name and ``WAS``.
    """
    names = (*accounts(), *of_people())
    return {covered.name: covered for covered in names if not covered.name.endswith(USED)}


@lru_cache
def told_of_changes() -> set[str]:
    """Return the names that tell how rows beside the record changed, not what they say."""
    accepted = {f"{covered.name}{ACCEPTED}" for covered in beside_the_record()}
    return accepted | {f"{name}{WAS}" for name in compared_before()}


def head_of_data() -> str:
    """Return the hash of the last link of a history row; drafts and accounts do not change it.

    An export is made from the history rows up to this link; "" if there are none.
    """
    names = [covered.name for covered in histories().values()]
    links = Link.objects.filter(name__in=names).order_by("-sequence")
    return links.values_list("hash", flat=True).first() or ""


def head_of_steps() -> str:
    """Return the hash of the last link that can matter to a release.

    Links of drafts, comments, assignments and accounts do not.
    """
    others = [covered.name for covered in (begun(), *decided_once(), *beside_the_record())]
    others += told_of_changes()
    apart = (SecurityEvent, Comment, Annotation, AssignmentEvent)
    others += [model._meta.db_table for model in apart]
    links = Link.objects.exclude(name__in=others).order_by("-sequence")
    return links.values_list("hash", flat=True).first() or ""


@lru_cache
def histories() -> dict[type[models.Model], Covered]:
    """Return the history rows of each tracked model."""
    return {
        model: every()[model.history.model._meta.db_table]  # type: ignore[attr-defined]
        for model in (*TRACKED, *ROSTER)
    }
