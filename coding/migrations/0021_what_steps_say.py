"""Steps of revisions also say warnings and version: the database moves revisions by them."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('coding', '0020_security_event'),
    ]

    operations = [
        migrations.AddField(
            model_name='revisionevent',
            name='version',
            field=models.CharField(blank=True, default='', max_length=20),
        ),
        migrations.AddField(
            model_name='revisionevent',
            name='warnings',
            field=models.JSONField(blank=True, default=list),
        ),
    ]
