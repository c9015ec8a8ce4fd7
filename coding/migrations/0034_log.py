"""Indexes by which the log reads the newest steps first, and what was approved since a day."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("coding", "0033_readers")]

    operations = [
        migrations.AddIndex(
            model_name="revisionevent",
            index=models.Index(fields=["at", "id"], name="revision_event_log"),
        ),
        migrations.AddIndex(
            model_name="revision",
            index=models.Index(
                fields=["status", "decided_at", "sheet"], name="revision_changed"
            ),
        ),
    ]
