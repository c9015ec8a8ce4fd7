"""The usual names of alliances, and the full-text index of what is approved.

SQLite has the index in a table beside the words (FTS5), which coding/search/updating_index.py writes with
them; PostgreSQL has it as an index of the words. ``migrate`` fills it at its end.
"""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

IN_SQLITE = (
    "CREATE VIRTUAL TABLE coding_passage_words USING fts5(text, content='coding_passage', "
    "content_rowid='id', columnsize=0, tokenize='unicode61 remove_diacritics 0')"
)
IN_POSTGRESQL = (
    "CREATE INDEX coding_passage_words ON coding_passage USING gin (to_tsvector('simple', text))"
)


def make_index(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    vendor = schema_editor.connection.vendor
    schema_editor.execute(IN_SQLITE if vendor == "sqlite" else IN_POSTGRESQL, params=None)


def remove_index(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "sqlite":  # PostgreSQL drops it with its table
        schema_editor.execute("DROP TABLE coding_passage_words", params=None)


class Migration(migrations.Migration):

    dependencies = [
        ('coding', '0026_what_a_press_is_bound_to'),
    ]

    operations = [
        migrations.CreateModel(
            name='Passage',
            fields=[
                ('id', models.BigIntegerField(primary_key=True, serialize=False)),
                ('text', models.TextField()),
            ],
        ),
        migrations.AddField(
            model_name='historicalsheet',
            name='usual_names',
            field=models.TextField(blank=True, default='', help_text='What the alliance is usually called, such as NATO; several are parted by semicolons. They help to find it and are no answer.'),
        ),
        migrations.AddField(
            model_name='sheet',
            name='usual_names',
            field=models.TextField(blank=True, default='', help_text='What the alliance is usually called, such as NATO; several are parted by semicolons. They help to find it and are no answer.'),
        ),
        migrations.RunPython(make_index, remove_index),
    ]
