"""Everybody finds what is approved, and each person their own words. Nobody finds more."""

from html import unescape

import pytest

from coding.models.revision import Status
from tests import factories
from tests.shared_rows import shared

pytestmark = pytest.mark.database

SENTINEL = "xylophone"
UNAPPROVED = [Status.DRAFT, Status.PENDING, Status.RETURNED, Status.WITHDRAWN]


@shared
def hidden_everywhere(sheet, cast):
    """The sentinel in every place that is not approved: texts, notes, comments, suggestions."""
    people = {"by": cast.coder, "reviewer": cast.reviewer}
    for number, status in enumerate(UNAPPROVED, start=15):
        factories.revision_at(status, sheet, number, f"Says {SENTINEL}.", **people)
    factories.draft(sheet, 20, "Mine.", by=cast.coder, note=f"{SENTINEL} as a note")
    returned = factories.pending(sheet, 21, "Other.", by=cast.coder)
    factories.send_back(returned, by=cast.reviewer, comment=f"{SENTINEL} in a comment")
    factories.suggested(sheet, 22, "Long.", f"{SENTINEL} instead", **people)
    discarded = factories.draft(sheet, 23, f"{SENTINEL} thrown away", by=cast.coder)
    factories.withdraw(discarded, by=cast.coder)
    factories.draft(sheet, 24, f"{SENTINEL} left in place", by=cast.second_coder)
    return sheet


def found_by(client, person, query):
    client.force_login(person)
    answer = client.get("/sheets/", query)
    assert answer.status_code == 200
    return answer.text


@pytest.mark.parametrize("who", ["reviewer", "admin"])
@pytest.mark.parametrize(
    "query", [SENTINEL, f'"{SENTINEL}"', f"Q15:{SENTINEL}", "xylo*", f"{SENTINEL} belarus"]
)
def test_nobody_finds_what_others_write(client, cast, hidden_everywhere, who, query):
    text = unescape(found_by(client, getattr(cast, who), {"q": query}))
    assert "No sheet" in text
    assert "/sheets/4765/" not in text
    assert SENTINEL not in text.replace(query, "")  # what was typed is repeated


@pytest.mark.parametrize("who", ["reviewer", "admin", "second_coder"])
def test_what_others_write_is_in_no_result_of_other_words(client, cast, hidden_everywhere, who):
    assert SENTINEL not in found_by(client, getattr(cast, who), {"q": "Q15: Q16: belarus"})
    assert SENTINEL not in found_by(client, getattr(cast, who), {"coder": "Clara"})


def test_a_coder_finds_their_own_words_and_is_told_where(client, cast, hidden_everywhere):
    text = found_by(client, cast.coder, {"q": SENTINEL})
    assert "Your draft at Q15" in text
    assert "Your change in review at Q16" in text
    assert "Your draft at Q20" in text
    assert "left in place" not in text
    text = found_by(client, cast.second_coder, {"q": SENTINEL})
    assert "Your draft at Q24" in text
    assert "Q15" not in text


def test_a_draft_of_somebody_else_counts_for_no_filter(client, cast, hidden_everywhere):
    assert "No sheet" in found_by(client, cast.reviewer, {"coder": "coder2", "status": "draft"})
    assert "4765" in found_by(client, cast.second_coder, {"coder": "me", "status": "draft"})
