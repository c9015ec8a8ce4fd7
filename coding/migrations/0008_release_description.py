"""The DOI, address and licence of a release."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('coding', '0007_releases_frozen_and_published'),
    ]

    operations = [
        migrations.AddField(
            model_name='historicalrelease',
            name='doi',
            field=models.CharField(blank=True, help_text='As in 10.1080/03050620213653. Archives reserve one before a deposit.', max_length=200, verbose_name='DOI'),
        ),
        migrations.AddField(
            model_name='historicalrelease',
            name='licence',
            field=models.CharField(blank=True, help_text='Its SPDX identifier, as in CC-BY-4.0.', max_length=40),
        ),
        migrations.AddField(
            model_name='historicalrelease',
            name='url',
            field=models.CharField(blank=True, help_text='Where the release is described for good, as in https://www.example.org/data/6.0.', max_length=200, verbose_name='address'),
        ),
        migrations.AddField(
            model_name='release',
            name='doi',
            field=models.CharField(blank=True, help_text='As in 10.1080/03050620213653. Archives reserve one before a deposit.', max_length=200, verbose_name='DOI'),
        ),
        migrations.AddField(
            model_name='release',
            name='licence',
            field=models.CharField(blank=True, help_text='Its SPDX identifier, as in CC-BY-4.0.', max_length=40),
        ),
        migrations.AddField(
            model_name='release',
            name='url',
            field=models.CharField(blank=True, help_text='Where the release is described for good, as in https://www.example.org/data/6.0.', max_length=200, verbose_name='address'),
        ),
    ]
