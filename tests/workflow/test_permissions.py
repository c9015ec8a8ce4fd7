"""The rules ask for permissions as Django does, and get the same answers."""

import pytest
from django.contrib.auth.models import AnonymousUser, User

from coding.workflow.permissions import has_permission

pytestmark = pytest.mark.database

ASKED = ("view_sheet", "propose_revision", "decide_revision", "change_release", "no_such_thing")


def test_who_may_do_what_is_what_django_says(cast):
    User.objects.create(username="root", is_superuser=True)
    User.objects.create(username="gone", is_superuser=True, is_active=False)
    cast.outsider.user_permissions.clear()
    User.objects.filter(pk=cast.reviewer.pk).update(is_active=False)
    people = [*User.objects.all(), AnonymousUser()]
    said = {(str(p), asked): has_permission(p, asked) for p in people for asked in ASKED}
    assert said == {
        (str(p), asked): p.has_perm(f"coding.{asked}") for p in people for asked in ASKED
    }
    assert {*said.values()} == {True, False}


def test_a_person_who_is_read_anew_has_what_was_given_meanwhile(cast):
    assert not has_permission(cast.outsider, "propose_revision")
    cast.outsider.groups.add(*cast.coder.groups.all())
    assert has_permission(User.objects.get(pk=cast.outsider.pk), "propose_revision")
