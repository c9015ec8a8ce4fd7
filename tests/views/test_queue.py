"""The queue: filters in the address, pages by key, and "empty" only where it is."""

import re
from datetime import timedelta
from functools import partial
from itertools import product

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone

from coding import protection
from coding.forms import queue_filter
from coding.models import Revision
from coding.pages.queue import BEHIND
from coding.workflow.sheet_import import import_sheet
from tests.coded_sheets import joins, submit
from tests.costly import on_the_gate
from tests.factories import approve, content, draft, make_person, make_sheet, pending
from tests.queries import cost_of, queries_of
from tests.shared_rows import shared

pytestmark = pytest.mark.database

QUEUE = reverse("coding:review-queue")
LONG = 5000


def listed(answer):
    """The sheets and questions in the list."""
    named = re.findall(r'<span class="t">([\d.]+) · Q(\d+) ', answer.text)
    return [(key, int(number)) for key, number in named]


def authors(answer):
    return re.findall(r'<span class="s">(.*?) · <time', answer.text)


def coders_offered(answer):
    box = answer.text.partition('<select name="coder"')[2].partition("</select>")[0]
    return dict(re.findall(r'<option value="([^"]*)"[^>]*>([^<]*)</option>', box))


# "Empty" only where it is


def test_an_empty_queue_says_so(reviewer):
    assert "The queue is empty" in reviewer.get(QUEUE).text


def test_a_page_behind_the_last_one_shows_the_oldest_and_says_so(reviewer, cast, sheet):
    waiting = [pending(sheet, number, "New.", by=cast.coder) for number in (14, 15, 16)]
    last = waiting[-1]
    answer = reviewer.get(QUEUE, {"after": f"{last.submitted_at.isoformat()}_{last.pk}"})
    assert listed(answer) == [("4765", 14), ("4765", 15), ("4765", 16)]
    assert "Nothing waits behind that place any more." in answer.text
    assert "The queue is empty" not in answer.text


def test_a_page_whose_first_change_was_decided_meanwhile_goes_on_from_there(
    reviewer, cast, sheet, monkeypatch
):
    monkeypatch.setattr("coding.pages.queue.PAGE", 2)
    waiting = [pending(sheet, number, "New.", by=cast.coder) for number in (14, 15, 16, 17)]
    (later,) = re.findall(r'href="([^"]+)" rel="next"', reviewer.get(QUEUE).text)
    for change in waiting[1:3]:
        approve(change, by=cast.reviewer)
    assert listed(reviewer.get(later)) == [("4765", 17)]


@pytest.mark.parametrize(
    "after",
    [
        *("²", "-1", "1", "9" * 5000, str(2**63), "x_1", "_", "2026-01-01_", "_7", "DRAFT"),
        *("0001-01-01T00:00:00+14:00_1", "9999-12-31T23:59:59-12:00_1", "2026-01-01_" + "9" * 30),
        *("0001-01-01_1", "9999-12-31_1", "2026-01-01T00:00:00%_1"),
    ],
)
def test_no_place_in_an_address_is_too_odd(reviewer, cast, sheet, after):
    pending(sheet, 14, "New.", by=cast.coder)
    own = draft(sheet, 15, "New.", by=cast.coder)
    answer = reviewer.get(QUEUE, {"after": str(own.pk) if after == "DRAFT" else after})
    assert answer.status_code == 200
    assert listed(answer) == [("4765", 14)]


def test_the_address_of_a_change_bears_odd_places_too(reviewer, cast, sheet):
    waiting = pending(sheet, 14, "New.", by=cast.coder)
    assert reviewer.get(f"/review/{waiting.pk}/", {"after": "9" * 5000}).status_code == 200


# Filters


def test_the_age_of_what_waits_can_be_filtered(reviewer, cast, sheet):
    listed_days = ((14, 0), (15, 3), (16, 10), (17, 100))
    waits = [pending(sheet, number, "New.", by=cast.coder) for number, _ in listed_days]
    protection.remove()
    for waiting, (_, days) in zip(waits, listed_days, strict=True):
        waiting.submitted_at = timezone.now() - timedelta(days=days)
        waiting.save(update_fields=["submitted_at"])
    found = {
        age: [number for _, number in listed(reviewer.get(QUEUE, {"age": age}))]
        for age in ("", "day", "week", "month", "quarter")
    }
    assert found == {
        "": [17, 16, 15, 14],
        "day": [17, 16, 15],
        "week": [17, 16],
        "month": [17],
        "quarter": [17],
    }


def test_what_passed_a_warning_can_be_filtered(reviewer, cast, sheet):
    pending(sheet, 15, "New.", by=cast.coder)
    warned = submit(draft(sheet, 4, None, by=cast.coder, codes=joins("370", "705", year=1990)))
    assert warned.warnings
    assert listed(reviewer.get(QUEUE, {"warnings": "passed"})) == [("4765", 4)]
    assert listed(reviewer.get(QUEUE, {"warnings": "none"})) == [("4765", 15)]


@pytest.mark.parametrize("query", ["age=old", "warnings=many"])
def test_an_age_and_warnings_that_cannot_be_read_list_nothing(reviewer, cast, sheet, query):
    pending(sheet, 14, "New.", by=cast.coder)
    answer = reviewer.get(f"{QUEUE}?{query}")
    assert listed(answer) == []
    assert "Nothing is listed until the filter can be read." in answer.text
    assert "Nothing waits" not in answer.text  # something may


def test_people_of_one_name_are_told_apart_by_their_user_names(reviewer, cast, sheet):
    namesake = make_person("clara2", "Clara Coder", "coder")
    pending(sheet, 14, "New.", by=cast.coder)
    pending(sheet, 15, "New.", by=namesake)
    pending(sheet, 16, "New.", by=cast.second_coder)
    answer = reviewer.get(QUEUE)
    assert authors(answer) == ["Clara Coder (coder)", "Clara Coder (clara2)", "Colin Second"]
    offered = coders_offered(answer)
    assert (offered["coder"], offered["clara2"]) == ("Clara Coder (coder)", "Clara Coder (clara2)")
    assert offered["coder2"] == "Colin Second"
    assert listed(reviewer.get(QUEUE, {"coder": "clara2"})) == [("4765", 15)]


def test_somebody_named_import_is_not_the_import(reviewer, cast, sheet):
    person = make_person("import", "Iris Import", "coder")
    pending(sheet, 14, "New.", by=person)
    make_sheet(4775)
    import_sheet(content(4775, q15="New."), by=cast.admin)
    assert listed(reviewer.get(QUEUE, {"coder": "import"})) == [("4765", 14)]
    assert listed(reviewer.get(QUEUE, {"coder": "~imports"})) == [("4775", 15)]


def test_a_change_whose_author_lost_the_role_stays_findable(reviewer, cast, sheet):
    pending(sheet, 14, "New.", by=cast.coder)
    cast.coder.groups.clear()
    cast.coder.is_active = False
    cast.coder.save()
    answer = reviewer.get(QUEUE)
    assert coders_offered(answer)["coder"] == "Clara Coder"
    assert listed(reviewer.get(QUEUE, {"coder": "coder"})) == [("4765", 14)]


def test_only_who_has_something_waiting_is_offered_and_who_was_asked_for(reviewer, cast, sheet):
    pending(sheet, 14, "New.", by=cast.coder)
    assert set(coders_offered(reviewer.get(QUEUE))) == {"", "coder", "~imports"}
    assert "coder2" in coders_offered(reviewer.get(QUEUE, {"coder": "coder2"}))


def test_of_very_many_coders_some_are_offered_and_the_list_says_so(
    reviewer, cast, sheet, monkeypatch
):
    monkeypatch.setattr(queue_filter, "MOST_CODERS", 1)
    for number, person in ((14, cast.coder), (15, cast.second_coder)):
        pending(sheet, number, "New.", by=person)
    offered = coders_offered(reviewer.get(QUEUE))
    assert len(offered) == 3
    assert offered[""] == "all coders; 1 are listed"


# A long queue


@shared
def long_queue(cast):
    """Five thousand changes of twenty coders on five sheets, copied from one in bulk."""
    sheets = [make_sheet(4000 + number, q4="") for number in range(5)]
    example = pending(sheets[0], 14, "New.", by=cast.coder)
    people = User.objects.bulk_create(
        User(username=f"coder-{n}", first_name="Name", last_name=str(n % 15)) for n in range(20)
    )
    protection.remove()
    fields = [field.name for field in Revision._meta.fields if field.name != "id"]
    values = {name: getattr(example, name) for name in fields}
    places = list(product(sheets, range(2, 62), people))[: LONG - 1]
    Revision._base_manager.bulk_create(
        Revision(
            **values
            | {
                "sheet": sheet,
                "question": question,
                "author": person,
                "author_name": person.get_full_name(),
                "submitted_at": example.submitted_at + timedelta(seconds=number),
                "warnings": [{"found": "?", "reason": "!"}] if number % 7 == 0 else [],
            }
        )
        for number, (sheet, question, person) in enumerate(places)
    )
    protection.install()


@on_the_gate
@pytest.mark.acceptance(21)
def test_filters_counts_and_pages_hold_with_five_thousand_waiting(reviewer, cast, request):
    queries = (
        {},
        {"coder": "coder-1"},
        {"question": "14"},
        {"warnings": "passed"},
        {"age": "day"},
        {"show": "200"},
    )
    few = make_sheet(4900, q4="")
    for number in range(2, 30):
        pending(few, number, "New.", by=cast.coder)
    before = cost_of(reviewer, QUEUE)
    request.getfixturevalue("long_queue")
    for query in queries:
        assert cost_of(reviewer, QUEUE, **query) <= before
    answer = reviewer.get(QUEUE)
    assert "5028 wait; 25 are listed." in answer.text
    assert "all 25 listed here" in answer.text
    of_one = Revision.objects.pending().filter(author__username="coder-1").count()
    under = reviewer.get(QUEUE, {"coder": "coder-1"})
    assert f"{of_one} wait under this filter; 25 are listed." in under.text
    assert len(listed(reviewer.get(QUEUE, {"show": "200"}))) == 200


@on_the_gate
def test_deciding_on_a_page_of_many_says_how_many_still_wait(reviewer, long_queue):
    ids = re.findall(r'name="revision" value="(\d+)"', reviewer.get(QUEUE, {"show": "200"}).text)
    many = reverse("coding:many-decide")
    of_two, of_all = (
        queries_of(partial(reviewer.post, many, {"revision": some})) for some in (ids[:2], ids)
    )
    assert len(of_all) <= len(of_two) + 2  # rosters are read for several sheets at once
    page = reviewer.post(many, {"revision": ids})
    seen = re.findall(r'name="seen" value="(\w+)"', page.text)
    sent = {"revision": ids[:3], "seen": seen[:3], "others": "return", "comment": "Cite."}
    told = reviewer.post(many, sent, follow=True)
    assert f"3 returned. {LONG - 3} still wait." in told.text


def test_a_long_queue_is_read_page_by_page(reviewer, cast, sheet, monkeypatch):
    monkeypatch.setattr("coding.pages.queue.PAGE", 2)
    for number in (14, 15, 16):
        pending(sheet, number, "New.", by=cast.coder)
    first = reviewer.get(QUEUE)
    (later,) = re.findall(r'href="([^"]+)" rel="next"', first.text)
    assert listed(first) == [("4765", 14), ("4765", 15)]
    assert listed(reviewer.get(later)) == [("4765", 16)]


def test_a_change_stands_between_its_neighbours_in_the_queue(reviewer, cast, sheet):
    numbers = list(range(11, 26))
    waiting = {number: pending(sheet, number, "New.", by=cast.coder) for number in numbers}

    def beside(number, **query):
        answer = reviewer.get(f"/review/{waiting[number].pk}/", query)
        return [asked for _, asked in listed(answer)]

    assert beside(13) == list(range(12, 14 + BEHIND))
    assert beside(11)[0] == 11
    assert beside(16, section="obligations") == [n for n in numbers if n >= 16]
    assert beside(25) == [24, 25]


def test_who_comes_into_the_queue_is_in_its_filter_at_once(reviewer, cast, sheet):
    pending(sheet, 14, "New.", by=cast.coder)
    assert "coder2" not in coders_offered(reviewer.get(QUEUE))
    pending(sheet, 15, "New.", by=cast.second_coder)
    assert "coder2" in coders_offered(reviewer.get(QUEUE))
    reviewer.get(QUEUE, {"sheet": "4765"})
    assert 'name="sheet" value' not in reviewer.get(QUEUE).text
