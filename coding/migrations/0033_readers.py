"""The role of those who only read."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def make_role(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    using = schema_editor.connection.alias
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    readers, _ = Group.objects.using(using).get_or_create(name="reader")
    views = {"content_type__app_label": "coding", "codename": "view_sheet"}
    readers.permissions.add(*Permission.objects.using(using).filter(**views))


class Migration(migrations.Migration):

    dependencies = [
        ('coding', '0032_assignment_events'),
    ]

    operations = [
        migrations.RunPython(make_role, migrations.RunPython.noop),
    ]
