"""The tables that come with the site: whole, in order, and what the official lists say."""

from collections import Counter
from itertools import groupby, pairwise

import pytest

from coding.reference.own_facts import DATA, own_facts
from tests.given_files import reference
from tests.reference.official_lists import said_by

FACTS = own_facts()
OFFICIAL = {
    "data/cow/cow_states.csv": "StateSpell",
    "data/cow/gw_states.csv": "StateSpell",
    "data/cow/Inter-StateWarData_v4.0.csv": "Participation",
}


def test_there_are_as_many_facts_as_the_lists_have() -> None:
    assert {model: len(facts) for model, facts in FACTS.items()} == {
        "State": 223,  # 217 of COW, 5 only of Gleditsch and Ward, Annam
        "StateSpell": 461,  # 243 of COW, 216 of Gleditsch and Ward, of which 2 stand in two parts
        "War": 95,
        "Participation": 356,  # 337 lines, 19 of them with a second spell
    }


def test_every_number_stands_for_one_state_or_war() -> None:
    for model, key in (("State", "code"), ("War", "number")):
        assert max(Counter(getattr(fact, key) for fact in FACTS[model]).values()) == 1


def test_every_spell_is_of_a_known_state_and_war() -> None:
    codes = {state.code for state in FACTS["State"]}
    assert {spell.state_id for spell in FACTS["StateSpell"]} == codes
    assert {fought.state_id for fought in FACTS["Participation"]} <= codes
    assert {fought.war_id for fought in FACTS["Participation"]} == {
        war.number for war in FACTS["War"]
    }


def test_a_states_spells_follow_each_other() -> None:
    def owner(spell):
        return spell.state_id, spell.system

    for _, spells in groupby(sorted(FACTS["StateSpell"], key=owner), key=owner):
        for earlier, later in pairwise(spells):
            assert earlier.begin <= earlier.end < later.begin


def test_annam_is_no_cow_state() -> None:
    assert [state.name for state in FACTS["State"] if state.code == 8152] == ["Annam"]
    assert {spell.system for spell in FACTS["StateSpell"] if spell.state_id == 8152} == {"GW"}


@pytest.mark.parametrize("path", OFFICIAL)
def test_the_tables_say_what_the_official_list_says(path) -> None:
    said = said_by(reference(path).read_bytes())
    own = [fact for fact in FACTS[OFFICIAL[path]] if fact.source == said.source]
    assert set(own) == set(said.facts[OFFICIAL[path]])


def test_the_official_files_are_not_among_ours() -> None:
    for path in OFFICIAL:
        content = reference(path).read_bytes()
        assert all(file.read_bytes() != content for file in DATA.iterdir())
