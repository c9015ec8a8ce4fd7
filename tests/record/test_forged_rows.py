"""Rows that somebody with the site's password for the database adds, while all guards stand.

Each is refused, or verify names it.
"""

from operator import itemgetter
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from coding.models import Link, Release, Revision
from coding.models.chain import head
from coding.models.covered_by_chain import every
from coding.record.verification import verify
from coding.workflow.chaining import write
from tests.costly import on_the_gate
from tests.protection.site_role import as_site, execute, site
from tests.record.hand_edits import Row, key_of, read
from tests.record.rich_record import fill
from tests.releases.record_to_freeze import release

__all__ = ["as_site", "release", "site"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def record(request, cast, release, second_admin):
    """A record, and somebody who is the site for its database."""
    fill(cast, release, second_admin)
    assert verify().holds
    connection.check_constraints()  # as at the end of a transaction: nothing waits any more
    if connection.vendor == "postgresql":
        request.getfixturevalue("as_site")
    return cast


def insert(table: str, row: Row) -> int:
    """Add a row as SQL does, and return its key; nothing of the site notices."""
    names, places = ", ".join(f'"{name}"' for name in row), ", ".join(["%s"] * len(row))
    ((key,),) = execute(
        f"INSERT INTO {table} ({names}) VALUES ({places}) RETURNING {key_of(table)}",
        [*row.values()],
    )
    return int(key)


def like_the_last(table: str, **changes: Any) -> Row:
    """Return a row as the last one of the table, under the next key."""
    key = key_of(table)
    row = max(read(table), key=itemgetter(key))
    return {**row, key: row[key] + 1, **changes}


def a_step(revision: Revision, step: str, by: int | None) -> Row:
    said = like_the_last("coding_revisionevent", revision_id=revision.pk, step=step, by_id=by)
    own = next(row for row in read("coding_revision") if row["id"] == revision.pk)
    same = ("text", "base", "codes", "base_codes", "warnings", "version")
    return {**said, **{name: own[name] for name in same}}


def an_approval(cast: Any) -> None:
    revision = Revision.objects.pending().exclude(author=cast.reviewer).first()
    insert("coding_revisionevent", a_step(revision, "approve", cast.reviewer.pk))


def an_approval_of_ones_own(cast: Any) -> None:
    revision = Revision.objects.pending().filter(author=cast.coder).first()
    insert("coding_revisionevent", a_step(revision, "approve", cast.coder.pk))


def a_decision_from_print(cast: Any) -> None:
    """A revision as from the notes of a printed sheet, which nobody reviews."""
    copied = like_the_last("coding_revision", origin="printed", author_id=None, status="draft")
    blank = {
        "decided_at": None,
        "decided_by_id": None,
        "decided_by_name": "",
        "comment": "",
        "suggestion": "{}",
    }
    key = insert("coding_revision", {**copied, **blank, "follows_id": None})
    step = a_step(Revision.objects.get(pk=key), "record", cast.admin.pk)
    insert("coding_revisionevent", {**step, "comment": "", "suggestion": "{}"})


def an_answer(cast: Any) -> None:
    """A history row that leans on what was approved, and says something else."""
    rows = read("coding_historicalformation")
    row = max((row for row in rows if row["revision_id"]), key=itemgetter("history_id"))
    forged = {**row, "members": "Forged.", "history_id": len(rows) + 5000}
    insert("coding_historicalformation", forged)


def an_answer_that_leans_on_nothing(cast: Any) -> None:
    said = {"history_type": "~", "revision_id": None, "members": "Forged."}
    insert("coding_historicalformation", like_the_last("coding_historicalformation", **said))


def a_member(cast: Any) -> None:
    """As if an import had brought it."""
    said = {"history_type": "+", "revision_id": None, "id": 9000, "member": 2, "spell": 1}
    insert("coding_historicalmembership", like_the_last("coding_historicalmembership", **said))


def a_state(cast: Any) -> None:
    insert("coding_historicalstate", like_the_last("coding_historicalstate", name="Forged"))


def a_release(cast: Any) -> None:
    frozen = next(row for row in read("coding_historicalrelease") if row["frozen_by_id"])
    forged = {**frozen, "history_type": "+", "id": 900, "label": "9.9"}
    insert("coding_historicalrelease", forged | {"history_id": 9000})


def a_sheet_of_the_open_release(cast: Any) -> None:
    opened = Release.objects.get(frozen_at=None)
    insert("coding_releasedsheet", like_the_last("coding_releasedsheet", release_id=opened.pk))


def a_sheet_of_a_frozen_release(cast: Any) -> None:
    insert("coding_releasedsheet", like_the_last("coding_releasedsheet", phase=7))


def an_event_of_the_security_log(cast: Any) -> None:
    insert("coding_securityevent", like_the_last("coding_securityevent", person="reviewer"))


def an_import_that_waits(cast: Any) -> None:
    insert("coding_importrequest", like_the_last("coding_importrequest", asked_by_id=cast.admin.pk))


def a_role(cast: Any) -> None:
    group = Group.objects.get(name="admin")
    insert(
        "auth_user_groups",
        like_the_last("auth_user_groups", user_id=cast.coder.pk, group_id=group.pk),
    )


def a_draft(cast: Any) -> None:
    copied = next(row for row in read("coding_revision") if row["status"] == "draft")
    key = like_the_last("coding_revision")["id"]
    insert(
        "coding_revision", {**copied, "id": key, "author_id": cast.second_coder.pk, "question": 40}
    )


def linked(name: str, key: int, content: str) -> None:
    write([(name, key, content, timezone.now())], connection)


def a_link_to_nothing(cast: Any) -> None:
    linked("coding_revisionevent", 999_999, "0" * 64)


def a_link_to_no_table(cast: Any) -> None:
    linked("coding_nothing", 1, "0" * 64)


def a_second_link_to_a_step(cast: Any) -> None:
    first = Link.objects.filter(name="coding_revisionevent").first()
    linked(first.name, first.row, first.content)


def a_link_to_what_a_revision_said_before(cast: Any) -> None:
    first = Link.objects.filter(name="coding_revision").first()
    linked(first.name, first.row, "0" * 64)


def a_link_that_follows_from_nothing(cast: Any) -> None:
    insert("coding_link", like_the_last("coding_link"))


def a_link_that_leaves_a_gap(cast: Any) -> None:
    last = head()
    later = last._replace(sequence=last.sequence + 1)
    link = later.follow("coding_revisionevent", 1, "0" * 64, at=timezone.now())
    row = like_the_last("coding_link", sequence=link.sequence, hash=link.hash)
    insert("coding_link", row)


def a_link_before_its_time(cast: Any) -> None:
    covered = every()["auth_user"]
    key, row = next(covered.rows(connection))
    early = head()._replace(at=timezone.now() - timezone.timedelta(days=9))
    link = early.follow(covered.name, key, covered.content(row), at=early.at)
    said = {"name": covered.name, "row": key, "content": covered.content(row), "hash": link.hash}
    kept_at = connection.ops.adapt_datetimefield_value(link.at)
    insert("coding_link", like_the_last("coding_link", at=kept_at, **said))


def an_answer_with_its_link(cast: Any) -> None:
    """Whoever knows the code can link what they forge; that nobody approved it is seen."""
    an_answer(cast)
    covered = every()["coding_historicalformation"]
    key, row = list(covered.rows(connection))[-1]
    linked(covered.name, key, covered.content(row))


FOUND = [
    *(an_approval, an_answer, a_state, a_release, a_sheet_of_the_open_release, a_role, a_draft),
    *(a_member, a_decision_from_print),
    *(an_event_of_the_security_log, an_import_that_waits, a_link_to_nothing, a_link_to_no_table),
    *(a_second_link_to_a_step, a_link_to_what_a_revision_said_before, a_link_that_leaves_a_gap),
    *(a_link_that_follows_from_nothing, a_link_before_its_time, an_answer_with_its_link),
]
REFUSED = {
    an_approval_of_ones_own: "not this person's to take",
    an_answer_that_leans_on_nothing: "by an approved revision",
    a_sheet_of_a_frozen_release: "a frozen release stays",
}


@on_the_gate
@pytest.mark.acceptance(11, 35)
def test_what_is_forged_while_the_guards_stand_is_found_or_refused(record) -> None:
    missed = []
    for forge in FOUND:
        with transaction.atomic():
            forge(record)
            if verify().holds:
                missed.append(forge.__name__)
            transaction.set_rollback(True)
    assert missed == []
    for forge, why in REFUSED.items():
        with pytest.raises(DatabaseError, match=why), transaction.atomic():
            forge(record)
    assert verify().holds
