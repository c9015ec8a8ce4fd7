"""The three roles as groups with their permissions, and the release that is open at the start.

5.1 is the latest published release, so work done here belongs to the one after it; admins may
rename it.
"""

from django.apps.registry import Apps
from django.contrib.auth.management import create_permissions
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.utils import timezone

VIEWS = [
    "view_sheet",
    "view_formation",
    "view_obligations",
    "view_institutionalization",
    "view_context",
    "view_documentation",
    "view_revision",
    "view_revisionevent",
    "view_assignment",
    "view_release",
]
ROLES = {
    "coder": {"coding": ["view_sheet", "propose_revision", "start_sheet"]},
    "reviewer": {"coding": ["view_sheet", "decide_revision"]},
    "admin": {
        "coding": [
            *VIEWS,
            "import_sheets",
            "start_sheet",
            "add_assignment",
            "change_assignment",
            "delete_assignment",
            "add_release",
            "change_release",
        ],
        "auth": ["view_user", "add_user", "change_user", "view_group"],
        "admin": ["view_logentry"],
    },
}
FIRST_OPEN_RELEASE = "6.0"


def make_roles(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Make the groups; permissions come first, which migrate itself makes only at its end."""
    using = schema_editor.connection.alias
    for app in ("coding", "auth", "admin"):
        config = apps.get_app_config(app)
        config.models_module = True
        create_permissions(config, apps=apps, using=using, verbosity=0)
        config.models_module = None
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    for role, by_app in ROLES.items():
        group, _ = Group.objects.using(using).get_or_create(name=role)
        for app, codenames in by_app.items():
            group.permissions.add(
                *Permission.objects.using(using).filter(
                    content_type__app_label=app, codename__in=codenames
                )
            )


def open_first_release(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Open the release that the first approved changes belong to, with its history row."""
    using = schema_editor.connection.alias
    Release = apps.get_model("coding", "Release")
    release, made = Release.objects.using(using).get_or_create(label=FIRST_OPEN_RELEASE)
    if made:
        apps.get_model("coding", "HistoricalRelease").objects.using(using).create(
            id=release.pk,
            label=release.label,
            history_type="+",
            history_date=timezone.now(),
            history_change_reason="Opened with the site",
        )


class Migration(migrations.Migration):
    dependencies = [
        ("coding", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("admin", "0003_logentry_add_action_flag_choices"),
    ]

    operations = [
        migrations.RunPython(make_roles, migrations.RunPython.noop),
        migrations.RunPython(open_first_release, migrations.RunPython.noop),
    ]
