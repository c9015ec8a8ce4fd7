"""The security log, read by admins."""

from django.apps.registry import Apps
from django.contrib.auth.management import create_permissions
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def let_admins_read(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Give the role its permission, which migrate itself would make only at its end."""
    using = schema_editor.connection.alias
    config = apps.get_app_config("coding")
    config.models_module = True
    create_permissions(config, apps=apps, using=using, verbosity=0)
    config.models_module = None
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    for group in Group.objects.using(using).filter(name="admin"):
        group.permissions.add(*Permission.objects.using(using).filter(codename="view_securityevent"))


class Migration(migrations.Migration):

    dependencies = [
        ('coding', '0019_import_requests'),
    ]

    operations = [
        migrations.CreateModel(
            name='SecurityEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(db_index=True)),
                ('kind', models.CharField(db_index=True, max_length=60)),
                ('person', models.CharField(blank=True, help_text='Who did it.', max_length=150)),
                ('about', models.CharField(blank=True, help_text='Whom or what it is about.', max_length=200)),
                ('address', models.CharField(blank=True, max_length=45)),
                ('device', models.CharField(blank=True, max_length=100)),
                ('more', models.CharField(blank=True, max_length=500)),
                ('times', models.PositiveIntegerField(default=1, help_text='For the how manieth time within an hour, of what is counted.')),
            ],
            options={
                'ordering': ['-id'],
                'default_permissions': ('view',),
            },
        ),
        migrations.RunPython(let_admins_read, migrations.RunPython.noop),
    ]
