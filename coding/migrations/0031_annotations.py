"""Annotations of coding rules, which admins write."""

import django.db.models.deletion
from django.apps.registry import Apps
from django.conf import settings
from django.contrib.auth.management import create_permissions
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def let_admins_annotate(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Give the role its permissions, which migrate itself would make only at its end."""
    using = schema_editor.connection.alias
    config = apps.get_app_config("coding")
    config.models_module = True
    create_permissions(config, apps=apps, using=using, verbosity=0)
    config.models_module = None
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    names = ("add_annotation", "view_annotation")
    for group in Group.objects.using(using).filter(name="admin"):
        group.permissions.add(*Permission.objects.using(using).filter(codename__in=names))


class Migration(migrations.Migration):

    dependencies = [
        ('coding', '0030_comments'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Annotation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('question', models.PositiveSmallIntegerField()),
                ('text', models.TextField(blank=True, help_text='Blank: what it replaces is ended.')),
                ('at', models.DateTimeField()),
                ('by_name', models.CharField(max_length=200)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('replaces', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='coding.annotation')),
            ],
            options={
                'ordering': ['question', 'id'],
                'default_permissions': ('add', 'view'),
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('text', ''), _negated=True), ('replaces__isnull', False), _connector='OR'), name='annotation_says_or_ends_something')],
            },
        ),
        migrations.RunPython(let_admins_annotate, migrations.RunPython.noop),
    ]
