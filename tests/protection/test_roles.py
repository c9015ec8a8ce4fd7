"""On PostgreSQL the site works as a role that adds to the record, and can take no guard away."""

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection

from coding import protection
from coding.models import Membership, Release, Revision, Sheet
from coding.models.revision import Status
from coding.protection import roles
from coding.protection.checks import require_owner, separate_roles
from coding.workflow.release_import import import_release
from tests.factories import coded, keep, make_sheet, pending, revision_at
from tests.protection.site_role import SITE, as_site, execute, site
from tests.published_phases import release_of, varying

__all__ = ["as_site", "site"]
pytestmark = pytest.mark.django_db
only_on_postgresql = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="only PostgreSQL has roles"
)


@only_on_postgresql
def test_the_site_does_all_it_does_as_its_role(cast, as_site):
    sheet = make_sheet(4765)
    for number, status in enumerate(Status, 14):
        revision_at(status, sheet, number, "Ended.", by=cast.coder, reviewer=cast.reviewer)
    coded(sheet, 6, {"estmode": 1}, by=cast.coder, reviewer=cast.reviewer)
    import_release(release_of(varying()))
    release = Release.objects.get(frozen_at=None)
    release.note = "New."
    keep(release, by=cast.admin)
    assert Membership.objects.exists()
    assert Revision.objects.filter(status=Status.APPROVED).count() == 2


@only_on_postgresql
@pytest.mark.parametrize(
    "door",
    [
        "ALTER TABLE coding_formation DISABLE TRIGGER ALL",
        "ALTER TABLE coding_revision DISABLE TRIGGER USER",
        "DROP TRIGGER coding_formation_no_before_update ON coding_formation",
        "DROP FUNCTION coding_formation_no_before_update() CASCADE",
        "CREATE OR REPLACE FUNCTION coding_formation_no_before_update() RETURNS trigger "
        "LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$",
        "DROP TABLE coding_formation CASCADE",
        "TRUNCATE coding_sheet CASCADE",
        "TRUNCATE coding_revisionevent",
        "SET session_replication_role = replica",
        "CREATE TABLE beside (id int)",
        "ALTER TABLE coding_formation ADD COLUMN beside int",
        "CREATE TRIGGER beside BEFORE INSERT ON coding_formation FOR EACH ROW "
        "EXECUTE FUNCTION coding_formation_no_before_update()",
        "INSERT INTO coding_formation SELECT * FROM coding_formation",
        "DELETE FROM coding_membership",
        "DELETE FROM coding_historicalformation",
        "UPDATE coding_historicalformation SET author_name = 'Forged'",
        "UPDATE coding_revisionevent SET comment = 'Forged'",
        "UPDATE coding_formation SET members = 'Forged'",
        "UPDATE django_migrations SET name = 'forged'",
    ],
)
def test_the_sites_role_opens_no_door(cast, sheet, as_site, door):
    with pytest.raises(DatabaseError):
        execute(door)


@only_on_postgresql
def test_what_stands_beside_a_table_misleads_no_guard(cast, sheet, as_site):
    """A function that acts as the owner looks for tables in its own schema first."""
    revision = pending(sheet, 14, "Ended.", by=cast.coder)
    execute("CREATE TEMPORARY TABLE coding_revision AS SELECT * FROM public.coding_revision")
    execute("UPDATE pg_temp.coding_revision SET author_id = NULL, status = 'draft'")
    with pytest.raises(DatabaseError, match="not this person's"):
        execute(
            "INSERT INTO coding_revisionevent (revision_id, step, by_id, by_name, at, text, base, "
            "codes, base_codes, comment, suggestion, warnings, version, batch) "
            f"SELECT id, 'approve', {cast.coder.pk}, 'Forged', now(), text, base, codes, "
            "base_codes, '', '{}', warnings, version, '' FROM public.coding_revision "
            f"WHERE id = {revision.pk}"
        )


@only_on_postgresql
def test_the_site_does_not_migrate_and_is_told_who_does(as_site):
    with pytest.raises(CommandError, match=f"{SITE} is the site's role"):
        require_owner("default")
    assert separate_roles(None) == []


@only_on_postgresql
def test_the_owner_migrates_and_is_warned_of_serving_the_site(site):
    require_owner("default")
    ((warning,),) = [separate_roles(None)]
    assert "can take its guards away" in warning.msg


@only_on_postgresql
def test_a_migration_renews_what_the_site_may_do(site, cast):
    execute(f"REVOKE ALL ON coding_sheet FROM {site}")
    protection.install()
    roles.renew("default")
    execute(f"SET LOCAL ROLE {site}")
    assert not Sheet.objects.exists()
    execute("RESET ROLE")


@only_on_postgresql
@pytest.mark.parametrize(("name", "said"), [("nobody-here", "createuser"), (None, "owns")])
def test_a_role_that_cannot_be_the_sites_is_refused_with_the_way_out(cast, name, said):
    ((owner,),) = execute("SELECT current_user")
    with pytest.raises(CommandError, match=said):
        call_command("database_roles", site=name or owner)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="said of SQLite")
def test_sqlite_has_no_roles():
    with pytest.raises(CommandError, match="SQLite has no roles"):
        call_command("database_roles", site=SITE)
    require_owner("default")
    assert separate_roles(None) == []
