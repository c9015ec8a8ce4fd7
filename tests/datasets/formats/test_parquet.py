"""Parquet files: types, labels and notes in the metadata."""

import json

import pytest

from tests.datasets.formats.tables import ABOUT, COLUMNS, table, write

parquet = pytest.importorskip("pyarrow.parquet")


@pytest.fixture
def schema(tmp_path):
    return parquet.read_schema(write(".parquet", table(), tmp_path))


def test_columns_are_as_small_as_they_can_be(schema) -> None:
    assert [str(column.type) for column in schema] == ["int16", "int8", "double", "string"]


def test_columns_and_values_are_labelled(schema) -> None:
    said = [dict(column.metadata) for column in schema]
    assert [described[b"label"].decode() for described in said] == [
        column.label for column in COLUMNS
    ]
    values = {"0": "no", "1": "yes – always"}
    assert [json.loads(described.get(b"values", b"null")) for described in said] == [
        None,
        values,
        None,
        None,
    ]


def test_title_day_and_notes_stand_with_the_file(schema) -> None:
    assert schema.metadata[b"title"].decode() == ABOUT.title
    assert schema.metadata[b"day"] == b"2018-12-31"
    assert json.loads(schema.metadata[b"notes"]) == list(ABOUT.notes)


def test_a_missing_value_is_null_whatever_the_type(tmp_path) -> None:
    found = parquet.read_table(write(".parquet", table(), tmp_path))
    assert [found[column.name].null_count for column in COLUMNS] == [0, 1, 1, 0]
