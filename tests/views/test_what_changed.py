"""What changed since a day, decisions over time, and what each person and release has done."""

import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coding import protection
from coding.forms import since_day
from coding.models import Assignment, Revision
from coding.models.times import day_of, start_of
from coding.pages.overview import decided
from coding.pages.overview.bars import HEIGHT, Scale
from tests.factories import approved_change, draft, make_sheet, pending, send_back

pytestmark = pytest.mark.database

PAGE = "/overview/changes/"


def date_back(revision, days: int) -> date:
    """Have a decision be some days old, past the guards."""
    day = day_of(None) - timedelta(days=days)
    protection.remove()
    Revision.objects.filter(pk=revision.pk).update(decided_at=start_of(day))
    protection.install()
    return day


def line_of(page: str, name: str) -> list[str]:
    """The cells of a person's row, without marks."""
    row = next(row for row in re.findall(r"<tr>.*?</tr>", page, re.S) if f">{name}<" in row)
    return [re.sub(r"<[^>]+>|\s", "", cell) for cell in re.findall(r"<td.*?</td>", row, re.S)]


def test_sheets_that_changed_since_a_day_lead_to_before_and_after(reviewer, cast):
    old, new = make_sheet(4765), make_sheet(4770)
    people = {"by": cast.coder, "reviewer": cast.reviewer}
    long_ago = date_back(approved_change(old, 14, "Ended.", **people), 400)
    for number in (14, 15):
        approved_change(new, number, "Ended.", **people)
    page = reviewer.get(PAGE).text
    assert "/sheets/4770/history/" in page
    assert "/sheets/4765/history/" not in page
    assert re.search(r'4770</span>.*?<td class="number">2</td>', page, re.S)
    page = reviewer.get(f"{PAGE}?since={long_ago}").text
    assert "/sheets/4765/history/" in page
    assert f"/sheets/4765/compare/?since={long_ago - timedelta(days=1)}" in page
    listed = reviewer.get(f"/sheets/?status=approved&since={day_of(None)}").text
    assert "4770" in listed
    assert "4765" not in listed


def test_a_day_that_is_none_is_said_and_last_monday_shown(reviewer, sheet):
    page = reviewer.get(f"{PAGE}?since=soon").text
    assert "This is not a date. Write it as 2017-12-27." in page
    assert f"since Monday, {since_day.last_monday().day} " in page


@pytest.mark.parametrize("words", ["?since=0001-01-01", "?since=9999-12-31", "?by=year&page=0"])
def test_odd_addresses_are_answered(reviewer, sheet, words):
    assert reviewer.get(PAGE + words).status_code == 200


@pytest.mark.parametrize(("today", "monday"), [(30, 23), (24, 23), (29, 23)])
def test_since_monday_means_a_week_on_mondays(monkeypatch, today, monday):
    monkeypatch.setattr(since_day, "day_of", lambda _: date(2026, 11, today))
    assert since_day.last_monday() == date(2026, 11, monday)


def test_decisions_are_counted_by_week_and_by_month_as_chart_and_as_numbers(reviewer, cast, sheet):
    people = {"by": cast.coder, "reviewer": cast.reviewer}
    approved_change(sheet, 14, "Ended.", **people)
    send_back(pending(sheet, 15, "No.", by=cast.coder), by=cast.reviewer)
    date_back(approved_change(sheet, 16, "Ended.", **people), 7)
    weeks = decided.over_time("week", decided.decided_by_day())
    assert [(week.approved, week.returned) for week in weeks[-2:]] == [(1, 0), (1, 1)]
    assert len(weeks) == decided.WEEKS
    assert (weeks[-1].last - weeks[-1].first).days == 6
    months = decided.over_time("month", decided.decided_by_day())
    assert sum(month.approved for month in months[-2:]) == 2
    for by in ("week", "month"):
        page = reviewer.get(f"{PAGE}?by={by}").text
        assert 'role="img" aria-label="Changes approved and returned by ' + by in page
        assert (
            re.search(r'<td class="number">1</td><td class="number">1</td>', page) or by != "week"
        )


def test_months_go_back_over_the_turn_of_a_year(monkeypatch):
    monkeypatch.setattr(decided, "day_of", lambda _: date(2027, 2, 3))
    months = [span.first for span in decided.over_time("month", decided.Counter())]
    lasts = [span.last for span in decided.over_time("month", decided.Counter())]
    assert lasts[-2:] == [date(2027, 1, 31), date(2027, 2, 28)]
    assert months[-3:] == [date(2026, 12, 1), date(2027, 1, 1), date(2027, 2, 1)]
    assert len(months) == decided.MONTHS


def test_each_coder_and_reviewer_has_a_line(reviewer, cast, sheet):
    Assignment.objects.create(sheet=sheet, coder=cast.coder)
    people = {"by": cast.coder, "reviewer": cast.reviewer}
    date_back(approved_change(sheet, 14, "Ended.", **people), 400)
    approved_change(sheet, 15, "Ended.", **people)
    send_back(pending(sheet, 16, "No.", by=cast.coder), by=cast.reviewer)
    pending(sheet, 17, "Sent.", by=cast.coder)
    page = reviewer.get(PAGE).text
    assert line_of(page, cast.coder.get_full_name()) == ["1", "1", "1", "1", "2"]
    assert line_of(page, cast.reviewer.get_full_name()) == ["1", "1", "3"]


@pytest.mark.acceptance(13)
@pytest.mark.parametrize(
    ("who", "told"), [("coder", "2"), ("second_coder", None), ("reviewer", None), ("admin", "2")]
)
def test_how_many_drafts_somebody_has_is_told_to_them_and_to_admins(client, cast, sheet, who, told):
    Assignment.objects.create(sheet=sheet, coder=cast.coder)
    for number in (15, 16):
        draft(sheet, number, "Quagmire", by=cast.coder)
    client.force_login(getattr(cast, who))
    page = client.get(PAGE).text
    assert "Quagmire" not in page
    drafts = ["1", told, "0", "0", "0", "0"] if told else ["1", "0", "0", "0", "0"]
    assert line_of(page, cast.coder.get_full_name()) == drafts


def test_a_coder_of_drafts_alone_is_not_named_to_others(client, cast, sheet):
    draft(sheet, 15, "Begun.", by=cast.coder)
    client.force_login(cast.second_coder)
    assert cast.coder.get_full_name() not in client.get(PAGE).text


def test_releases_say_how_many_changes_were_approved_for_them(reviewer, cast, sheet):
    change = approved_change(sheet, 14, "Ended.", by=cast.coder, reviewer=cast.reviewer)
    send_back(pending(sheet, 15, "No.", by=cast.coder), by=cast.reviewer)
    pending(sheet, 16, "Sent.", by=cast.coder)
    row = line_of(reviewer.get(PAGE).text, change.version)
    assert row[3] == "1inreview,1returned"
    assert row[0] == "open"
    assert row[2] == "1"


@given(st.integers(0, 10**7))
def test_an_axis_reaches_its_highest_number_in_a_few_round_steps(highest):
    scale = Scale.to(highest, HEIGHT)
    assert scale.top >= max(highest, 1)
    assert 2 <= len(scale.ticks) <= 6
    assert str(scale.step).rstrip("0") in ("1", "2", "5")
    assert scale.ticks[-1] == (scale.top, HEIGHT)
