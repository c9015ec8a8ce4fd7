"""An update of the site links the roles that it changes, and takes no others over."""

from types import SimpleNamespace

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.db import connection

from coding.apps import _link_roles, _open, _protect
from tests.record.rich_record import told

pytestmark = pytest.mark.django_db
PLAN = [(SimpleNamespace(), False)]


def take_rights_away(role: str) -> int:
    """As a migration does, or somebody with SQL."""
    key = Group.objects.get(name=role).pk
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM auth_group_permissions WHERE group_id = %s", [key])
    return key


def update(change) -> None:
    """Migrate, with what a migration changes."""
    config = apps.get_app_config("coding")
    _open(config, "default", PLAN)
    change()
    _protect(config, "default")
    _link_roles(config, "default", PLAN, apps=apps)


def test_what_a_migration_changes_is_linked(cast):
    update(lambda: take_rights_away("reader"))
    assert told() == []


def test_what_somebody_changed_before_is_told_before_and_after(cast, caplog):
    forged = take_rights_away("coder")
    assert [fault.partition(":")[0] for fault in told()] == [f"auth_group {forged}"]
    update(lambda: take_rights_away("reader"))
    assert f"The role {forged} is not as it was linked" in caplog.text
    assert [fault.partition(":")[0] for fault in told()] == [f"auth_group {forged}"]
