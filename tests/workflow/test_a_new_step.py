"""A second kind of return is one row of the table; everything else follows from it."""

from dataclasses import replace

import pytest
from django.urls import reverse

from coding import protection
from coding.models.revision import Status
from coding.shortcuts import usual_shortcuts
from coding.workflow import review, transitions
from coding.workflow.refusals import NotAllowed, Refused
from coding.workflow.verdicts import Verdict
from tests.factories import pending, seen
from tests.shared_rows import shared
from tests.workflow.test_documentation import diagram

FOR_SOURCE = replace(
    transitions.RETURN,
    name="return-for-source",
    label="Return for a source",
    done="returned for a source",
    chip="return",
    why_comment="Say which source is missing.",
    button=replace(
        transitions.RETURN.button, key="o", alone="For a source", together="No source in the rest"
    ),
)


@pytest.fixture(autouse=True)
def _one_more_row(monkeypatch, db):
    monkeypatch.setattr(transitions, "TRANSITIONS", (*transitions.TRANSITIONS, FOR_SOURCE))
    protection.install()
    usual_shortcuts.cache_clear()
    yield
    usual_shortcuts.cache_clear()


@shared
def revision(cast, sheet):
    return pending(sheet, 14, "New.", by=cast.coder)


@pytest.fixture
def reviewer(client, cast):
    client.force_login(cast.reviewer)
    return client


def _decided(client, revision, comment="Which edition?"):
    sent = {"decision": FOR_SOURCE.name, "seen": seen(revision), "comment": comment}
    return client.post(reverse("coding:revision-decide", args=[revision.pk]), sent, follow=True)


def test_the_guard_asks_for_its_party_and_its_comment(cast, revision):
    for_source = {"seen": seen(revision), "comment": "Which edition?"}
    with pytest.raises(NotAllowed, match="somebody else decides"):
        review.decide(Verdict(FOR_SOURCE, revision, **for_source), by=cast.coder)
    with pytest.raises(Refused, match="Say which source is missing"):
        review.decide(
            Verdict(FOR_SOURCE, revision, **for_source | {"comment": " "}), by=cast.reviewer
        )
    assert review.decide(Verdict(FOR_SOURCE, revision, **for_source), by=cast.reviewer).status == (
        Status.RETURNED
    )


def test_both_review_pages_offer_it(reviewer, revision):
    alone = reviewer.get(reverse("coding:revision-review", args=[revision.pk])).content.decode()
    assert 'value="return-for-source" data-key="o"' in alone
    assert "For a source <kbd>o</kbd>" in alone
    together = reviewer.post(reverse("coding:many-decide"), {"revision": [revision.pk]})
    assert "No source in the rest" in together.content.decode()


def test_its_decision_is_taken_and_told(reviewer, revision):
    assert "4765 Q14 returned for a source." in _decided(reviewer, revision).content.decode()
    revision.refresh_from_db()
    assert revision.status == Status.RETURNED


def test_without_its_comment_the_page_says_why_one_is_needed(reviewer, revision):
    answer = _decided(reviewer, revision, comment="")
    assert answer.status_code == 409
    assert "Say which source is missing." in answer.content.decode()


def test_the_record_tells_it_in_its_words(reviewer, revision):
    _decided(reviewer, revision)
    page = reviewer.get(reverse("coding:revision-read", args=[revision.pk])).content.decode()
    assert '<span class="chip return">returned for a source</span>' in page
    assert "Which edition?" in page


def test_its_author_goes_on_from_it_as_from_any_return(client, cast, reviewer, revision):
    _decided(reviewer, revision)
    client.force_login(cast.coder)
    assert "Which edition?" in client.get(reverse("coding:work-list")).content.decode()


def test_the_diagram_in_the_docs_would_have_to_show_it():
    step = "return-for-source (a reviewer who is not its author), with a comment"
    assert f"    pending --> returned: {step}" in diagram()
