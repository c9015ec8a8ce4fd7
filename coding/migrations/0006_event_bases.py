"""Each step of a revision keeps what it would have replaced, as it keeps what it brought."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import OuterRef, Subquery

from coding import protection


def fill(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Give steps that stand already what their revision says it replaces.

    The guards stand against it and come back when all migrations are done.
    """
    using = schema_editor.connection.alias
    protection.remove(using)
    revisions = apps.get_model("coding", "Revision").objects.filter(pk=OuterRef("revision_id"))
    apps.get_model("coding", "RevisionEvent").objects.using(using).update(
        base=Subquery(revisions.values("base")[:1]),
        base_codes=Subquery(revisions.values("base_codes")[:1]),
    )


class Migration(migrations.Migration):
    dependencies = [("coding", "0005_sheet_follows")]

    operations = [
        migrations.AddField("revisionevent", "base", models.TextField(blank=True, default="")),
        migrations.AddField(
            "revisionevent", "base_codes", models.JSONField(blank=True, default=dict)
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
