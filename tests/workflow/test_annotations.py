"""Annotations of coding rules: written by admins, replaced and ended, never lost."""

import pytest
from django.db import IntegrityError, transaction

from coding.models import Annotation, Link
from coding.models.covered_by_chain import head_of_data, head_of_steps
from coding.models.questionnaire import BY_NUMBER
from coding.pages.annotations import load_rule
from coding.workflow.annotations import LONGEST, annotate, end, replace
from coding.workflow.refusals import NotAllowed, Refused

pytestmark = pytest.mark.database

RULE = BY_NUMBER[14]


def _standing():
    return [rule.text for rule in Annotation.objects.standing()]


def test_an_annotation_is_kept_with_who_wrote_it_and_when(cast):
    typed = "  Since 2019 we code\u00a0the date of   signature. \r\n\r\n Not before. "
    rule = annotate(RULE, typed, by=cast.admin)
    assert rule.text == "Since 2019 we code the date of signature.\nNot before."
    assert (rule.by, rule.by_name) == (cast.admin, "Ada Admin")
    assert _standing() == [rule.text]


@pytest.mark.parametrize("who", ["coder", "reviewer", "outsider"])
def test_only_admins_annotate(cast, who):
    rule = annotate(RULE, "Since 2019 …", by=cast.admin)
    person = getattr(cast, who)
    for act in (
        lambda: annotate(RULE, "Since 2020 …", by=person),
        lambda: replace(rule, "Since 2020 …", by=person),
        lambda: end(rule, by=person),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert _standing() == ["Since 2019 …"]


def test_what_is_replaced_or_ended_stays_in_the_history(cast):
    first = annotate(RULE, "Since 2019 …", by=cast.admin)
    second = replace(first, "Since 2020 …", by=cast.admin)
    other = annotate(RULE, "Protocols count.", by=cast.admin)
    end(second, by=cast.admin)
    assert _standing() == ["Protocols count."]
    page = load_rule(RULE)
    assert page.annotations == [other]
    assert [(change.done, change.text) for change in page.changes] == [
        ("Ended", "Since 2020 …"),
        ("Added", "Protocols count."),
        ("Replaced", "Since 2020 …"),
        ("Added", "Since 2019 …"),
    ]


def test_the_same_text_once_more_writes_nothing(cast):
    rule = annotate(RULE, "Since 2019 …", by=cast.admin)
    assert replace(rule, " Since 2019 … ", by=cast.admin) == rule
    assert annotate(RULE, "Since  2019 …", by=cast.admin) == rule
    assert Annotation.objects.count() == 1


@pytest.mark.parametrize(
    ("text", "why"), [(" \n ", "is empty"), ("x" * (LONGEST + 1), "Shorten it: 2000 at most")]
)
def test_a_text_that_nobody_could_read_is_refused(cast, text, why):
    with pytest.raises(Refused, match=why):
        annotate(RULE, text, by=cast.admin)


def test_of_two_admins_the_later_one_learns_what_the_other_did(cast):
    rule = annotate(RULE, "Since 2019 …", by=cast.admin)
    replace(rule, "Since 2020 …", by=cast.admin)
    with pytest.raises(Refused, match="Ada Admin replaced this annotation meanwhile"):
        replace(rule, "Since 2021 …", by=cast.admin)
    with pytest.raises(Refused, match="Ada Admin replaced this annotation meanwhile"):
        end(rule, by=cast.admin)
    assert _standing() == ["Since 2020 …"]


def test_each_annotation_is_linked_to_the_chain(cast):
    rule = annotate(RULE, "Since 2019 …", by=cast.admin)
    end(rule, by=cast.admin)
    linked = Link.objects.filter(name=Annotation._meta.db_table).values_list("row", flat=True)
    assert sorted(linked) == sorted(Annotation.objects.values_list("pk", flat=True))


def test_what_a_release_or_an_export_tells_does_not_move(cast, sheet):
    before = head_of_steps(), head_of_data()
    annotate(RULE, "Since 2019 …", by=cast.admin)
    assert (head_of_steps(), head_of_data()) == before


def test_the_database_takes_no_annotation_that_neither_says_nor_ends_something(cast):
    rule = annotate(RULE, "Since 2019 …", by=cast.admin)
    with pytest.raises(IntegrityError), transaction.atomic():
        Annotation.objects.create(question=14, text="", at=rule.at, by=cast.admin, by_name="Ada")
