"""What a release asked and coded, kept with it. Those that are here had the columns of 5.1."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from coding.codebook.column_order import RELEASE_5_1
from coding import protection


def keep_questionnaires(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Give each frozen release, and its history, the questionnaire as it was at that release."""
    from coding.models.variables import QUESTIONNAIRE

    using = schema_editor.connection.alias
    protection.remove(using)  # migrate puts the guards back at its end
    for name in ("Release", "HistoricalRelease"):
        model = apps.get_model("coding", name)
        for release in model.objects.using(using).exclude(frozen_at=None):
            kept = QUESTIONNAIRE.of_release(release.label, RELEASE_5_1)
            release.questionnaire = kept.as_json()
            release.save(update_fields=["questionnaire"])


class Migration(migrations.Migration):

    dependencies = [
        ('coding', '0008_release_description'),
    ]

    operations = [
        migrations.AddField(
            model_name='historicalrelease',
            name='questionnaire',
            field=models.JSONField(blank=True, default=dict, editable=False),
        ),
        migrations.AddField(
            model_name='release',
            name='questionnaire',
            field=models.JSONField(blank=True, default=dict, editable=False),
        ),
        migrations.RunPython(keep_questionnaires, migrations.RunPython.noop),
    ]
