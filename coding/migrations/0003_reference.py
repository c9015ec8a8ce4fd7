"""States, wars, and the facts about them that come with the site.

The tables of facts are coding/reference/data; newer versions of the lists come in by the command
load_reference. Each row has its history row, which names the list.
"""

import django.db.models.deletion
import simple_history.models
from django.apps.registry import Apps
from django.conf import settings
from django.contrib.auth.management import create_permissions
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.utils import timezone

from coding.reference.own_facts import own_facts

TABLES = ("state", "statespell", "war", "participation")
STEPS_OF_ROLES = {"coder": ("view",), "reviewer": ("view",), "admin": ("view", "add", "change")}


def load_facts(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Fill the empty tables, each row with its history row."""
    using, now = schema_editor.connection.alias, timezone.now()
    for model, facts in own_facts().items():
        Model = apps.get_model("coding", model)
        History = apps.get_model("coding", f"Historical{model}")
        values = [vars(fact) for fact in facts]
        rows = Model._base_manager.using(using).bulk_create(Model(**each) for each in values)
        History._base_manager.using(using).bulk_create(
            History(
                id=row.pk,
                **each,
                history_type="+",
                history_date=now,
                history_change_reason=f"Came with the site: {each['source']}",
            )
            for row, each in zip(rows, values, strict=True)
        )


def give_permissions(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Let every role read the tables and admins write them; nobody deletes."""
    using = schema_editor.connection.alias
    config = apps.get_app_config("coding")
    config.models_module = True
    create_permissions(config, apps=apps, using=using, verbosity=0)
    config.models_module = None
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    for role, steps in STEPS_OF_ROLES.items():
        codenames = [f"{step}_{table}" for step in steps for table in TABLES]
        permissions = Permission.objects.using(using).filter(
            content_type__app_label="coding", codename__in=codenames
        )
        Group.objects.using(using).get(name=role).permissions.add(*permissions)


class Migration(migrations.Migration):

    dependencies = [
        ("coding", "0002_roles_and_first_release"),
    ]

    operations = [
        migrations.CreateModel(
            name='War',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(help_text='The list and its version, or where else you know it from. A row that names an official list follows its newer versions; a row with a source of its own is left alone.', max_length=200)),
                ('number', models.PositiveSmallIntegerField(unique=True, verbose_name='COW war number')),
                ('name', models.CharField(max_length=100)),
            ],
            options={
                'ordering': ['number'],
            },
        ),
        migrations.CreateModel(
            name='HistoricalState',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('author_name', models.CharField(blank=True, default='', max_length=200)),
                ('history_change_reason', models.TextField(null=True)),
                ('source', models.CharField(help_text='The list and its version, or where else you know it from. A row that names an official list follows its newer versions; a row with a source of its own is left alone.', max_length=200)),
                ('code', models.PositiveSmallIntegerField(db_index=True, verbose_name='COW country code')),
                ('abbreviation', models.CharField(blank=True, default='', max_length=10)),
                ('name', models.CharField(max_length=100)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('revision', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='coding.revision')),
            ],
            options={
                'verbose_name': 'historical state',
                'verbose_name_plural': 'historical states',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalWar',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('author_name', models.CharField(blank=True, default='', max_length=200)),
                ('history_change_reason', models.TextField(null=True)),
                ('source', models.CharField(help_text='The list and its version, or where else you know it from. A row that names an official list follows its newer versions; a row with a source of its own is left alone.', max_length=200)),
                ('number', models.PositiveSmallIntegerField(db_index=True, verbose_name='COW war number')),
                ('name', models.CharField(max_length=100)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('revision', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='coding.revision')),
            ],
            options={
                'verbose_name': 'historical war',
                'verbose_name_plural': 'historical wars',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='State',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(help_text='The list and its version, or where else you know it from. A row that names an official list follows its newer versions; a row with a source of its own is left alone.', max_length=200)),
                ('code', models.PositiveSmallIntegerField(unique=True, verbose_name='COW country code')),
                ('abbreviation', models.CharField(blank=True, default='', max_length=10)),
                ('name', models.CharField(max_length=100)),
            ],
            options={
                'ordering': ['code'],
                'constraints': [models.CheckConstraint(condition=models.Q(('code__gte', 1), ('code__lte', 9999)), name='state_code_up_to_four_digits', violation_error_message="A state's code is a number from 1 to 9999.")],
            },
        ),
        migrations.CreateModel(
            name='HistoricalStateSpell',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('author_name', models.CharField(blank=True, default='', max_length=200)),
                ('history_change_reason', models.TextField(null=True)),
                ('source', models.CharField(help_text='The list and its version, or where else you know it from. A row that names an official list follows its newer versions; a row with a source of its own is left alone.', max_length=200)),
                ('begin', models.DateField()),
                ('end', models.DateField(blank=True, null=True)),
                ('withdrawn', models.BooleanField(default=False, help_text='Counts no longer: a mistake, or not in a newer list.')),
                ('system', models.CharField(choices=[('COW', 'Correlates of War'), ('GW', 'Gleditsch and Ward')], max_length=3)),
                ('listed_as', models.PositiveSmallIntegerField(blank=True, help_text="The state's number in that list, where it is another.", null=True)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('revision', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='coding.revision')),
                ('state', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='coding.state', to_field='code')),
            ],
            options={
                'verbose_name': 'historical state spell',
                'verbose_name_plural': 'historical state spells',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='StateSpell',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(help_text='The list and its version, or where else you know it from. A row that names an official list follows its newer versions; a row with a source of its own is left alone.', max_length=200)),
                ('begin', models.DateField()),
                ('end', models.DateField(blank=True, null=True)),
                ('withdrawn', models.BooleanField(default=False, help_text='Counts no longer: a mistake, or not in a newer list.')),
                ('system', models.CharField(choices=[('COW', 'Correlates of War'), ('GW', 'Gleditsch and Ward')], max_length=3)),
                ('listed_as', models.PositiveSmallIntegerField(blank=True, help_text="The state's number in that list, where it is another.", null=True)),
                ('state', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='spells', to='coding.state', to_field='code')),
            ],
            options={
                'ordering': ['state_id', 'system', 'begin'],
            },
        ),
        migrations.CreateModel(
            name='Participation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(help_text='The list and its version, or where else you know it from. A row that names an official list follows its newer versions; a row with a source of its own is left alone.', max_length=200)),
                ('begin', models.DateField()),
                ('end', models.DateField(blank=True, null=True)),
                ('withdrawn', models.BooleanField(default=False, help_text='Counts no longer: a mistake, or not in a newer list.')),
                ('side', models.PositiveSmallIntegerField(choices=[(1, '1'), (2, '2')])),
                ('begin_day_known', models.BooleanField(default=True, help_text='If not, put the first day of the month.')),
                ('end_day_known', models.BooleanField(default=True, help_text='If not, put the last day of the month.')),
                ('state', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='coding.state', to_field='code')),
                ('war', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='participations', to='coding.war', to_field='number')),
            ],
            options={
                'ordering': ['war_id', 'side', 'state_id', 'begin'],
            },
        ),
        migrations.CreateModel(
            name='HistoricalParticipation',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('author_name', models.CharField(blank=True, default='', max_length=200)),
                ('history_change_reason', models.TextField(null=True)),
                ('source', models.CharField(help_text='The list and its version, or where else you know it from. A row that names an official list follows its newer versions; a row with a source of its own is left alone.', max_length=200)),
                ('begin', models.DateField()),
                ('end', models.DateField(blank=True, null=True)),
                ('withdrawn', models.BooleanField(default=False, help_text='Counts no longer: a mistake, or not in a newer list.')),
                ('side', models.PositiveSmallIntegerField(choices=[(1, '1'), (2, '2')])),
                ('begin_day_known', models.BooleanField(default=True, help_text='If not, put the first day of the month.')),
                ('end_day_known', models.BooleanField(default=True, help_text='If not, put the last day of the month.')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('revision', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='coding.revision')),
                ('state', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='coding.state', to_field='code')),
                ('war', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='coding.war', to_field='number')),
            ],
            options={
                'verbose_name': 'historical participation',
                'verbose_name_plural': 'historical participations',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.AddConstraint(
            model_name='statespell',
            constraint=models.CheckConstraint(condition=models.Q(('end', None), ('end__gte', models.F('begin')), _connector='OR'), name='state_spell_end_after_begin', violation_error_message='The end lies before the begin.'),
        ),
        migrations.AddConstraint(
            model_name='statespell',
            constraint=models.UniqueConstraint(condition=models.Q(('withdrawn', False)), fields=('state', 'system', 'begin'), name='state_spell_once', violation_error_message='This state has a spell in this system from that day.'),
        ),
        migrations.AddConstraint(
            model_name='participation',
            constraint=models.CheckConstraint(condition=models.Q(('end', None), ('end__gte', models.F('begin')), _connector='OR'), name='participation_end_after_begin', violation_error_message='The end lies before the begin.'),
        ),
        migrations.AddConstraint(
            model_name='participation',
            constraint=models.UniqueConstraint(condition=models.Q(('withdrawn', False)), fields=('war', 'state', 'begin'), name='participation_once', violation_error_message='This state is in this war from that day already.'),
        ),
        migrations.RunPython(load_facts, migrations.RunPython.noop),
        migrations.RunPython(give_permissions, migrations.RunPython.noop),
    ]
