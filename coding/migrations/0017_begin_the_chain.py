"""Links everything that the record has by now, in the order in which it was written.

What that was stands here, not where it is added to: what is covered since has migrations of its own.
"""

from django.apps.registry import Apps
from django.conf import settings
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from coding.models.covered_rows import Covered
from coding.workflow.first_chain import begin_chain

_ONCE = (
    *("RevisionEvent", "ReleasedSheet", "HistoricalSheet", "HistoricalRelease"),
    *("HistoricalFormation", "HistoricalObligations", "HistoricalInstitutionalization"),
    *("HistoricalContext", "HistoricalDocumentation", "HistoricalState", "HistoricalStateSpell"),
    *("HistoricalWar", "HistoricalParticipation", "HistoricalMembership"),
    "HistoricalPairObligation",
)
_BEGUN = ("id", "sheet", "question", "author", "author_name", "origin", "created_at")
_ROLES = (("permissions", "permissions__codename"),)
_PEOPLE = (("groups", "groups__name"), ("user_permissions", "user_permissions__codename"))


def begin(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    models = [apps.get_model("coding", name) for name in _ONCE]
    role, person = apps.get_model("auth", "Group"), apps.get_model("auth", "User")
    revision = apps.get_model("coding", "Revision")
    revisions = Covered("coding_revision", revision, is_written_once=False)
    others = (
        Covered("auth_group", role, lists=_ROLES, is_written_once=False),
        Covered("auth_user", person, (), ("last_login",), _PEOPLE, False),
        Covered("coding_revision/begun", revision, _BEGUN),
    )
    once = [Covered(one._meta.db_table, one) for one in models]
    begin_chain(once, others, revisions, schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [
        ("coding", "0016_the_chain"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [migrations.RunPython(begin, migrations.RunPython.noop)]
