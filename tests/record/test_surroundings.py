"""On PostgreSQL, what stands around the tables and leads past the guards, or misleads, is named."""

import pytest
from django.core.management import call_command
from django.db import connection

from tests.factories import pending
from tests.protection.site_role import SITE, execute, site
from tests.record.rich_record import told

__all__ = ["site"]
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has nothing of the kind"),
]
SAYS_YES = (
    "CREATE FUNCTION {schema}.says_yes(varchar, varchar) RETURNS boolean LANGUAGE sql IMMUTABLE "
    "AS 'SELECT true'; CREATE OPERATOR {schema}.= "
    "(LEFTARG = varchar, RIGHTARG = varchar, FUNCTION = {schema}.says_yes)"
)


def test_an_operator_that_is_preferred_to_postgresqls_own_is_found(cast, sheet):
    """Every draft counts as decided with it, to guards and pages alike."""
    pending(sheet, 14, "Ended.", by=cast.coder)
    assert told() == []
    execute(SAYS_YES.format(schema="public"))
    assert execute("SELECT count(*) FROM coding_revision WHERE status = 'approved'") == [(1,)]
    assert (
        "operator =(character varying,character varying): It is none of the site's. It should be "
        "away, or in a schema of its own." in told()
    )


def test_a_schema_that_is_searched_too_is_looked_at(db):
    execute("CREATE SCHEMA beside")
    execute(SAYS_YES.format(schema="beside"))
    assert told() == []
    execute("SET LOCAL search_path = public, beside")
    assert told()[0].startswith("function says_yes(character varying,character varying): It is")


def test_what_is_found_before_what_postgresql_brings_is_found(db):
    execute("SET LOCAL search_path = public, pg_catalog")
    assert told() == [
        "search_path: What others made is found before what PostgreSQL brings. It should be not "
        "set: ALTER ROLE … RESET search_path."
    ]


@pytest.mark.parametrize(
    ("right", "said"),
    [
        ("UPDATE ON coding_historicalformation TO {site}", "UPDATE on coding_historicalformation"),
        ("UPDATE (text) ON coding_revisionevent TO {site}", "UPDATE on coding_revisionevent"),
        ("TRUNCATE ON coding_sheet TO {site}", "TRUNCATE on coding_sheet"),
        ("SELECT ON auth_user TO PUBLIC", "SELECT on auth_user"),
        ("INSERT ON coding_revisionevent TO PUBLIC", "INSERT on coding_revisionevent"),
    ],
)
def test_a_right_that_the_site_does_not_need_is_named_until_rights_are_renewed(site, right, said):
    assert told() == []
    execute(f"GRANT {right}".format(site=site))
    role = "public" if "PUBLIC" in right else site
    assert told()[0].startswith(f"the role {role}: It has the right to {said}. It should be w")
    call_command("migrate", verbosity=0)
    assert told() == []


def test_a_role_of_the_operator_that_reads_is_no_fault(site):
    execute(f"CREATE ROLE {SITE}_reader")
    execute(f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {SITE}_reader")
    assert told() == []
    execute(f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {SITE}_reader")
    execute(f"DROP ROLE {SITE}_reader")


def test_a_site_that_owns_a_table_is_named(site):
    execute(f"GRANT CREATE ON SCHEMA public TO {site}")
    execute(f"ALTER TABLE coding_formation OWNER TO {site}")
    assert any("TRIGGER on coding_formation" in fault for fault in told())
    execute("ALTER TABLE coding_formation OWNER TO CURRENT_USER")


def test_an_index_that_is_not_valid_is_found(db):
    """As one that another program began to make and did not end."""
    execute("CREATE TABLE parts (id integer) PARTITION BY RANGE (id)")
    execute("CREATE TABLE part PARTITION OF parts DEFAULT")
    assert not any("begun" in fault for fault in told())
    execute("CREATE INDEX begun ON ONLY parts (id)")
    found = "index begun: It is marked as not valid. It should be made anew, by REINDEX INDEX begun"
    assert any(fault.startswith(found) for fault in told())
