"""Annotations stand wherever the coding rule stands; admins write them on the rule's own page."""

import pytest
from django.urls import reverse

from coding.models import Annotation
from coding.models.questionnaire import BY_NUMBER
from coding.workflow.annotations import annotate, end, replace
from tests.factories import make_sheet, pending

WORDS = "Since 2019 we code the date of signature."
ADDRESS = "/codebook/rules/14/"


@pytest.fixture
def annotation(cast):
    return annotate(BY_NUMBER[14], WORDS, by=cast.admin)


def _read(client, person, address):
    client.force_login(person)
    return client.get(address).content.decode()


def test_it_stands_with_the_rule_on_every_page_that_shows_the_rule(client, cast, annotation):
    sheet = make_sheet(4765)
    revision = pending(sheet, 14, "Ended.", by=cast.second_coder)
    for person, address in (
        (cast.coder, "/sheets/4765/questions/14/"),
        (cast.coder, "/sheets/4765/sections/formation/"),
        (cast.coder, "/codebook/"),
        (cast.coder, ADDRESS),
        (cast.reviewer, reverse("coding:revision-review", args=[revision.pk])),
        (cast.reviewer, "/sheets/4765/proposed/"),
    ):
        assert _read(client, person, address).count(WORDS) >= 1, address
    assert WORDS not in _read(client, cast.coder, "/sheets/4765/questions/15/")


def test_what_is_ended_stands_in_the_history_alone(client, cast, annotation):
    make_sheet(4765)
    end(annotation, by=cast.admin)
    assert WORDS not in _read(client, cast.coder, "/sheets/4765/questions/14/")
    assert "Ended by Ada Admin" in (page := _read(client, cast.coder, ADDRESS))
    assert WORDS in page


def test_an_admin_annotates_replaces_and_ends(admin):
    admin.post(ADDRESS, {"text": WORDS, "action": "keep"})
    annotation = Annotation.objects.get()
    admin.post(ADDRESS, {"text": "Since 2020.", "replaces": annotation.pk, "action": "keep"})
    second = Annotation.objects.get(replaces=annotation)
    answer = admin.post(ADDRESS, {"replaces": second.pk, "action": "end"}, follow=True)
    assert "It stays in the history" in answer.content.decode()
    assert not Annotation.objects.standing().exists()


@pytest.mark.parametrize("meanwhile", [replace, end])
def test_words_for_an_annotation_that_is_gone_meanwhile_are_still_in_a_box(
    admin, cast, annotation, meanwhile
):
    others = {"text": "Other words."} if meanwhile is replace else {}
    meanwhile(annotation, by=cast.admin, **others)
    mine = "My words, long thought about."
    page = admin.post(ADDRESS, {"replaces": annotation.pk, "text": mine, "action": "keep"})
    assert page.status_code == 400
    assert f"\n{mine}</textarea>" in page.text


def test_what_was_refused_is_still_in_its_box(admin, annotation):
    long = "Long. " * 500
    answer = admin.post(ADDRESS, {"text": long, "replaces": annotation.pk, "action": "keep"})
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "Shorten it: 2000 at most" in page
    assert long.strip() in page


@pytest.mark.parametrize("who", ["coder", "second_coder", "reviewer"])
def test_nobody_else_is_offered_a_box_or_let_write(client, cast, annotation, who):
    assert "<textarea" not in _read(client, getattr(cast, who), ADDRESS)
    assert client.post(ADDRESS, {"text": "x", "action": "keep"}).status_code == 403
    assert Annotation.objects.count() == 1


@pytest.mark.parametrize("replaces", ["0", "999", "x", ""])
def test_an_annotation_that_is_none_of_this_rule_is_not_found(admin, annotation, replaces):
    for address in (ADDRESS, "/codebook/rules/15/"):
        sent = {"text": "x", "replaces": replaces, "action": "keep"}
        assert admin.post(address, sent).status_code == 404
    other = {"text": "x", "replaces": annotation.pk, "action": "keep"}
    assert admin.post("/codebook/rules/15/", other).status_code == 404
