"""Links everything that the record has by now, in the order in which it was written."""

from django.apps.registry import Apps
from django.conf import settings
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from coding.workflow.first_chain import begin_chain


def begin(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    begin_chain(apps, schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [
        ("coding", "0016_the_chain"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [migrations.RunPython(begin, migrations.RunPython.noop)]
