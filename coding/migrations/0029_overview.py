"""An index that tells at once when a draft was saved last, for what the overview keeps counted."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("coding", "0028_how_to_cite")]

    operations = [
        migrations.AddIndex(
            model_name="revision",
            index=models.Index(fields=["status", "saved_at"], name="revision_saved"),
        ),
    ]
