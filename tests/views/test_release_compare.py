"""Two releases compared on a page and as a download: who may, what they find, and what it costs."""

import csv
import re
from functools import partial
from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from coding.history.comparison import PAGE
from coding.models import Sheet
from coding.workflow.release_steps import PUBLISH, take
from tests.coded_sheets import code
from tests.costly import on_the_gate
from tests.factories import approved_change, make_sheet, pending
from tests.factories import said as comment_on
from tests.published_phases import publish
from tests.queries import queries_of
from tests.releases.compared_releases import freeze_record, pact, two_releases
from tests.row_counts import rows_of_every_table
from tests.shared_rows import shared

PAGE_AT, CSV_AT = reverse("coding:release-compare"), reverse("coding:release-compare-csv")
SIDES = {"from": "5.0", "to": "5.1"}
SENTINEL = "Quagmire"


@shared
def both(db):
    """Releases 5.0 and 5.1."""
    two_releases()


@pytest.fixture
def ask(client, cast):
    """What a coder is shown, as text."""
    client.force_login(cast.coder)

    def read(status=200, **query):
        answer = client.get(PAGE_AT, query)
        assert answer.status_code == status
        return answer.content.decode()

    return read


@pytest.fixture
def table(client, cast):
    """The rows that a coder downloads."""
    client.force_login(cast.coder)

    def read(**query):
        answer = client.get(CSV_AT, query)
        assert answer.status_code == 200
        return list(csv.DictReader(StringIO(answer.getvalue().decode(), newline="")))

    return read


def in_words(html):
    """The page without its markup."""
    return " ".join(re.sub("<[^>]*>", " ", html).split())


def of_sheet(html, key):
    """What the page says of one sheet."""
    parts = html.split('<section class="compare-phase">')[1:]
    return next(part for part in parts if f'<span class="key">{key}</span>' in part)


# Who gets in


@pytest.mark.parametrize("address", [PAGE_AT, CSV_AT])
def test_without_a_role_one_is_told_why_not(client, cast, address, both):
    client.force_login(cast.outsider)
    answer = client.get(address, SIDES)
    assert answer.status_code == 403
    assert b"no role yet" in answer.content


@shared
def published(cast):
    """5.0 and 5.1 for everybody; what was approved, proposed and said since is not published."""
    for side in two_releases():
        take(PUBLISH, side.release, by=cast.admin)
    sheet = make_sheet(4765, q2="Belarus, Quagmire.")
    freeze_record("5.8")
    pending(sheet, 14, SENTINEL, by=cast.coder)
    comment_on(sheet, 14, SENTINEL, by=cast.reviewer)
    approved_change(sheet, 15, SENTINEL, by=cast.coder, reviewer=cast.reviewer)
    code(cast, Sheet.objects.get(atop_id=1015), 10, {"length": 77})


@pytest.mark.acceptance(13)
@pytest.mark.parametrize("who", [None, "outsider"])
def test_what_changed_between_published_releases_is_for_everybody(client, cast, published, who):
    if who:
        client.force_login(getattr(cast, who))
    asked = client.get(PAGE_AT)
    assert (asked.status_code, asked.url) == (302, f"{PAGE_AT}?from=5.0&to=5.1")
    page = client.get(asked.url).content.decode()
    assert "230 Spain joined" in in_words(of_sheet(page, "1015"))
    assert "United Kingdom – France – Spain, 1850" in in_words(of_sheet(page, "1015"))
    table = client.get(CSV_AT, SIDES).getvalue().decode()
    assert "member joined" in table
    names = [person.get_full_name() for person in cast.everybody().values()]
    for hidden in (SENTINEL, "4765", "77", "5.8", ">today", *names):
        assert hidden not in page.partition("<main")[2], hidden
        assert hidden not in table, hidden
    assert "/sheets/" not in page


@pytest.mark.parametrize("address", [PAGE_AT, CSV_AT])
@pytest.mark.parametrize("label", ["5.8", "now", "7.7", "6.0"])
def test_whoever_may_not_read_the_record_learns_nothing_of_other_sides(
    client, cast, published, address, label
):
    for query in ({"from": label, "to": "5.1"}, {"from": "5.0", "to": label}):
        answer = client.get(address, query)
        assert answer.status_code == (302 if address == PAGE_AT else 403)
        assert reverse("account_login") in (answer.get("Location") or answer.content.decode())
        client.force_login(cast.outsider)
        assert client.get(address, query).status_code == 403
        client.logout()


def test_the_page_of_a_published_release_leads_to_what_changed(client, published):
    page = client.get(reverse("coding:release-read", args=["5.1"])).content.decode()
    assert f'href="{PAGE_AT}?from=5.0&amp;to=5.1"' in page
    assert f'href="{CSV_AT}?from=5.0&amp;to=5.1"' in page
    assert PAGE_AT not in client.get(reverse("coding:release-read", args=["5.0"])).content.decode()


def test_comparing_changes_nothing(coder, both):
    before = rows_of_every_table()
    coder.get(PAGE_AT, SIDES)
    coder.get(CSV_AT, SIDES).getvalue()
    assert rows_of_every_table() == before


# Choosing two


def test_an_address_without_sides_leads_to_one_that_says_it_all(coder, both):
    answer = coder.get(PAGE_AT, {"variable": "estmode"})
    assert answer.status_code == 302
    assert answer.url == f"{PAGE_AT}?from=5.1&to=now&variable=estmode"


def test_where_no_release_is_frozen_the_page_says_what_to_do(client, cast):
    client.force_login(cast.coder)
    assert "An admin freezes the open release" in client.get(PAGE_AT).content.decode()
    client.force_login(cast.admin)
    page = client.get(PAGE_AT).content.decode()
    assert f'href="{reverse("admin:coding_release_changelist")}"' in page
    answer = client.get(CSV_AT)
    assert answer.status_code == 400
    assert answer.content.decode() == "There is no frozen release to compare yet.\n"


@pytest.mark.parametrize("label", ["7.7", "6.0", "<b>"])
def test_an_unknown_label_is_answered_with_the_choices(ask, label, both):
    page = ask(**{"from": label, "to": "now"})
    assert "No frozen release here is called" in page
    assert "Choose one of these: 5.1, 5.0, now." in page
    assert page.count("<option") == 2 * 3
    assert "<b>”" not in page


def test_a_release_is_not_compared_with_itself(ask, both):
    page = ask(**{"from": "5.1", "to": "5.1"})
    assert "Both sides are release 5.1. Choose two that differ." in page


NO_TWO_SIDES = [{"from": "7.7"}, {"from": "5.1", "to": "5.1"}, {"to": "7"}]


@pytest.mark.parametrize("query", NO_TWO_SIDES)
def test_what_cannot_be_compared_is_no_download_but_a_sentence(coder, query, both):
    answer = coder.get(CSV_AT, query, headers={"accept": "text/html,*/*"})
    assert (answer.status_code, answer.headers["Content-Type"][:9]) == (400, "text/html")
    assert b'role="alert"' in answer.content


@pytest.mark.parametrize("query", NO_TWO_SIDES)
def test_a_program_is_told_so_in_plain_text_or_json(coder, query, both):
    answer = coder.get(CSV_AT, query)
    assert (answer.status_code, answer.headers["Content-Type"][:10]) == (400, "text/plain")
    assert " Choose " in answer.content.decode()
    as_json = coder.get(CSV_AT, query, headers={"accept": "application/json"})
    assert " Choose " in as_json.json()["reason"]


def test_the_other_way_round_new_is_gone(ask, both):
    assert ">new<" in of_sheet(ask(**SIDES), "1030")
    back = ask(**{"from": "5.1", "to": "5.0"})
    assert ">gone<" in of_sheet(back, "1030")
    assert "From release 5.1 to release 5.0" in in_words(back)
    assert 'href="?from=5.0&amp;to=5.1"' in back


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"variable": "estmod"}, "“estmod” is none of the codes that are entered"),
        ({"variable": "conditio"}, "“conditio” is none of the codes that are entered"),
        ({"alliance": "12"}, "“12” is not an ATOP ID of four digits"),
        ({"alliance": "١٠٢٠"}, "“١٠٢٠” is not an ATOP ID of four digits"),
    ],
)
def test_a_wrong_filter_is_told_and_filters_nothing(ask, query, sentence, both):
    page = ask(**SIDES, **query)
    assert sentence in page
    assert "5 sheets." in page


@pytest.mark.parametrize("page", ["0", "-1", "x", "99999"])
def test_a_page_that_cannot_be_is_the_first(ask, page, both):
    assert "1010" in ask(**SIDES, page=page)


# What differs


def test_where_nothing_differs_the_page_says_so(ask):
    publish(pact(1005))
    words = in_words(ask(**{"from": "5.9", "to": "now"}))
    assert (
        "Nothing differs: each code of release 5.9 is the same in today’s approved version."
        in words
    )
    assert "Changes appear here as soon as they are approved." in words


def test_the_summary_comes_first(ask, both):
    words = in_words(ask(**SIDES))
    assert "Alliances 1 1 2 Phases 2 1 2 Members 5 3 1 Codes" in words
    assert words.index("Alliances 1 1 2") < words.index("Sheets that differ")


def test_each_variable_that_changed_leads_to_its_changes(ask, both):
    links = re.findall(r'<a href="([^"]*)#differences">(\w+)</a>', ask(**SIDES))
    assert links == [
        (f"?from=5.0&amp;to=5.1&amp;variable={name}", name)
        for name in ("member", "estmode", "pubsecr", "length", "defense")
    ]
    page = ask(**SIDES, variable="estmode")
    assert "Sheets in which estmode changed" in page
    assert page.count('<section class="compare-phase">') == 1
    assert "pubsecr" not in of_sheet(page, "1015")


def test_a_filter_by_alliance_shows_its_phases(ask, both):
    page = ask(**SIDES, alliance="1020")
    assert re.findall(r'<span class="key">([\d.]+)</span>', page) == ["1020.1", "1020.2"]
    assert "2 of 5 that differ" in page


def test_a_filter_that_lets_nothing_through_says_so(ask, both):
    words = in_words(ask(**SIDES, variable="length", alliance="1015"))
    assert "length is the same on both sides in alliance 1015." in words


def test_a_sheet_and_its_questions_are_a_click_away(ask, both):
    part = of_sheet(ask(**SIDES), "1020.1")
    assert f'href="{reverse("coding:sheet-read", args=["1020.1"])}"' in part
    assert f'href="{reverse("coding:question-write", args=["1020.1", 10])}"' in part
    assert "In release 5.0 it is 1020." in part


def test_who_joined_and_left_is_one_line_each(ask, both):
    part = of_sheet(ask(**SIDES), "1015")
    assert "230 Spain joined" in in_words(part)
    assert "240 Hanover left" in in_words(part)
    assert part.count("<details") == 2


def test_a_code_is_told_from_old_to_new_with_its_labels(ask, both):
    words = in_words(of_sheet(ask(**SIDES), "1015"))
    assert "estmode means of establishment 1 treaty → missing" in words
    assert "defense owes defense 0 no → 1 yes 220 France" in words


def test_words_are_told_where_both_sides_have_prose(ask, cast):
    sheet = make_sheet(4765, q14="It ended in 1999.")
    freeze_record()
    approved_change(sheet, 14, "It ended in 2001.", by=cast.coder, reviewer=cast.reviewer)
    page = ask(**{"from": "5.9", "to": "now"})
    assert "<del>1999.</del><ins>2001.</ins>" in page
    assert "Answers 0 0 1" in in_words(page)


def test_a_release_without_prose_is_told_once(ask, both):
    page = ask(**SIDES)
    assert page.count("no prose") == 1
    assert (
        "Release 5.0 and release 5.1 have codes and no prose, so only codes are compared." in page
    )
    assert "Release 5.1 has codes" in ask(**{"from": "5.1", "to": "now"})


def test_what_waits_for_review_is_on_neither(ask, table, cast):
    sheet = make_sheet(4765)
    freeze_record()
    pending(sheet, 14, "Sentinel.", by=cast.coder, codes=None)
    assert "Sentinel" not in ask(**{"from": "5.9", "to": "now"})
    assert table(**{"from": "5.9", "to": "now"}) == []


def test_answers_and_labels_are_escaped(ask, cast):
    sheet = make_sheet(4765)
    freeze_record("5.9 & co")
    approved_change(sheet, 14, "<script>x</script>", by=cast.coder, reviewer=cast.reviewer)
    page = ask(**{"from": "5.9 & co", "to": "now"})
    assert "<script>x" not in page
    assert "&lt;script&gt;x" in page
    assert "from=5.9+%26+co" in page


# Page by page


@shared
def many(db):
    """More sheets that differ than a page has."""
    numbers = range(1000, 1000 + PAGE + 2)
    publish(*(pact(number) for number in numbers), label="5.0")
    publish(*(pact(number, length=72) for number in numbers), label="5.1")


def test_many_sheets_come_page_by_page(many, ask):
    first, second = ask(**SIDES), ask(**SIDES, page=2)
    assert first.count('<section class="compare-phase">') == PAGE
    assert second.count('<section class="compare-phase">') == 2
    assert f"1–{PAGE} of {PAGE + 2}" in first
    assert 'page=2#differences" rel="next"' in first
    assert 'rel="next"' not in second
    assert 'page=1#differences" rel="prev"' in second


@on_the_gate
def test_a_page_past_the_last_one_leads_back(many, ask):
    assert "This page is past the last one." in ask(**SIDES, page=9)


# The download


def test_the_download_has_every_difference_whatever_the_page_shows(ask, table, both):
    page = ask(**SIDES, variable="estmode", page=1)
    assert f'href="{CSV_AT}?from=5.0&amp;to=5.1"' in page
    listed = table(**SIDES)
    assert {row["atopid"] for row in listed} == {"1010", "1015", "1020", "1030"}
    assert sum(row["member"] == "230" for row in listed) > 30


def test_the_download_is_streamed_under_a_name_of_its_own(coder, both):
    answer = coder.get(CSV_AT, SIDES)
    assert answer.streaming
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    said = answer.headers["Content-Disposition"]
    assert said == 'attachment; filename="atop-5.0-to-5.1.csv"'
    safe = coder.get(CSV_AT, {**SIDES, "for": "spreadsheets"})
    assert safe.getvalue().startswith("\ufeff".encode())
    assert "for-spreadsheets.csv" in safe.headers["Content-Disposition"]


# What it costs


@on_the_gate
def test_three_sheets_and_forty_ask_the_same_of_the_database(client, cast):
    def compare(address):
        assert b"estmode" in client.get(address, {"from": "5.9", "to": "now"}).getvalue()

    def asked():
        return [len(queries_of(partial(compare, address))) for address in (PAGE_AT, CSV_AT)]

    def revise(*numbers):
        for number in numbers:
            sheet = Sheet.objects.get(atop_id=number)
            code(cast, sheet, 6, {"estmode": 0})

    client.force_login(User.objects.get(username="coder"))
    publish(pact(1005), pact(1010), pact(1015))
    revise(1005, 1010)
    few = asked()
    publish(*(pact(2000 + number) for number in range(37)), label="6.1")
    revise(1015, *range(2000, 2010))
    assert asked() == few
    assert max(few) <= 20
