"""The database's tables of states and wars: what is in a new one, and how they are read."""

import contextlib
from datetime import date

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from coding.codebook.coded_dates import DateInParts
from coding.models import Participation, State, StateSpell, War, reference
from coding.models.reference import read_lists
from coding.models.tracking import WriteRefused
from coding.reference.own_facts import own_facts
from coding.workflow.reference_import import save_by_hand

pytestmark = pytest.mark.django_db
MODELS = (State, StateSpell, War, Participation)


@pytest.mark.parametrize("model", MODELS)
def test_a_new_database_has_the_facts_and_a_history_row_for_each(model) -> None:
    assert model.objects.count() == model.history.count() == len(own_facts()[model.__name__])
    for row in model.history.all()[:3]:
        assert row.history_type == "+"
        assert row.history_change_reason == f"Came with the site: {row.source}"


@pytest.mark.parametrize("model", MODELS)
def test_rows_are_not_deleted(model) -> None:
    with pytest.raises(WriteRefused):
        model.objects.first().delete()
    with pytest.raises(WriteRefused):
        model.objects.update(source="Nobody")


@pytest.mark.parametrize(
    ("role", "steps"),
    [("coder", {"view"}), ("reviewer", {"view"}), ("admin", {"view", "add", "change"})],
)
def test_admins_write_them_and_all_others_read_them(role, steps) -> None:
    permissions = Group.objects.get(name=role).permissions
    for model in MODELS:
        name = model._meta.model_name
        given = permissions.filter(content_type__model=name).values_list("codename", flat=True)
        assert set(given) == {f"{step}_{name}" for step in steps}


def test_they_are_read_once_and_then_asked_for_changes_only(
    cast, django_assert_num_queries
) -> None:
    with django_assert_num_queries(1):
        lists = read_lists()
    assert len(lists.states) == 223
    germany = lists.states[255]
    assert (germany.abbreviation, germany.name) == ("GMY", "Germany")
    assert [str(span) for span in germany.spells["COW"]] == [
        "1816-01-01 to 1945-05-08",
        "since 1990-10-03",
    ]
    assert str(lists.fighting[220][0]) == "Franco-Spanish War (1), 7 April 1823 to 13 November 1823"


def test_a_change_is_read_at_once(cast) -> None:
    spell = StateSpell.objects.get(state=2, system="COW")
    spell.end = date(2030, 1, 1)
    save_by_hand(spell, by=cast.admin, reason="A story.")
    assert not read_lists().states[2].is_in("COW", DateInParts(2031, 1, 1))


def test_what_a_transaction_read_is_kept_once_it_stands(
    cast, monkeypatch, django_capture_on_commit_callbacks, django_assert_num_queries
) -> None:
    monkeypatch.setattr(reference, "_kept", {})
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        lists = read_lists()
    with django_assert_num_queries(1):
        assert read_lists() is lists


def test_a_change_that_is_taken_back_is_not_kept(cast, django_assert_num_queries) -> None:
    before = read_lists()
    with contextlib.suppress(Undone), transaction.atomic():
        state = State.objects.get(code=2)
        state.name = "A story"
        save_by_hand(state, by=cast.admin, reason="A story.")
        with django_assert_num_queries(4):
            assert read_lists().states[2].name == "A story"
        raise Undone
    with django_assert_num_queries(1):
        assert read_lists() == before


class Undone(Exception):
    """What takes a transaction back."""


def test_what_is_withdrawn_does_not_count(cast) -> None:
    for row in (
        StateSpell.objects.get(state=2, system="COW"),
        *Participation.objects.filter(war=1, state=220),
    ):
        row.withdrawn = True
        save_by_hand(row, by=cast.admin, reason="A mistake.")
    lists = read_lists()
    assert not lists.states[2].spells.get("COW")
    assert not State.objects.get(code=2).is_cow_state
    assert 1 not in {fought.war for fought in lists.fighting[220]}


def test_a_row_tells_what_it_is() -> None:
    assert str(State.objects.get(code=8152)) == "8152 Annam"
    assert str(StateSpell.objects.get(state=2, system="GW")) == (
        "2 United States of America, GW since 1816-01-01"
    )
    assert str(Participation.objects.get(war=1, state=220)) == (
        "220 France in 1 Franco-Spanish War, 1823-04-07 to 1823-11-13"
    )


def test_an_end_before_the_begin_is_refused_by_the_database(cast) -> None:
    for row in (StateSpell.objects.first(), Participation.objects.first()):
        row.end = date(1700, 1, 1)
        with pytest.raises(IntegrityError), transaction.atomic():
            save_by_hand(row, by=cast.admin, reason="A mistake.")


@pytest.mark.parametrize(
    ("begin", "end", "field"),
    [(date(2022, 2, 24), None, "begin"), (date(2022, 2, 1), date(2023, 2, 27), "end")],
)
def test_an_unknown_day_is_put_as_the_first_or_last_of_its_month(begin, end, field) -> None:
    row = Participation(begin=begin, begin_day_known=False, end=end, end_day_known=False)
    with pytest.raises(ValidationError) as wrong:
        row.clean()
    assert set(wrong.value.message_dict) == {field}
    Participation(
        begin=date(2022, 2, 1), begin_day_known=False, end=date(2024, 2, 29), end_day_known=False
    ).clean()
