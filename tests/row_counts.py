"""Counts every row of every table, to show that something wrote nothing."""

from django.apps import apps


def rows_of_every_table() -> dict[str, int]:
    """The number of rows by table, history tables among them."""
    models = [*apps.get_models(include_auto_created=True)]
    return {model._meta.db_table: model._base_manager.count() for model in models}
