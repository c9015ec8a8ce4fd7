"""Bringing the tables in line with a newer list: only differences, nothing deleted."""

from datetime import date

import pytest

from coding.codebook.problems import FileRefused
from coding.models import Participation, State, StateSpell, War
from coding.workflow.reference_import import load_lists, save_by_hand
from coding.workflow.refusals import NotAllowed
from tests.reference.official_lists import cow, fought, gw, said_by, wars

pytestmark = pytest.mark.django_db
MODELS = (State, StateSpell, War, Participation)
SYRIA = ("SYR,652,Syria,1946,4,17,1958,2,1,2024", "SYR,652,Syria,1961,9,29,2024,12,31,2024")


def load(*contents: bytes, **options) -> list[tuple[str, str]]:
    """What was done, row by row."""
    loaded = load_lists([said_by(content) for content in contents], **options)
    return [(step.kind, step.what) for _, steps in loaded for step in steps]


def took(steps: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [step for step in steps if step[0] != "keep"]


def history_rows() -> int:
    return sum(model.history.count() for model in MODELS)


def test_what_agrees_is_not_written() -> None:
    before = history_rows()
    assert took(load(cow(*SYRIA))) == []
    assert history_rows() == before


def test_a_new_state_is_added_with_a_history_row_that_names_the_file() -> None:
    steps = took(load(cow("SCT,201,Scotland,2023,1,1,2024,12,31,2024")))
    assert steps == [("add", "201 Scotland"), ("add", "201 Scotland, COW since 2023-01-01")]
    row = State.objects.get(code=201).history.get()
    expected = "Loaded from list.csv: COW state system membership, version 2024"
    assert (row.history_type, row.history_change_reason, row.history_user) == ("+", expected, None)


def test_a_changed_end_changes_the_row_and_its_source() -> None:
    changed = SYRIA[1].replace("2024,12,31", "2020,5,1")
    steps = took(load(cow(SYRIA[0], changed)))
    assert steps == [("change", "652 Syria, COW since 1961-09-29")]
    spell = StateSpell.objects.get(state=652, system="COW", begin=date(1961, 9, 29))
    assert spell.end == date(2020, 5, 1)
    assert spell.source == "COW state system membership, version 2024"
    assert spell.history.count() == 2


def test_a_changed_begin_changes_the_row_that_overlaps_with_it() -> None:
    changed = SYRIA[0].replace("4,17", "1,1")
    assert took(load(cow(changed, SYRIA[1]))) == [
        ("change", "652 Syria, COW 1946-04-17 to 1958-02-01")
    ]
    assert StateSpell.objects.filter(state=652, system="COW").count() == 2


def test_a_spell_that_the_list_has_no_more_is_withdrawn_and_comes_back_with_it() -> None:
    assert took(load(cow(SYRIA[1]))) == [("withdraw", "652 Syria, COW 1946-04-17 to 1958-02-01")]
    spell = StateSpell.objects.get(state=652, system="COW", begin=date(1946, 4, 17))
    assert spell.withdrawn
    assert took(load(cow(*SYRIA))) == [("change", "652 Syria, COW 1946-04-17 to 1958-02-01")]
    spell.refresh_from_db()
    assert not spell.withdrawn


def test_what_the_file_does_not_name_is_kept_and_told() -> None:
    steps = load(cow(*SYRIA))
    assert len(steps) == 241
    assert ("keep", "2 United States of America, COW since 1816-01-01") in steps
    assert not StateSpell.objects.filter(withdrawn=True).exists()


def test_a_row_with_a_source_of_its_own_is_left_alone_and_told(cast) -> None:
    spell = StateSpell.objects.get(state=652, system="COW", begin=date(1946, 4, 17))
    spell.begin, spell.source = date(1945, 3, 22), "Founding of the Arab League"
    save_by_hand(spell, by=cast.admin, reason="It signed as a state.")
    before = history_rows()
    steps = load(cow(*SYRIA))
    assert ("keep", "652 Syria, COW 1945-03-22 to 1958-02-01") in steps
    assert took(steps) == []
    assert history_rows() == before


def test_a_row_of_its_own_that_agrees_is_not_told(cast) -> None:
    spell = StateSpell.objects.get(state=652, system="COW", begin=date(1946, 4, 17))
    spell.source = "Looked up again"
    save_by_hand(spell, by=cast.admin, reason="Looked up.")
    assert not [what for _, what in load(cow(*SYRIA)) if "Syria" in what]


def test_a_state_renamed_by_cow_is_renamed_but_not_by_the_other_list() -> None:
    assert took(load(gw("652,SYX,Syrian Republic,1946-01-01,2020-12-31"))) == []
    renamed = [line.replace("Syria", "Syrian Republic") for line in SYRIA]
    assert took(load(cow(*renamed))) == [("change", "652 Syria")]
    assert State.objects.get(code=652).name == "Syrian Republic"


def test_cow_takes_over_a_state_that_only_the_other_list_had() -> None:
    load(cow("TIB,711,Thibet,1913,1,1,1950,10,1,2024"))
    state = State.objects.get(code=711)
    assert (state.name, state.source) == ("Thibet", "COW state system membership, version 2024")


def test_a_state_named_by_hand_keeps_its_name(cast) -> None:
    state = State.objects.get(code=652)
    state.name, state.source = "Syrian Arab Republic", "Own usage"
    save_by_hand(state, by=cast.admin, reason="Usage.")
    assert ("keep", "652 Syrian Arab Republic") in load(cow(*SYRIA))
    assert State.objects.get(code=652).name == "Syrian Arab Republic"


def test_a_new_war_is_added_with_those_who_fight_it() -> None:
    content = wars(fought(), fought(state=365, side=2, first="2,24,2022,-7,-7,-7"))
    assert took(load(content)) == [
        ("add", "900 War of Tests"),
        ("add", "2 United States of America in 900 War of Tests, 2022-02-24 to 2023-05-02"),
        ("add", "365 Russia in 900 War of Tests, since 2022-02-24"),
    ]
    assert took(load(content)) == []


def test_a_war_entered_by_hand_is_not_touched_by_a_list_without_it(cast) -> None:
    war = War(number=950, name="Later War", source="News")
    save_by_hand(war, by=cast.admin, reason="After 2007.")
    fights = Participation(war=war, state_id=2, side=1, begin=date(2022, 2, 24), source="News")
    save_by_hand(fights, by=cast.admin, reason="After 2007.")
    assert not [what for _, what in load(wars(fought())) if "Later War" in what]
    fights.refresh_from_db()
    assert not fights.withdrawn


def test_a_state_that_no_table_has_is_refused_and_nothing_is_loaded() -> None:
    before = history_rows()
    with pytest.raises(FileRefused) as refusal:
        load(cow("SCT,201,Scotland,2023,1,1,2024,12,31,2024"), wars(fought(), fought(state=202)))
    assert str(refusal.value).startswith(
        "list.csv, line 3: Every state of the list is in the table of states. Found: “202”."
    )
    assert history_rows() == before


def test_a_state_of_one_list_may_fight_in_another_whatever_their_order() -> None:
    steps = load(wars(fought(state=201)), cow("SCT,201,Scotland,2023,1,1,2024,12,31,2024"))
    assert [kind for kind, what in took(steps) if "Scotland" in what] == ["add"] * 3


def test_a_dry_run_says_the_same_and_writes_nothing() -> None:
    contents = cow("SCT,201,Scotland,2023,1,1,2024,12,31,2024"), wars(fought(state=201))
    before = history_rows()
    steps = load(*contents, dry_run=True)
    assert history_rows() == before
    assert load(*contents) == steps
    assert history_rows() == before + 4


def test_only_admins_load_and_their_names_are_kept(cast) -> None:
    content = wars(fought())
    with pytest.raises(NotAllowed, match="Only admins load reference data"):
        load(content, by=cast.coder)
    load(content, by=cast.admin)
    row = War.history.get(number=900)
    assert (row.history_user, row.author_name) == (cast.admin, "Ada Admin")
