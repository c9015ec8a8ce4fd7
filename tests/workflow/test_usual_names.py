"""What alliances are usually called."""

import pytest

from coding.models import Sheet
from coding.reference.usual_names import known_alliances
from coding.workflow.refusals import NotAllowed, Refused
from coding.workflow.usual_names import name_alliance, name_known_alliances
from tests.factories import make_sheet

pytestmark = pytest.mark.database
STEEL = "Pact of Steel; Stahlpakt"


def steel(**changes):
    answers = {"q3": "22 May 1939", "q4": "255 Germany\n325 Italy", **changes}
    make_sheet(2445, **answers)
    return Sheet.objects.get(atop_id=2445).usual_names


def test_the_site_knows_the_fifty_best_known_alliances():
    names = [name for alliance in known_alliances() for name in alliance.names]
    assert len(known_alliances()) >= 50
    assert {"NATO", "Warsaw Pact", "Rio Pact"} <= set(names)
    assert len(set(names)) == len(names)


def test_a_known_alliance_has_its_names_as_it_comes_in(db):
    assert steel() == STEEL
    history = Sheet.objects.get(atop_id=2445).history.first()
    assert history.history_change_reason == "Usual names, as the site knows them"


@pytest.mark.parametrize(
    "changes",
    [
        {"q3": "June 22, 1939"},
        {"q3": ""},
        {"q4": "255 Germany\n325 Italy\n740 Japan"},
        {"q4": "255 Germany"},
    ],
)
def test_another_month_or_other_members_are_another_alliance(db, changes):
    assert steel(**changes) == ""


def test_names_that_people_changed_stay_so(cast):
    steel()
    name_alliance(Sheet.objects.get(), "", by=cast.admin)
    assert not name_known_alliances()
    assert Sheet.objects.get().usual_names == ""


@pytest.mark.parametrize("who", ["reviewer", "admin"])
def test_reviewers_and_admins_change_names_with_history(cast, sheet, who):
    person = getattr(cast, who)
    named = name_alliance(sheet, " Minsk  Pact ;; Minsk Pact; MP ", by=person)
    assert named.usual_names == "Minsk Pact; MP"
    row = named.history.first()
    assert (row.usual_names, row.history_user) == ("Minsk Pact; MP", person)
    before = named.history.count()
    name_alliance(sheet, "Minsk Pact; MP", by=person)
    assert named.history.count() == before


def test_coders_propose_answers_and_give_no_names(cast, sheet):
    with pytest.raises(NotAllowed):
        name_alliance(sheet, "Minsk Pact", by=cast.coder)


def test_a_story_is_no_name(cast, sheet):
    with pytest.raises(Refused, match="500 at most"):
        name_alliance(sheet, "x" * 501, by=cast.admin)
