"""Links how people come in, when they did last, admin's log, and runs of exports and backups.

What stands is linked as it stands. A sheet is assigned since the moment that its history says.
"""

import django.utils.timezone
from django.apps.registry import Apps
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Coalesce

from coding.models.covered_by_chain import of_people, told_beside
from coding.workflow.first_chain import link_anew


def date_assignments(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    events = apps.get_model("coding", "AssignmentEvent").objects.order_by("-id")
    last = events.filter(sheet=OuterRef("sheet"), coder=OuterRef("coder")).values("at")[:1]
    told = Coalesce(Subquery(last), F("assigned_at"))  # there was no history of them once
    apps.get_model("coding", "Assignment").objects.update(assigned_at=told)


def link(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for covered in (*of_people(apps), *told_beside(apps)):
        link_anew(covered, schema_editor.connection)


class Migration(migrations.Migration):

    dependencies = [
        ('coding', '0046_words_also_by'),
        ('admin', '0003_logentry_add_action_flag_choices'),
        ('account', '0009_emailaddress_unique_primary_email'),
        ('mfa', '0003_authenticator_type_uniq'),
        ('socialaccount', '0006_alter_socialaccount_extra_data'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name='assignment',
            name='assigned_at',
            field=models.DateTimeField(default=django.utils.timezone.now, editable=False),
        ),
        migrations.RunPython(date_assignments, migrations.RunPython.noop),
        migrations.RunPython(link, migrations.RunPython.noop),
    ]
