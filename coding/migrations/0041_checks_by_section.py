"""What the checks find is counted by sections: what was found before is counted anew."""

from django.db import migrations, models
from django.db.models import F, Q


def count_anew(apps, schema_editor):
    """Mark the counts of sheets with findings as stale; pages and the night count them again."""
    found = apps.get_model("coding", "CheckCount").objects.using(schema_editor.connection.alias)
    found.filter(Q(errors__gt=0) | Q(warnings__gt=0)).update(changed=F("counted") + 1)


class Migration(migrations.Migration):
    dependencies = [("coding", "0040_sheets_put_aside")]

    operations = [
        migrations.AddField("checkcount", "by_section", models.JSONField(blank=True, default=dict)),
        migrations.RunPython(count_anew, migrations.RunPython.noop),
    ]
