"""Seals rows that come and go, roles and rights as they stand; what Django declares is sealed later.

Which tables these are stands here, as it was when this was written.
"""

from django.apps.registry import Apps
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from coding.models.covered_rows import Covered
from coding.models.seal import seal
from coding.models.sealed_rows import list_of

_SEALED = (
    *('SignedIn', 'SignInAttempts', 'SharedCache', 'Presence', 'Kept', 'CheckCount', 'Notice'),
    *('Batch', 'Assignment', 'ExportRun'),
)
_LISTS = (('User', 'groups'), ('User', 'user_permissions'), ('Group', 'permissions'))


def seal_all(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    seals, files = apps.get_model('coding', 'Seal'), apps.get_model('coding', 'DeskFile')
    rows = [apps.get_model('coding', name) for name in _SEALED]
    covered = [Covered(one._meta.db_table, one) for one in rows]
    covered.append(Covered(files._meta.db_table, files, left_out=('content',)))
    for owner, many in _LISTS:
        model = apps.get_model('auth', owner)
        covered.append(list_of(model, model._meta.get_field(many).remote_field.through))
    for one in covered:
        keys = [key for key, _ in one.rows(schema_editor.connection)]
        seal(one, keys, seals=seals, using=schema_editor.connection.alias)


class Migration(migrations.Migration):

    dependencies = [
        ('coding', '0047_how_people_come_in'),
        ('auth', '0012_alter_user_first_name_max_length'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Seal',
            fields=[
                ('place', models.CharField(max_length=330, primary_key=True, serialize=False)),
                ('content', models.CharField(max_length=64)),
            ],
            options={'default_permissions': ()},
        ),
        migrations.RunPython(seal_all, migrations.RunPython.noop),
    ]
