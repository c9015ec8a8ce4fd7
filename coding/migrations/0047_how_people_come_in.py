"""Links how people come in, when they did last, admin's log, and runs of exports and backups.

What stands is linked as it stands. A sheet is assigned since the moment that its history says.
Which rows and columns these are stands here, not where more is added.
"""

from collections.abc import Iterator

import django.utils.timezone
from django.apps.registry import Apps
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Coalesce

from coding.models.covered_rows import Covered, Owned
from coding.workflow.first_chain import link_anew


def date_assignments(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    events = apps.get_model("coding", "AssignmentEvent").objects.order_by("-id")
    last = events.filter(sheet=OuterRef("sheet"), coder=OuterRef("coder")).values("at")[:1]
    told = Coalesce(Subquery(last), F("assigned_at"))  # there was no history of them once
    apps.get_model("coding", "Assignment").objects.update(assigned_at=told)


# A table with rows of people, and the columns that each use changes.
_OF_PEOPLE = (
    ('coding', 'Account', ()),
    ('coding', 'Preferences', ()),
    ('mfa', 'Authenticator', ('last_used_at',)),
    ('account', 'EmailAddress', ()),
    ('socialaccount', 'SocialAccount', ('last_login', 'extra_data')),
)


def link(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for covered in (*_of_people(apps), *_beside(apps)):
        link_anew(covered, schema_editor.connection)


def _of_people(apps: Apps) -> Iterator[Covered]:
    user = apps.get_model('auth', 'User')
    for label, name, used in _OF_PEOPLE:
        model = apps.get_model(label, name)
        table = model._meta.db_table
        rows = {'': Covered(table, model, left_out=used)}
        if used:
            rows['/used'] = Covered(table, model, fields=('id', 'user', *used))
        for when, covered in rows.items():
            owned = Owned(covered, 'user_id')
            name = f'auth_user/{table}{when}'
            yield Covered(name, user, ('id',), is_written_once=False, owned=owned)


def _beside(apps: Apps) -> Iterator[Covered]:
    log, user = apps.get_model('admin', 'LogEntry'), apps.get_model('auth', 'User')
    yield Covered(log._meta.db_table, log)
    yield Covered('auth_user/used', user, ('id', 'last_login'), is_written_once=False)
    for name, progress in (('ExportRun', ('progress', 'heard_at')), ('BackupRun', ())):
        run = apps.get_model('coding', name)
        yield Covered(run._meta.db_table, run, left_out=progress, is_written_once=False)


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
