"""Notes for the chain what models save, also where code that is not ours saves it.

Django and allauth save people, roles, second factors and admin's log one by one. Each is saved and
linked in one transaction: otherwise a row would be without its link for a moment, and for good
after a crash. Django sends the signals of deletions and of lists in their transaction already.
"""

from collections.abc import Collection
from functools import wraps
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete

from coding.models.covered_by_chain import (
    STANDS,
    accounts,
    compared_before,
    decided_once,
    every,
    kept_once,
    of_people,
    told_beside,
)
from coding.models.covered_rows import Covered
from coding.models.list_changes import owners
from coding.models.revision import Revision
from coding.models.seal import place_of, seal, unseal, whole_rows
from coding.models.sealed_rows import COME_AND_GO, lists
from coding.workflow.chaining import hold, note, note_begun, note_was, recorded


def watch() -> None:
    """Note what is saved through models from now on. The app calls it when it is ready."""
    by_others = (*accounts(), *told_beside(), *of_people())
    for covered in (*kept_once(), *decided_once(), *by_others):
        _note_saves(covered)
    for model in {covered.saved.model for covered in by_others}:
        _save_in_one_transaction(
            model, [change for change in by_others if change.saved.model is model]
        )
    post_save.connect(_revision_saved, sender=Revision, dispatch_uid="coding.chain.revision")
    for through in {through for _, through in lists()}:
        uid = f"coding.chain.{through._meta.db_table}"
        m2m_changed.connect(_list_changed, sender=through, dispatch_uid=uid)
    for model in COME_AND_GO:
        post_delete.connect(_sealed_row_gone, model, dispatch_uid=f"coding.seal.{model.__name__}")
    post_save.connect(_kind_saved, sender=ContentType, dispatch_uid="coding.seal.kind")


def _note_saves(covered: Covered) -> None:
    uid = f"coding.chain.{covered.name}"

    def changed(
        instance: Model, update_fields: Collection[str] | None = None, **kwargs: Any
    ) -> None:
        if covered.saved.is_changed_by(update_fields):
            note(covered.name, [covered.key_of(instance)])

    def deleted(instance: Model, **kwargs: Any) -> None:
        _note_before(covered, instance)

    post_save.connect(changed, covered.saved.model, weak=False, dispatch_uid=uid)
    if covered.owned:
        pre_delete.connect(deleted, covered.saved.model, weak=False, dispatch_uid=uid)
        post_delete.connect(changed, covered.saved.model, weak=False, dispatch_uid=uid)


def _save_in_one_transaction(model: Any, covered_kinds: list[Covered]) -> None:
    """Wrap Django's own method, which every way to save a model calls."""
    save_base = model.save_base

    @wraps(save_base)
    def save(row: Model, *given: Any, **named: Any) -> None:
        for covered in covered_kinds:
            if covered.saved.is_changed_by(named.get("update_fields")):
                _note_before(covered, row)
        save_base(row, *given, **named)

    model.save_base = recorded()(save)


def _note_before(covered: Covered, row: Model) -> None:
    """Note what a row said; hold the owner of several, so that they are linked one by one."""
    key = covered.key_of(row)
    if key and covered.name in compared_before():
        note_was(covered, [key])
    elif key and covered.owned:
        hold(covered, [key])


def _revision_saved(sender: type, instance: Revision, created: bool, **kwargs: Any) -> None:
    if created:
        note_begun([instance])
    else:
        note(STANDS, [instance.pk])


def _list_changed(
    sender: Any, instance: Any, action: str, reverse: bool, model: Any, pk_set: Any, **kwargs: Any
) -> None:
    """Note the people or roles that changed; ``reverse`` if people were added to a role."""
    whose = every()[(model if reverse else type(instance))._meta.db_table]
    keys = owners(sender, instance, action=action, reverse=reverse, model=model, keys=pk_set)
    if action.startswith("pre_"):
        note_was(whose, keys)
    else:
        note(whose.name, keys)
        seal(lists()[whose.model, sender], keys)


def _sealed_row_gone(sender: Any, instance: Model, **kwargs: Any) -> None:
    unseal([place_of(whole_rows(sender), instance.pk)], kwargs["using"])


def _kind_saved(instance: Model, **kwargs: Any) -> None:
    """Seal a kind of rows that Django makes when it is first asked for."""
    seal(whole_rows(type(instance)), [instance.pk], using=kwargs["using"])
