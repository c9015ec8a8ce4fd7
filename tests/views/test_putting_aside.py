"""An admin puts a sheet aside on its page, sees all of them, and takes one back."""

import pytest

from coding.models import Sheet
from coding.workflow import starting_sheets
from coding.workflow.putting_aside import put_aside
from tests.factories import draft


@pytest.fixture
def mistaken(cast):
    return starting_sheets.start_sheet(5100, 0, by=cast.coder)


def test_an_admin_puts_a_sheet_aside_and_takes_it_back(admin, cast, mistaken):
    assert "/sheets/5100/put-aside/" in admin.get("/sheets/5100/").text
    answer = admin.post("/sheets/5100/put-aside/", {"reason": "SENTINEL, twice"}, follow=True).text
    assert "Sheet 5100 is put aside." in answer
    assert "SENTINEL, twice" in answer
    assert "put aside by Ada Admin" in " ".join(answer.split())
    assert admin.get("/sheets/5100/").status_code == 404
    assert ">5100<" not in admin.get("/sheets/").text
    back = admin.post(f"/sheets/aside/{mistaken.pk}/take-back/", follow=True)
    assert back.redirect_chain == [("/sheets/5100/", 302)]


def test_without_a_reason_nothing_happens(admin, mistaken):
    assert "Say why" in admin.post("/sheets/5100/put-aside/", {"reason": ""}).text
    assert Sheet.objects.filter(pk=mistaken.pk).exists()


def test_of_a_sheet_with_approved_answers_the_page_says_what_to_do_instead(admin, sheet):
    assert "put-aside" not in admin.get("/sheets/4765/").text
    shown = admin.get("/sheets/4765/put-aside/").text
    assert "a release can leave the alliance out" in shown
    assert "<form" not in shown.partition("<main")[2].partition("</main")[0]
    answer = admin.post("/sheets/4765/put-aside/", {"reason": "No."})
    assert "are approved" in answer.text


def test_where_the_number_is_in_use_the_list_says_so_and_offers_no_way_back(admin, cast, mistaken):
    put_aside(mistaken, "Twice.", by=cast.admin)
    starting_sheets.start_sheet(5100, 0, by=cast.coder)
    shown = admin.get("/sheets/aside/").text
    assert "It cannot be taken back: There is a sheet 5100 already." in shown
    assert "take-back" not in shown
    answer = admin.post(f"/sheets/aside/{mistaken.pk}/take-back/", follow=True).text
    assert "There is a sheet 5100 already." in answer


def test_its_author_still_finds_what_they_wrote(client, cast, mistaken):
    own = draft(mistaken, 14, "My words.", by=cast.coder)
    put_aside(mistaken, "Twice.", by=cast.admin)
    client.force_login(cast.coder)
    shown = client.get("/work/").text
    assert "On sheets that were put aside" in shown
    assert f'href="/revisions/{own.pk}/"' in shown
    page = client.get(f"/revisions/{own.pk}/").text
    assert "My words." in page
    assert "An admin put this sheet aside: Twice." in page
    assert 'href="/sheets/5100/' not in page
    client.force_login(cast.second_coder)
    assert client.get(f"/revisions/{own.pk}/").status_code == 404


def test_a_page_that_was_open_says_so_and_keeps_the_text(coder, cast, mistaken):
    put_aside(mistaken, "Twice.", by=cast.admin)
    sent = {"text": "Typed.", "note": "", "edits": 0}
    assert coder.post("/sheets/5100/questions/14/save/", sent).status_code == 404


def test_a_list_of_many_costs_as_many_queries(admin, cast, django_assert_max_num_queries):
    for number in range(5100, 5104):
        put_aside(starting_sheets.start_sheet(number, 0, by=cast.coder), "Twice.", by=cast.admin)
    with django_assert_max_num_queries(13):
        admin.get("/sheets/aside/")
