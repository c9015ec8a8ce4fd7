"""Releases described in Django admin."""

import pytest
from django.urls import reverse

from coding.models import Release


@pytest.fixture
def address():
    return reverse("admin:coding_release_change", args=[Release.objects.get(frozen_at=None).pk])


def _described(client, address, note):
    said = {
        box.html_name: box.value() or "" for box in client.get(address).context["adminform"].form
    }
    return client.post(address, {**said, "note": note})


def test_a_note_with_lines_is_kept_as_typed_and_not_written_again(client, cast, address):
    client.force_login(cast.admin)
    _described(client, address, "First line.\r\nSecond line.")
    release = Release.objects.get(frozen_at=None)
    written = Release.history.count()
    assert release.note == "First line.\nSecond line."
    for line_end in ("\r\n", "\n"):
        _described(client, address, release.note.replace("\n", line_end))
    assert Release.history.count() == written


@pytest.mark.parametrize(
    ("page", "form", "first_box"),
    [("change", "release_form", 'name="label"'), ("changelist", "changelist-form", "<table")],
)
def test_the_boxes_of_admin_take_nothing_back_from_before_a_reload(
    client, cast, address, page, form, first_box
):
    client.force_login(cast.admin)
    shown = client.get(address if page == "change" else reverse("admin:coding_release_changelist"))
    within = shown.text[shown.text.index(f'id="{form}"') :]
    assert within.index("js/no_form_restore.js") < within.index(first_box)
