"""Sheets that were started by mistake can be put aside; their number is free then."""

from django.apps.registry import Apps
from django.contrib.auth.management import create_permissions
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def let_admins_put_sheets_aside(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Give the role its permission, which migrate itself would make only at its end."""
    using = schema_editor.connection.alias
    config = apps.get_app_config("coding")
    config.models_module = True
    create_permissions(config, apps=apps, using=using, verbosity=0)
    config.models_module = None
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    for group in Group.objects.using(using).filter(name="admin"):
        group.permissions.add(Permission.objects.using(using).get(codename="put_sheet_aside"))


class Migration(migrations.Migration):

    dependencies = [
        ('coding', '0039_presence'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='sheet',
            options={'ordering': ['atop_id', 'phase'], 'permissions': [('import_sheets', 'Can import printed sheets'), ('start_sheet', 'Can start a new sheet'), ('put_sheet_aside', 'Can put sheets aside')]},
        ),
        migrations.RemoveConstraint(
            model_name='sheet',
            name='sheet_once',
        ),
        migrations.AddField(
            model_name='historicalsheet',
            name='put_aside',
            field=models.TextField(blank=True, default='', help_text='Why an admin put it aside; empty where it is not. It was started by mistake: it is kept, and out of everything else.'),
        ),
        migrations.AddField(
            model_name='sheet',
            name='put_aside',
            field=models.TextField(blank=True, default='', help_text='Why an admin put it aside; empty where it is not. It was started by mistake: it is kept, and out of everything else.'),
        ),
        migrations.AddConstraint(
            model_name='sheet',
            constraint=models.UniqueConstraint(condition=models.Q(('put_aside', '')), fields=('atop_id', 'phase'), name='sheet_once'),
        ),
        migrations.AddConstraint(
            model_name='sheet',
            constraint=models.CheckConstraint(condition=models.Q(('put_aside', ''), ('entered_at', None), _connector='OR'), name='sheet_put_aside_has_nothing_approved'),
        ),
        migrations.RunPython(let_admins_put_sheets_aside, migrations.RunPython.noop),
    ]
