"""A release keeps its questionnaire; those that were here before have that of 5.1."""

import importlib
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from coding.codebook.column_order import RELEASE_5_1
from coding.models import Release
from coding.models.release import release_at
from coding.models.variables import QUESTIONNAIRE
from coding.workflow.record_writer import save_tracked
from tests.factories import keep

pytestmark = pytest.mark.django_db


def frozen(label, at, **more):
    release = Release(label=label, cut_off=at.date(), frozen_at=at, **more)
    save_tracked(release, by=None, at=at, reason="Frozen")
    return release


@pytest.mark.acceptance(22)
def test_a_frozen_release_keeps_its_questionnaire_for_good():
    release = frozen("5.9", timezone.now(), questionnaire=QUESTIONNAIRE.as_json())
    assert Release.objects.get(pk=release.pk).kept_questionnaire == QUESTIONNAIRE
    release.questionnaire = {}
    with pytest.raises(DatabaseError, match="a frozen release stays"), transaction.atomic():
        keep(release)


def test_a_release_that_was_here_before_gets_the_columns_of_5_1_with_its_history():
    release = frozen("5.1", timezone.now())
    migration = importlib.import_module("coding.migrations.0009_release_questionnaire")
    then = MigrationLoader(connection).project_state(("coding", "0009_release_questionnaire"))
    migration.keep_questionnaires(then.apps, SimpleNamespace(connection=connection))
    release.refresh_from_db()
    assert set(release.kept_questionnaire.by_name) == set(RELEASE_5_1)
    assert all(row.questionnaire == release.questionnaire for row in release.history.all())
    assert Release.objects.get(frozen_at=None).questionnaire == {}


def test_the_release_that_was_worked_on_at_a_moment_is_the_next_one_frozen():
    now = timezone.now()
    frozen("10.0", now)
    frozen("9.0", now - timedelta(days=9))
    assert release_at(now - timedelta(days=10)) == "9.0"
    assert release_at(now - timedelta(days=5)) == "10.0"
    assert release_at(now + timedelta(days=1)) == ""
