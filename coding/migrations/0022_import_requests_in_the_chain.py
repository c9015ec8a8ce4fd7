"""Links the imports that were asked for until now."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from coding.models.covered_rows import Covered
from coding.workflow.first_chain import link_all


def link_requests(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    requests = apps.get_model("coding", "ImportRequest")
    covered = Covered(requests._meta.db_table, requests, is_written_once=False)
    link_all(covered, schema_editor.connection)


class Migration(migrations.Migration):

    dependencies = [
        ('coding', '0021_what_steps_say'),
    ]

    operations = [migrations.RunPython(link_requests, migrations.RunPython.noop)]
