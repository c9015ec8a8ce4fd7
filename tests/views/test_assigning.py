"""Sheets are assigned from the list, from a filter's finds, from a sheet's page and in admin."""

import pytest

from coding.models import Assignment, AssignmentEvent
from coding.workflow.assigning import assign
from tests.factories import draft, make_sheet
from tests.shared_rows import shared
from tests.views.plain_browser import open_page

ASSIGN = "/sheets/assign/"


@shared
def three(cast):
    names = {2010: "365 Russia", 2020: "211 Belgium", 2030: "365 Russia\n211 Belgium"}
    return [make_sheet(number, q4=members) for number, members in names.items()]


def press(client, address, **said):
    seen = open_page(client, address).tree.xpath('//input[@name="seen"]/@value')
    return client.post(address, {"seen": seen[0] if seen else "", **said}, follow=True)


def who_has():
    found = Assignment.objects.order_by("sheet__atop_id", "coder")
    return list(found.values_list("sheet__atop_id", "coder__username"))


def test_ticked_sheets_are_assigned(admin, cast, three):
    address = f"{ASSIGN}?sheet=2010&sheet=2030&sheet=x"
    answer = press(admin, address, do="assign", to=cast.coder.pk)
    assert who_has() == [(2010, "coder"), (2030, "coder")]
    assert "2 sheets assigned to Clara Coder." in answer.text


def test_all_that_a_filter_finds_is_assigned_and_the_list_comes_back_filtered(admin, cast, three):
    listed = open_page(admin, "/sheets/?q=russia").tree
    answer = press(admin, f"{ASSIGN}?q=russia", do="assign", to=cast.second_coder.pk)
    assert who_has() == [(2010, "coder2"), (2030, "coder2")]
    assert answer.redirect_chain == [("/sheets/?q=russia", 302)]
    assert listed.xpath('//form[@data-selection]/input[@name="q"]/@value') == ["russia"]


def test_the_list_offers_to_assign_more_than_the_page_shows(admin, three, monkeypatch):
    monkeypatch.setattr("coding.pages.sheet_list.FOUND_PAGE", 1)
    page = open_page(admin, "/sheets/?q=russia").tree
    assert page.xpath('//a[.="Assign all 2 that are found"]/@href') == [f"{ASSIGN}?q=russia"]


def test_nothing_is_done_with_sheets_that_were_not_on_the_page(admin, cast, three):
    address = f"{ASSIGN}?q=russia"
    seen = open_page(admin, address).tree.xpath('//input[@name="seen"]/@value')[0]
    make_sheet(2040, q4="365 Russia")
    answer = admin.post(address, {"seen": seen, "do": "assign", "to": cast.coder.pk})
    assert answer.status_code == 409
    assert "look again" in answer.text
    assert who_has() == []
    assert press(admin, address, do="assign", to=cast.coder.pk).status_code == 200
    assert len(who_has()) == 3


def test_nothing_is_done_where_somebody_else_assigned_meanwhile(admin, cast, three):
    address = f"{ASSIGN}?sheet=2010"
    seen = open_page(admin, address).tree.xpath('//input[@name="seen"]/@value')[0]
    assign([three[0].pk], to=cast.second_coder, by=cast.admin)
    answer = admin.post(address, {"seen": seen, "do": "unassign", "of": ""})
    assert answer.status_code == 409
    assert who_has() == [(2010, "coder2")]


def test_sheets_are_handed_over_and_unassigned(admin, cast, three):
    assign([sheet.pk for sheet in three[:2]], to=cast.coder, by=cast.admin)
    sent = {"of": cast.coder.pk, "to": cast.second_coder.pk}
    answer = press(admin, ASSIGN, do="hand-over", **sent)
    assert "2 sheets assigned to Colin Second. 2 sheets unassigned from Clara Coder." in answer.text
    assert who_has() == [(2010, "coder2"), (2020, "coder2")]
    press(admin, f"{ASSIGN}?sheet=2010", do="unassign", of="")
    assert who_has() == [(2020, "coder2")]
    again = press(admin, f"{ASSIGN}?sheet=2020", do="assign", to=cast.second_coder.pk)
    assert "Nothing changed: it is so already." in again.text


def test_drafts_that_went_along_are_counted(admin, cast, three):
    draft(three[0], 14, "Left.", by=cast.coder)
    assign([three[0].pk], to=cast.coder, by=cast.admin)
    cast.coder.groups.clear()
    sent = {"of": cast.coder.pk, "to": cast.second_coder.pk}
    assert "1 draft went along." in press(admin, ASSIGN, do="hand-over", **sent).text


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"do": "assign"}, "Choose the coder to whom the sheets go."),
        ({"do": "assign", "to": "REVIEWER"}, "Choose a coder whose account is active."),
        ({"do": "hand-over", "to": "CODER"}, "Choose the coder from whom the sheets come."),
        ({"do": "unassign", "of": "REVIEWER"}, "to whom some of the sheets are assigned"),
        ({"do": "hand-over", "of": "CODER", "to": "CODER"}, "They would stay with the same coder."),
        ({}, "Press one of the buttons."),
        ({"do": "x"}, "Press a button."),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_is_done(admin, cast, three, said, why):
    assign([three[0].pk], to=cast.coder, by=cast.admin)
    people = {"REVIEWER": cast.reviewer.pk, "CODER": cast.coder.pk}
    answer = press(
        admin, ASSIGN, **{name: people.get(value, value) for name, value in said.items()}
    )
    assert answer.status_code == 400
    assert why in answer.text
    assert who_has() == [(2010, "coder")]


def test_workload_stands_beside_the_names_and_only_active_coders_are_offered(admin, cast, three):
    assign([sheet.pk for sheet in three], to=cast.coder, by=cast.admin)
    make_sheet(2050, q9="", q10="")
    press(admin, f"{ASSIGN}?sheet=2050", do="assign", to=cast.coder.pk)
    cast.second_coder.is_active = False
    cast.second_coder.save()
    page = open_page(admin, f"{ASSIGN}?sheet=2050")
    offered = page.tree.xpath('//form[.//button[@value="assign"]]//option/text()')
    assert offered == ["choose", "Clara Coder (coder) – 4 sheets, 2 answers open"]
    assert "Assigned to Clara Coder by Ada Admin" in page.words


def test_titles_stand_beside_the_numbers(admin, three):
    words = open_page(admin, f"{ASSIGN}?q=russia").words
    assert "Assign 2 sheets" in words
    assert "2030 Russia – Belgium, 1996" in words


def test_without_a_sheet_or_a_coder_the_page_says_what_to_do(admin, cast, three):
    assert "No sheet is selected" in admin.get(f"{ASSIGN}?sheet=9999").text
    for coder in (cast.coder, cast.second_coder):
        coder.groups.clear()
    assert "There is no active coder" in admin.get(ASSIGN).text


def test_the_sheets_page_says_who_has_it_and_leads_admins_on(client, cast, three):
    assign([three[0].pk], to=cast.coder, by=cast.admin)
    client.force_login(cast.reviewer)
    shown = client.get("/sheets/2010/").text
    assert "Assigned to Clara Coder" in shown
    assert ASSIGN not in shown
    client.force_login(cast.admin)
    assert f'href="{ASSIGN}?sheet=2010"' in client.get("/sheets/2010/").text
    answer = press(client, f"{ASSIGN}?sheet=2010", do="unassign", of="")
    assert answer.redirect_chain == [("/sheets/2010/", 302)]


def test_others_find_no_ticks_in_the_list(coder, three):
    page = open_page(coder, "/sheets/").tree
    assert not page.xpath('//input[@name="sheet"]')


def test_admin_assigns_and_unassigns_with_history(admin, cast, three):
    add = "/admin/coding/assignment/add/"
    offered = open_page(admin, add).tree.xpath('//select[@name="coder"]/option/text()')
    assert [name for name in offered if "-" not in name] == ["coder", "coder2"]
    for sheet in three:
        admin.post(add, {"sheet": sheet.pk, "coder": cast.coder.pk})
    assert len(who_has()) == 3
    first, *others = Assignment.objects.order_by("sheet")
    admin.post(f"/admin/coding/assignment/{first.pk}/delete/", {"post": "yes"})
    chosen = [other.pk for other in others]
    sent = {"action": "delete_selected", "_selected_action": chosen, "post": "yes"}
    admin.post("/admin/coding/assignment/", sent)
    assert who_has() == []
    steps = list(AssignmentEvent.objects.order_by("id").values_list("step", flat=True))
    assert steps == ["assign"] * 3 + ["unassign"] * 3
