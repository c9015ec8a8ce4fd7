"""The codebook page: every question and variable, and how often each code occurs."""

import html
import re

import pytest
from django.urls import reverse

from coding.models import Release, Sheet
from coding.models.questionnaire import BY_NUMBER, QUESTIONS
from coding.models.variables import BY_NAME, PAIR_BY_NAME, VARIABLES
from coding.workflow.annotations import annotate
from coding.workflow.release_import import import_release
from coding.workflow.release_steps import PUBLISH, take
from tests.costly import on_the_gate
from tests.factories import coded, keep, pending
from tests.published_phases import release_of, three_phases, two

WITHOUT_VARIABLE = (17, 28, 42, 43, 44, 45, 46, 57, 59, 60, 61)  # reference, section 3


@pytest.fixture
def page(client, cast):
    """Read the codebook as a coder."""

    def read():
        client.force_login(cast.coder)
        return client.get(reverse("coding:codebook")).content.decode()

    return read


def described(page, anchor):
    """What stands on the page under a variable, without markup, cell by cell."""
    part = re.search(rf'<tbody id="{anchor}">(.*?)</tbody>', page, re.DOTALL)
    assert part, anchor
    rows = part[1].split("<tr")[1:]
    cells = [re.findall(r"<t[dh].*?>(.*?)</t[dh]>", row, re.DOTALL) for row in rows]
    return [[" ".join(re.sub("<.*?>", "", cell).split()) for cell in row] for row in cells]


def question(page, number):
    return re.search(rf'<section class="q" id="q{number}".*?</section>', page, re.DOTALL)[0]


def test_every_question_and_every_variable_has_an_address(page):
    ids = re.findall(r'\bid="([^"]+)"', page())
    assert len(ids) == len(set(ids))
    assert {f"q{question.number}" for question in QUESTIONS} <= set(ids)
    assert {*BY_NAME, *(f"{name}-pair" for name in PAIR_BY_NAME)} <= set(ids)


def test_every_link_on_the_page_leads_somewhere(page):
    html = page()
    targets = set(re.findall(r'href="#([^"]+)"', html))
    assert targets <= set(re.findall(r'\bid="([^"]+)"', html))
    assert len(targets) > len(VARIABLES)


def test_a_variable_says_what_its_codes_mean_and_how_often_they_occur(page):
    three_phases()
    assert described(page(), "estmode") == [
        ["estmode means of establishment alliance"],
        ["0", "non-treaty (notes, executive agreement, ...)", "0", "0"],
        ["1", "treaty", "1", "3"],
        ["missing", "no text of the agreement was found", "1", "2"],
        ["not coded yet", "", "1", "2"],
    ]


def test_a_number_is_told_by_its_range(page):
    three_phases()
    assert described(page(), "length") == [
        ["length first term, in months alliance"],
        ["0", "none", "1", "2"],
        ["60–120", "2 different values, in months", "2", "5"],
        ["missing", "no text of the agreement was found", "0", "0"],
    ]
    assert ["0", "has not happened", "3", "7"] in described(page(), "yrexit")


def test_scope_and_origin_are_told(page):
    html = page()
    for anchor, said in {
        "defense": "each member",
        "defense-pair": "each pair of members",
        "wartime": "alliance, derived",
        "ineffect": "each member, derived",
        "new5": "release",
    }.items():
        assert described(html, anchor)[0][0].endswith(said), anchor


def test_a_variable_is_described_once_and_named_where_it_belongs_too(page):
    html = page()
    assert 'id="conres"' in question(html, 51)
    assert 'href="#conres"' in question(html, 52)
    assert 'id="conres"' not in question(html, 52)


def test_questions_that_have_no_variable_say_so(page):
    html, said = page(), "No variable is coded from this answer."
    silent = [one.number for one in QUESTIONS if said in question(html, one.number)]
    assert silent == list(WITHOUT_VARIABLE)


def test_the_wording_and_the_rule_of_each_question_stand_there(page):
    html = page()
    assert "Number of times alliance renewed, dates of renewal" in question(html, 13)
    assert "Actual renewals with their dates." in question(html, 13)


def test_a_value_without_a_label_is_not_hidden(page):
    three_phases()
    sheet = Sheet.objects.get(atop_id=1005)
    sheet.context.refothio = 2
    keep(sheet.context)
    assert ["2", "has no label", "1", "3"] in described(page(), "refothio")


def test_counts_move_with_approval_and_not_before(page, cast):
    three_phases()
    sheet = Sheet.objects.get(atop_id=1010, phase=2)
    pending(sheet, 6, None, by=cast.second_coder, codes={"estmode": 0})
    assert described(page(), "estmode")[1][2:] == ["0", "0"]
    coded(sheet, 6, {"estmode": 0}, by=cast.coder, reviewer=cast.reviewer)
    assert described(page(), "estmode")[1][2:] == ["1", "2"]


def test_the_record_that_was_counted_is_named(page):
    three_phases()
    assert "3 phases of 2 alliances, 7 member rows, 2 pairs of members" in page()


def test_everybody_finds_it_in_the_navigation(client, cast):
    assert f'href="{reverse("coding:codebook")}"' in client.get("/releases/").text
    for who in ("coder", "reviewer", "admin", "outsider"):
        client.force_login(getattr(cast, who))
        answer = client.get(reverse("coding:home"), follow=True).content.decode()
        assert answer.count(f'href="{reverse("coding:codebook")}"') == 1, who


def test_without_an_account_one_reads_what_is_published_and_no_count_of_the_record(client, cast):
    record = "coded in the record only"
    annotate(BY_NUMBER[6], record, by=cast.admin)
    shown = client.get("/codebook/").text
    assert "No release is published yet, so there is nothing to count." in shown
    assert described(shown, "estmode")[1][2:] == ["", ""]
    import_release(release_of(two()))
    take(PUBLISH, Release.objects.get(label="5.1"), by=cast.admin)
    for who in (None, cast.outsider):
        if who:
            client.force_login(who)
        shown = client.get("/codebook/").text
        assert "Release 5.1</a></b> · 1 phase" in shown
        assert record not in shown
        assert QUESTIONS[5].help in html.unescape(shown)
        assert "/codebook/rules/" not in shown
    client.force_login(cast.coder)
    shown = client.get("/codebook/").text
    assert "Approved data on" in shown
    assert record in shown


def test_a_variable_has_a_page_of_its_own(coder):
    three_phases()
    page = html.unescape(coder.get("/codebook/estmode/").text)
    for words in ("means of establishment", BY_NUMBER[6].wording, BY_NUMBER[6].help, "(<code>aph<"):
        assert words in page
    assert 'href="/sheets/?q=estmode%20%3D%201"' in page
    assert 'href="/codebook/pubsecr/"' in page


@on_the_gate
def test_every_variable_has_a_page(client, db):
    for entry in VARIABLES:
        name = f"{entry.name}-pair" if entry.scope == "P" else entry.name
        page = client.get(f"/codebook/{name}/")
        assert (page.status_code, f"<h1><code>{entry.name}</code>" in page.text) == (200, True), (
            name
        )


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("begyr", "year of begin"),
        ("ddyad", "stateA * 1000 + stateB"),
        ("shareob", "A owes B nothing"),
        ("milinst", "0 low, 1 moderate, 2 high"),
        ("mem1", "lower COW country code"),
    ],
)
def test_a_column_that_only_the_dataset_files_have_has_a_page_too(client, db, name, said):
    assert said in client.get(f"/codebook/{name}/").text


@pytest.mark.parametrize("name", ["nothing", "estmode-pair", "Defense"])
def test_what_is_no_variable_has_no_page(client, db, name):
    assert client.get(f"/codebook/{name}/").status_code == 404
