"""Whether kinds of rows, permissions and migrations are those that the code declares.

Django keeps the kinds and permissions of models that are gone or renamed, so what any migration
declared is known, too.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.migrations.operations import AlterModelOptions, CreateModel, RenameModel
from django.db.migrations.recorder import MigrationRecorder
from django.utils.text import camel_case_to_spaces

from coding.backup.contents import known_migrations, migrations_here
from coding.record.faults import Misfit, shown

Kind = tuple[str, str]  # an app and a model
Right = tuple[str, str]  # the codename of a permission, and its name
_ACTIONS = ("add", "change", "delete", "view")
_DECLARED = "one that the code declares"


def faults() -> Iterator[Misfit]:
    """Yield each row that nothing declares, and what is declared and has no row."""
    rights = _ever_declared()
    yield from _of_kinds(rights)
    yield from _of_rights(rights)
    yield from _of_migrations()


def _of_kinds(rights: dict[Kind, set[Right]]) -> Iterator[Misfit]:
    there = set()
    for row in ContentType.objects.order_by("pk"):
        there.add((row.app_label, row.model))
        if (row.app_label, row.model) not in rights:
            found = f"It is {shown(f'{row.app_label}.{row.model}')}."
            yield Misfit(f"django_content_type {row.pk}", found, _DECLARED)
    for app, model in sorted({_kind(model) for model in apps.get_models()} - there):
        yield Misfit("django_content_type", f"The row of {app}.{model} is gone.", "there")


def _of_rights(rights: dict[Kind, set[Right]]) -> Iterator[Misfit]:
    asked = ("pk", "content_type__app_label", "content_type__model", "codename", "name")
    there = set()
    for pk, app, model, code, name in Permission.objects.order_by("pk").values_list(*asked):
        there.add((app, model, code))
        if (code, name) not in rights.get((app, model), ()):
            found = f"It is {shown(code)} of {app}.{model}, {shown(name)}."
            yield Misfit(f"auth_permission {pk}", found, _DECLARED)
    for model in apps.get_models():
        for code in _codes(model):
            if (*_kind(model), code) not in there:
                yield Misfit("auth_permission", f"The permission {code} is gone.", "there")


def _of_migrations() -> Iterator[Misfit]:
    """Yield each migration that is noted twice, or that no version here has."""
    noted = MigrationRecorder(connection).migration_qs.order_by("pk").values_list("app", "name")
    known = known_migrations()
    for (app, name), times in Counter(noted).items():
        if times > 1 or f"{app}.{name}" not in known:
            found = f"The migration {app}.{name} is noted, {times} times."
            yield Misfit("django_migrations", found, "once, a migration of this version")


def _kind(model: Any) -> Kind:
    return str(model._meta.app_label), str(model._meta.model_name)


def _codes(model: Any) -> Iterator[str]:
    """Return the codenames that Django gives a model."""
    for action in model._meta.default_permissions:
        yield f"{action}_{model._meta.model_name}"
    yield from (code for code, _ in model._meta.permissions)


def _ever_declared() -> dict[Kind, set[Right]]:
    """Return every model that a migration ever made, with every permission it ever had."""
    declared: dict[Kind, set[Right]] = defaultdict(set)
    for (app, _), migration in sorted(migrations_here().items()):
        for step in migration.operations:
            if isinstance(step, CreateModel | AlterModelOptions):
                declared[app, step.name.lower()] |= _rights(step.name, step.options)
            elif isinstance(step, RenameModel):
                before = declared[app, step.old_name.lower()]
                declared[app, step.new_name.lower()] |= before | _rights(step.new_name, {})
    for model in apps.get_models():
        options: dict[str, Any] = {"permissions": model._meta.permissions}
        options["verbose_name"] = model._meta.verbose_name_raw
        declared[_kind(model)] |= _rights(model.__name__, options)
    return declared


def _rights(name: str, options: dict[str, Any]) -> set[Right]:
    called = str(options.get("verbose_name") or camel_case_to_spaces(name))
    usual = {(f"{action}_{name.lower()}", f"Can {action} {called}") for action in _ACTIONS}
    return usual | {(code, str(right)) for code, right in options.get("permissions", ())}
