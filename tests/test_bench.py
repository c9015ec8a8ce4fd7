"""The benchmark's data: a few sheets through the workflow, the others copied in the database."""

import json

import pytest
from django.contrib.auth.models import User

from bench.filling import main
from coding.models import Membership, Revision, Sheet


@pytest.mark.django_db
def test_the_sheets_of_the_benchmark_are_copied_with_their_record(client, tmp_path):
    main(34, str(tmp_path))
    targets = json.loads((tmp_path / "site.json").read_text())
    assert Sheet.objects.count() == 34
    assert Revision.objects.pending().count() == len(targets["pending"]) == 20
    first, copy = Sheet.objects.get(atop_id=1000), Sheet.objects.get(atop_id=1017)
    assert copy.formation.atop_identifier == "1017"
    assert copy.formation.members == first.formation.members
    assert copy.formation.history.count() == first.formation.history.count() > 0
    assert Membership.objects.filter(sheet=copy).count() == first.memberships.count() > 0
    client.force_login(User.objects.get(username="reviewer0"))
    waiting = targets["pending"][-1]
    assert waiting["mark"] in client.get(f"/review/{waiting['pk']}/").content.decode()
    assert client.get("/sheets/1017/history/").status_code == 200
