"""Links the events of the security log that were written until now."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from coding.models.covered_rows import Covered
from coding.workflow.first_chain import link_all


def link_events(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    events = apps.get_model("coding", "SecurityEvent")
    link_all(Covered(events._meta.db_table, events), schema_editor.connection)


class Migration(migrations.Migration):

    dependencies = [
        ('coding', '0022_import_requests_in_the_chain'),
    ]

    operations = [migrations.RunPython(link_events, migrations.RunPython.noop)]
