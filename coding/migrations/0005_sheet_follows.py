"""The phase that a phase continues."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('coding', '0004_numeric_codes'),
    ]

    operations = [
        migrations.AddField(
            model_name='historicalsheet',
            name='follows',
            field=models.ForeignKey(blank=True, db_constraint=False, help_text='The phase that this one continues; parallel phases follow the same one.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='coding.sheet'),
        ),
        migrations.AddField(
            model_name='sheet',
            name='follows',
            field=models.ForeignKey(blank=True, help_text='The phase that this one continues; parallel phases follow the same one.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='followed_by', to='coding.sheet'),
        ),
    ]
