"""Releases frozen by two people and published, runs of the export, names of reviewers as text."""

import django.db.models.deletion
from django.apps.registry import Apps
from django.conf import settings
from django.contrib.auth.management import create_permissions
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from coding import protection


def take_guards_away(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take the guards off the rows that change here; migrate puts them back at its end."""
    protection.remove(schema_editor.connection.alias)
    table = "coding_releasedcoding"  # its guards bear the old name
    of_table = "" if schema_editor.connection.vendor == "sqlite" else f" ON {table}"
    for event in ("update", "delete"):
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{event}{of_table}")


def keep_names_of_reviewers(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Write down who decided, as text: the record must not change when a person is renamed."""
    Revision = apps.get_model("coding", "Revision")
    decided = Revision.objects.using(schema_editor.connection.alias).exclude(decided_by=None)
    names = decided.values_list(
        "decided_by", "decided_by__first_name", "decided_by__last_name", "decided_by__username"
    )
    for pk, first, last, username in names.distinct():
        name = f"{first} {last}".strip() or username
        decided.filter(decided_by=pk).update(decided_by_name=name)


def let_admins_see_exports(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Show the runs of the export in admin."""
    using = schema_editor.connection.alias
    config = apps.get_app_config("coding")
    config.models_module = True
    create_permissions(config, apps=apps, using=using, verbosity=0)
    config.models_module = None
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    for group in Group.objects.using(using).filter(name="admin"):
        group.permissions.add(*Permission.objects.using(using).filter(codename="view_exportrun"))


class Migration(migrations.Migration):

    dependencies = [
        ('coding', '0006_event_bases'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ExportRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('output', models.TextField(help_text='The folder that exports are written into.')),
                ('release', models.CharField(blank=True, max_length=20)),
                ('started_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('succeeded', models.BooleanField(default=False)),
                ('message', models.TextField(blank=True, help_text='The closing sentence.')),
            ],
            options={
                'ordering': ['-started_at', '-id'],
            },
        ),
        migrations.RunPython(take_guards_away, migrations.RunPython.noop),
        migrations.RemoveConstraint('releasedcoding', 'released_coding_once'),
        migrations.RenameModel('ReleasedCoding', 'ReleasedSheet'),
        migrations.AlterField(
            model_name='releasedsheet',
            name='release',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sheets', to='coding.release'),
        ),
        migrations.AddField('releasedsheet', 'answers', models.JSONField(default=None, null=True)),
        migrations.AddField('releasedsheet', 'notes', models.JSONField(default=list)),
        migrations.AddConstraint(
            model_name='releasedsheet',
            constraint=models.UniqueConstraint(fields=('release', 'atop_id', 'phase'), name='released_sheet_once'),
        ),
        migrations.AddField(
            model_name='historicalrelease',
            name='citation',
            field=models.TextField(blank=True, help_text='How to cite the release. Blank: the article of the project.'),
        ),
        migrations.AddField(
            model_name='historicalrelease',
            name='follows',
            field=models.CharField(blank=True, editable=False, max_length=20),
        ),
        migrations.AddField(
            model_name='historicalrelease',
            name='freeze_asked_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='historicalrelease',
            name='freeze_asked_by',
            field=models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicalrelease',
            name='frozen_by',
            field=models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicalrelease',
            name='hashes',
            field=models.JSONField(blank=True, default=dict, editable=False),
        ),
        migrations.AddField(
            model_name='historicalrelease',
            name='note',
            field=models.TextField(blank=True, help_text='What is new, for those who use the data.'),
        ),
        migrations.AddField(
            model_name='historicalrelease',
            name='published_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='historicalrelease',
            name='published_by',
            field=models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='release',
            name='citation',
            field=models.TextField(blank=True, help_text='How to cite the release. Blank: the article of the project.'),
        ),
        migrations.AddField(
            model_name='release',
            name='follows',
            field=models.CharField(blank=True, editable=False, max_length=20),
        ),
        migrations.AddField(
            model_name='release',
            name='freeze_asked_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='release',
            name='freeze_asked_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='release',
            name='frozen_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='release',
            name='hashes',
            field=models.JSONField(blank=True, default=dict, editable=False),
        ),
        migrations.AddField('release', 'states', models.JSONField(blank=True, default=dict, editable=False)),
        migrations.AddField('historicalrelease', 'states', models.JSONField(blank=True, default=dict, editable=False)),
        migrations.AddField(
            model_name='release',
            name='note',
            field=models.TextField(blank=True, help_text='What is new, for those who use the data.'),
        ),
        migrations.AddField(
            model_name='release',
            name='published_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='release',
            name='published_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='revision',
            name='decided_by_name',
            field=models.CharField(blank=True, default='', help_text='As the record keeps it.', max_length=200),
        ),
        migrations.AddConstraint(
            model_name='release',
            constraint=models.CheckConstraint(condition=models.Q(('frozen_by', None), models.Q(('freeze_asked_by__isnull', False), models.Q(('frozen_by', models.F('freeze_asked_by')), _negated=True)), _connector='OR'), name='release_frozen_by_a_second_person'),
        ),
        migrations.AddConstraint(
            model_name='release',
            constraint=models.CheckConstraint(condition=models.Q(('frozen_at', None), ('cut_off__isnull', False), _connector='OR'), name='release_frozen_has_a_cut_off'),
        ),
        migrations.AddConstraint(
            model_name='release',
            constraint=models.CheckConstraint(condition=models.Q(('published_at', None), ('frozen_at__isnull', False), _connector='OR'), name='release_published_is_frozen'),
        ),
        migrations.AddIndex(
            model_name='exportrun',
            index=models.Index(fields=['-started_at', '-id'], name='export_run_newest'),
        ),
        migrations.RunPython(keep_names_of_reviewers, migrations.RunPython.noop),
        migrations.RunPython(let_admins_see_exports, migrations.RunPython.noop),
    ]
