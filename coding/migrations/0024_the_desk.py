"""The import desk, with what waited for a second admin until now; files are kept with their sheets."""

import json
from hashlib import sha256

import django.db.models.deletion
from django.apps.registry import Apps
from django.conf import settings
from django.contrib.auth.management import create_permissions
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def put_on_the_desk(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Give each request that waits its sheets as files of a batch; of files, nothing was kept."""
    using = schema_editor.connection.alias
    models = [apps.get_model("coding", name) for name in ("ImportRequest", "Batch", "DeskFile")]
    requests, batches, files = (model.objects.using(using) for model in models)
    for asked in requests.filter(decided_at=None):
        batch = batches.create(by=asked.asked_by, at=asked.asked_at, name=f"Import {asked.pk}")
        for says in asked.sheets:
            files.create(
                batch=batch,
                name=says["file"][-255:],
                content=b"",
                sha256=sha256(json.dumps(says).encode()).hexdigest(),
                size=0,
                state="asked",
                atop_id=says["atop_id"],
                phase=says["phase"],
                sheet_says=says,
                is_new=True,
                let_in_by=asked.asked_by,
                request=asked,
            )


def let_admins_read(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Give the role its permissions, which migrate itself would make only at its end."""
    using = schema_editor.connection.alias
    config = apps.get_app_config("coding")
    config.models_module = True
    create_permissions(config, apps=apps, using=using, verbosity=0)
    config.models_module = None
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    names = ["view_batch", "view_deskfile", "view_original"]
    for group in Group.objects.using(using).filter(name="admin"):
        group.permissions.add(*Permission.objects.using(using).filter(codename__in=names))


class Migration(migrations.Migration):

    dependencies = [
        ('coding', '0023_the_security_log_in_the_chain'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='importrequest',
            name='leaving',
            field=models.JSONField(default=list),
        ),
        migrations.CreateModel(
            name='Batch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('name', models.CharField(max_length=255)),
                ('remark', models.TextField(blank=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name_plural': 'batches',
                'ordering': ['-id'],
                'default_permissions': ('view',),
            },
        ),
        migrations.CreateModel(
            name='Original',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=255)),
                ('sha256', models.CharField(max_length=64, verbose_name='SHA-256')),
                ('size', models.PositiveIntegerField(help_text='Bytes.')),
                ('content', models.BinaryField()),
                ('at', models.DateTimeField()),
                ('by_name', models.CharField(help_text='Who brought it.', max_length=200)),
                ('said', models.JSONField(default=dict)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('sheet', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='originals', to='coding.sheet')),
            ],
            options={
                'ordering': ['id'],
                'default_permissions': ('view',),
            },
        ),
        migrations.CreateModel(
            name='DeskFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=255)),
                ('part', models.PositiveSmallIntegerField(default=0, help_text='Of several sheets in a file.')),
                ('content', models.BinaryField()),
                ('sha256', models.CharField(max_length=64, verbose_name='SHA-256')),
                ('size', models.PositiveIntegerField()),
                ('state', models.CharField(choices=[('waiting', 'waits to be read'), ('doubtful', 'needs a person'), ('refused', 'refused'), ('ready', 'read'), ('asked', 'waits for a second admin'), ('entering', 'being let in'), ('entered', 'in the record'), ('filed', 'differences filed for review'), ('unchanged', 'says what the record says'), ('dropped', 'put aside')], default='waiting', max_length=10)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('atop_id', models.PositiveSmallIntegerField(null=True, verbose_name='ATOP ID')),
                ('phase', models.PositiveSmallIntegerField(default=0)),
                ('sheet_says', models.JSONField(null=True)),
                ('is_new', models.BooleanField(default=False)),
                ('differs_in', models.JSONField(default=list, help_text='Questions that differ from the record.')),
                ('leaves', models.JSONField(default=list, help_text='What leaves the dataset files by it.')),
                ('problems', models.JSONField(default=list)),
                ('doubts', models.JSONField(default=list)),
                ('said', models.JSONField(default=dict, help_text='What was done in reading it.')),
                ('corrections', models.JSONField(default=list)),
                ('remark', models.TextField(blank=True)),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to='coding.batch')),
                ('entered', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='coding.sheet')),
                ('let_in_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('request', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='files', to='coding.importrequest')),
            ],
            options={
                'ordering': ['id'],
                'default_permissions': ('view',),
                'indexes': [models.Index(fields=['batch', 'state', 'id'], name='desk_file_by_state'), models.Index(fields=['state', 'id'], name='desk_file_next')],
            },
        ),
        migrations.RunPython(put_on_the_desk, migrations.RunPython.noop),
        migrations.RunPython(let_admins_read, migrations.RunPython.noop),
    ]
