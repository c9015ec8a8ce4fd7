"""Releases described in Django admin."""

import pytest

from coding.models import Release
from tests.admin.addresses import address_of


@pytest.fixture
def address():
    return address_of(Release, "change", Release.objects.get(frozen_at=None).pk)


def _described(admin, address, note):
    said = {
        box.html_name: box.value() or "" for box in admin.get(address).context["adminform"].form
    }
    return admin.post(address, {**said, "note": note})


def test_a_note_with_lines_is_kept_as_typed_and_not_written_again(admin, address):
    _described(admin, address, "First line.\r\nSecond line.")
    release = Release.objects.get(frozen_at=None)
    written = Release.history.count()
    assert release.note == "First line.\nSecond line."
    for line_end in ("\r\n", "\n"):
        _described(admin, address, release.note.replace("\n", line_end))
    assert Release.history.count() == written


@pytest.mark.parametrize(
    ("page", "form", "first_box"),
    [("change", "release_form", 'name="label"'), ("changelist", "changelist-form", "<table")],
)
def test_the_boxes_of_admin_take_nothing_back_from_before_a_reload(
    admin, address, page, form, first_box
):
    shown = admin.get(address if page == "change" else address_of(Release, "changelist"))
    within = shown.text[shown.text.index(f'id="{form}"') :]
    assert within.index("js/no_form_restore.js") < within.index(first_box)
