"""Who did what, when: filters, pages, the download, and who reads what of it."""

import csv
import re
from datetime import date, timedelta

import pytest
from django.contrib.auth.models import User

from coding.history.log import KINDS, LogQuery, all_of, page_of
from coding.models import ImportRequest, Release, SecurityEvent, State, StateSpell
from coding.models.questionnaire import BY_NUMBER
from coding.models.times import day_of
from coding.workflow import citation_corrections, drafts
from coding.workflow.assigning import assign
from coding.workflow.comments import comment
from coding.workflow.handing_over import hand_over
from coding.workflow.reference_import import save_by_hand
from coding.workflow.release_steps import change
from coding.workflow.usual_names import name_alliance
from tests.desk.on_the_desk import asked_for
from tests.factories import approved_change, draft, make_sheet, pending, send_back, withdraw
from tests.published_phases import publish, two
from tests.shared_rows import shared

pytestmark = pytest.mark.database

SENTINEL = "Quagmire"


@pytest.fixture
def reading(client, cast):
    def as_person(who, query=""):
        client.force_login(getattr(cast, who))
        return client.get(f"/log/{query}").text

    return as_person


@pytest.fixture
def rows(client, cast):
    def of(who, query=""):
        client.force_login(getattr(cast, who))
        answer = client.get(f"/log.csv{query}")
        assert answer.headers["Content-Type"].startswith("text/csv")
        text = b"".join(answer.streaming_content).decode()
        return list(csv.DictReader(text.removeprefix("\ufeff").splitlines()))

    return of


@shared
def story(cast):
    """Steps, decisions, names, releases: something of each that everybody reads."""
    sheet = make_sheet(4765)
    approved_change(sheet, 14, "Ended.", by=cast.coder, reviewer=cast.reviewer)
    send_back(pending(sheet, 15, "No.", by=cast.second_coder), by=cast.reviewer)
    name_alliance(sheet, "The Pact", by=cast.reviewer)
    release = Release.objects.get()
    release.note = "New."
    change(release, by=cast.admin, reason="Note written")
    return sheet


def told(page: str) -> list[str]:
    return re.findall(r'<span class="chip [^"]*">([^<]+)<', page)


def test_the_newest_comes_first_and_each_leads_to_what_it_is_about(reading, story):
    page = reading("coder")
    did = told(page)
    assert did.index("release changed") < did.index("returned") < did.index("approved")
    revision = story.revisions.get(question=14).pk
    assert f'<a href="/revisions/{revision}/">4765 Q14</a>' in page
    assert "Usual names changed: The Pact" in page
    assert "Cite the article." in page


def test_conditions_in_the_address_combine(reading, cast, story):
    make_sheet(4770)
    reviewer = cast.reviewer.get_full_name().replace(" ", "+")
    assert set(told(reading("coder", f"?person={reviewer}"))) == {
        *("approved", "returned", "sheet changed")
    }
    assert set(told(reading("coder", "?person=coder2"))) == {"submitted"}
    assert told(reading("coder", "?person=me&kind=changes")) == ["submitted"]
    assert sorted(told(reading("coder", "?kind=decisions"))) == ["approved", "returned"]
    assert "4765" not in told(reading("coder", "?sheet=4770"))
    assert "sheet started" in told(reading("coder", "?sheet=4770"))
    assert "release changed" not in told(reading("coder", "?sheet=4765"))


def test_a_day_or_a_span_is_told(reading, story):
    today, tomorrow = day_of(None), day_of(None) + timedelta(days=1)
    assert "approved" in told(reading("coder", f"?since={today}&until={today}"))
    assert "Nothing that you may read" in reading("coder", f"?since={tomorrow}")
    assert "Nothing that you may read" in reading("coder", f"?until={date(2000, 1, 1)}")


def test_all_phases_are_meant_where_none_is_named(reading, cast):
    make_sheet(1020, 1)
    make_sheet(1020, 2)
    assert {"1020.1", "1020.2"} <= set(re.findall(r"1020\.\d", reading("coder", "?sheet=1020")))
    assert "1020.1" not in reading("coder", "?sheet=1020.2&kind=sheets").split("<table")[1]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("?sheet=NATO", "“NATO” is not a sheet. Write it as 4765 or 1020.2."),
        ("?person=Nobody+Here", "Nobody here is called “Nobody Here”."),
        ("?since=soon", "“soon” is not a date. Write it as 2017-12-27."),
        ("?kind=gossip", "gossip is not one of the available choices"),
    ],
)
def test_what_cannot_be_read_is_said_and_lists_nothing(client, reading, story, query, words):
    page = reading("coder", query)
    assert words in page
    assert told(page) == []
    assert client.get(f"/log.csv{query}").status_code == 400


def test_pages_go_on_until_everything_was_shown_once(cast, story):
    asked = LogQuery(cast.admin)
    whole = [line.place for line in all_of(asked)]
    assert whole == sorted(set(whole), reverse=True)
    paged, behind = [], None
    while lines := page_of(asked, behind, 2):
        paged += [line.place for line in lines]
        behind = paged[-1]
    assert paged == whole


def test_a_page_leads_to_the_next(monkeypatch, reading, story):
    monkeypatch.setattr("coding.views.log.PAGE", 3)
    first = reading("coder")
    assert len(told(first)) == 3
    older = re.search(r'href="/log/(\?before=[^"]+)" rel="next"', first)[1]
    second = reading("coder", older.replace("&amp;", "&"))
    assert len(told(second)) == 3
    assert first.split("<tbody>")[1] != second.split("<tbody>")[1]


@pytest.mark.parametrize("place", ["x", "2026-01-01", "2026-01-01_1_x", "9999-12-31T23:59_0_1"])
def test_a_place_that_is_none_is_passed_over(reading, story, place):
    assert "Who did what" in reading("coder", f"?before={place}")


def test_comments_and_assignments_are_told_to_readers(reading, cast, sheet):
    assign([sheet.pk], to=cast.coder, by=cast.admin)
    comment(sheet, BY_NUMBER[14], "See Article 3.", by=cast.coder)
    page = reading("reviewer")
    assert {"assigned", "comment written"} <= set(told(page))
    assert "See Article 3." in page
    assert f"to {cast.coder.get_full_name()}" in page


def test_the_download_has_all_that_the_pages_have(cast, rows, story):
    found = rows("coder")
    assert len(found) == len(list(all_of(LogQuery(cast.coder))))
    approval = next(row for row in found if row["did"] == "approved")
    assert approval["person"] == cast.reviewer.get_full_name()
    assert (approval["user"], approval["sheet"], approval["question"]) == ("reviewer", "4765", "14")
    assert {row["did"] for row in rows("coder", "?kind=decisions")} == {"approved", "returned"}


def test_for_spreadsheets_nothing_runs_as_a_formula(cast, rows, story):
    send_back(pending(story, 20, "No.", by=cast.coder), by=cast.reviewer, comment="=1+1")
    assert "=1+1" in {row["words"] for row in rows("coder")}
    assert "'=1+1" in {row["words"] for row in rows("coder", "?for=spreadsheets")}


@pytest.mark.acceptance(13)
@pytest.mark.parametrize("who", ["second_coder", "reviewer"])
def test_of_somebody_elses_draft_the_log_tells_nothing(cast, reading, rows, sheet, who):
    draft(sheet, 14, SENTINEL, by=cast.coder, note=SENTINEL)
    withdraw(draft(sheet, 15, SENTINEL, by=cast.coder, note=SENTINEL), by=cast.coder)
    taken_back = drafts.take_back(pending(sheet, 16, SENTINEL, by=cast.coder), by=cast.coder)
    withdraw(taken_back, by=cast.coder)
    page = reading(who, "?person=coder")
    assert SENTINEL not in page
    assert told(page) == []
    assert rows(who, "?person=coder") == []
    assert "discarded" in told(reading("coder", "?person=me"))
    assert "discarded" in told(reading("admin", "?person=coder"))


def test_a_draft_that_was_handed_over_is_told_to_who_goes_on(cast, reading, sheet):
    left = draft(sheet, 14, "Begun.", by=cast.coder)
    cast.coder.groups.clear()
    hand_over(left, to=cast.second_coder, by=cast.admin)
    assert "handed over" in told(reading("second_coder"))
    assert "handed over" not in told(reading("reviewer"))


@pytest.mark.parametrize(("who", "reads"), [("coder", False), ("reviewer", False), ("admin", True)])
def test_the_import_desk_and_sign_ins_are_told_to_admins_alone(
    cast, reading, rows, sheet, who, reads
):
    asked_for(4766, by=User.objects.get(username="admin"))
    SecurityEvent.objects.create(at=sheet.started_at, kind="signed in", person="coder")
    assert ImportRequest.objects.exists()
    for query in ("", "?kind=imports", "?kind=security", "?person=coder&kind=security"):
        did = {*told(reading(who, query))} | {row["did"] for row in rows(who, "")}
        assert ("import asked for" in did) == reads
        assert ("signed in" in did) == reads


def test_each_kind_is_offered_to_who_may_read_it(reading, sheet):
    for kind, words in KINDS.items():
        assert f'<option value="{kind}">{words}' in reading("admin")
    assert "security" not in reading("coder")


def test_states_and_wars_are_told_where_a_person_changed_them(cast, reading):
    first, second = State.objects.order_by("code")[:2]
    for state in (first, second):
        save_by_hand(state, by=cast.admin, reason="The list errs.")
    for spell in StateSpell.objects.order_by("pk")[:2]:
        save_by_hand(spell, by=cast.admin, reason="The day is known.")
    shown = reading("coder", "?kind=lists")
    assert f"{first}: The list errs." in shown
    assert shown.count("state spell changed") == 2
    assert "state changed" in reading("coder", f"?person={cast.admin.username}")


def test_people_sheets_and_the_front_page_of_admin_lead_to_it(admin, story):
    assert "/log/?sheet=4765" in admin.get("/sheets/4765/").text
    assert "/log/?person=" in admin.get("/sheets/4765/history/").text
    assert "/log/" in admin.get("/overview/").text


def test_corrections_of_a_citation_are_told_as_asked_for_and_decided(reading, cast):
    says = {"citation": "", "doi": "10.5281/zenodo.1", "url": "", "licence": ""}
    asked = citation_corrections.ask(publish(two()), says, by=cast.admin, reason="It has a DOI.")
    citation_corrections.turn_down(asked, by=cast.admin)
    shown = reading("coder", "?kind=releases")
    for said in ("correction of 5.9 asked for", "correction of 5.9 turned down", "It has a DOI."):
        assert said in shown
