"""Verify finds whatever is changed by hand, and says where."""

import pytest
from django.db import DatabaseError, connection, transaction

from coding import protection
from coding.record import guards
from coding.record.verification import verify
from tests.costly import IS_GATE
from tests.record.hand_edits import Editor, read_all
from tests.record.rich_record import fill
from tests.releases.record_to_freeze import release
from tests.whole_chain import link_everything

__all__ = ["release"]
pytestmark = pytest.mark.django_db
SEED = 11
EDITS = 300 if IS_GATE else 10
_LISTS = ("participation", "war", "statespell")  # long, and there is nothing to learn from them


@pytest.fixture
def editor(cast, release, second_admin, monkeypatch) -> Editor:
    """Somebody who knows SQL, on a record whose guards are gone, and with older copies of it.

    That they are gone would be found each time, and is not what is asked here.
    """
    monkeypatch.setattr(guards, "faults", lambda: iter(()))
    older: list = []
    fill(cast, release, second_admin, keep=lambda: older.append(read_all()))
    protection.remove()
    with connection.cursor() as cursor:
        for name in _LISTS:
            cursor.execute(f"DELETE FROM coding_historical{name}")
            cursor.execute(f"DELETE FROM coding_{name}")
            if connection.vendor == "sqlite":  # as if there never had been any
                cursor.execute(f"DELETE FROM sqlite_sequence WHERE name LIKE '%%{name}'")
        for name in ("link", "draftseal"):
            cursor.execute(f"DELETE FROM coding_{name}")
    link_everything()
    for old in older:
        for name in ("link", "draftseal"):
            old.pop(f"coding_{name}", None)
    return Editor(SEED, older)


@pytest.mark.acceptance(11, 35)
def test_every_one_of_many_random_edits_is_found(editor) -> None:
    assert verify().holds
    missed, made = [], 0
    while made < EDITS:
        edit = editor.edit()
        if edit is None:
            continue
        with transaction.atomic():
            try:
                with transaction.atomic():
                    edit.make()
            except DatabaseError:  # another row stands in the way, say
                continue
            made += 1
            if verify().holds:
                missed.append(edit.says)
            transaction.set_rollback(True)
    assert missed == []
    assert verify().holds
