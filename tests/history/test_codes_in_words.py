"""Codes in words: what a sheet says, what a change says, and whose codes they are."""

import pytest

from coding.codebook.cells import MISSING, Coding
from coding.history.codes_in_words import (
    CodeChange,
    changes,
    changes_at,
    date_in_words,
    lines_of,
    merge_alike,
    name_of_member,
    names_of,
    states_in,
)
from coding.models.questionnaire import BY_NUMBER
from tests.coded_sheets import joins

NAMES = {365: "Russia", 370: "Belarus", 705: "Kazakhstan", 651: "Egypt", 255: "Germany"}
MANY = [str(code) for code in (2, 20, 200, 205, 210, 211, 220, 230)]


def said(proposed, replaced=None):
    return [str(change) for change in changes(proposed, replaced or {}, NAMES)]


def lines(number, coding):
    found = lines_of(BY_NUMBER[number], coding, NAMES)
    return [(line.name, line.value, line.who) for line in found]


def test_a_change_says_number_and_label_of_both_values():
    assert said({"milcon": 3}, {"milcon": 2}) == [
        "milcon: 2 also in peacetime → 3 common defense policy"
    ]


@pytest.mark.parametrize(
    ("value", "words"), [(None, "not coded yet"), (MISSING, "missing"), (0, "0 no")]
)
def test_missing_zero_and_not_coded_are_said_apart(value, words):
    assert said({"dipaid": value}, {"dipaid": 1}) == [f"dipaid: 1 yes → {words}"]
    assert said({"dipaid": 1}, {"dipaid": value}) == [f"dipaid: {words} → 1 yes"]


def test_a_code_that_stays_is_no_change():
    assert said({"estmode": 1, "dipaid": None}, {"estmode": 1}) == []


def test_members_with_the_same_change_stand_together_and_are_named():
    proposed = {"370/defense": 1, "705/defense": 1, "365/defense": 0}
    assert said(proposed) == [
        "defense (365 Russia): not coded yet → 0 no",
        "defense (370 Belarus, 705 Kazakhstan): not coded yet → 1 yes",
    ]


def test_members_are_told_in_the_order_of_their_codes_however_a_database_keeps_them():
    """PostgreSQL puts the cells of JSON in an order of its own, SQLite leaves them as typed."""
    typed = ["705/defense", "1000/defense", "70/defense", "705>365/consul", "70.2/defense"]
    for cells in (typed, typed[::-1], sorted(typed), sorted(typed, key=len)):
        (defense, consul) = changes(dict.fromkeys(cells, 1), {}, NAMES)
        assert defense.who == "70, 70 (2nd time), 705 Kazakhstan, 1000"
        assert consul.who == "705 Kazakhstan toward 365 Russia"


def test_the_same_value_from_different_ones_stands_apart():
    proposed = {"370/defense": 1, "705/defense": 1}
    assert said(proposed, {"370/defense": 0}) == [
        "defense (370 Belarus): 0 no → 1 yes",
        "defense (705 Kazakhstan): not coded yet → 1 yes",
    ]


def test_changes_stand_in_the_order_of_the_codebook():
    proposed = {"370/consul": 1, "370/offense": 0, "370/defense": 1, "370/nonagg": 0}
    assert [change.name for change in changes(proposed, {}, NAMES)] == [
        "defense",
        "offense",
        "nonagg",
        "consul",
    ]


def test_what_pairs_owe_comes_after_the_codes_of_members():
    proposed = {"370>705/defense": 0, "370/obvary": 1, "asymm": 1, "370/defense": 1}
    found = changes(proposed, {}, NAMES)
    assert [(line.name, line.who) for line in found] == [
        ("defense", "370 Belarus"),
        ("asymm", ""),
        ("obvary", "370 Belarus"),
        ("defense", "370 Belarus toward 705 Kazakhstan"),
    ]


def test_a_member_that_joins_or_goes_is_said_so():
    (joining,) = changes({"370/member": 370, "705/member": 705}, {}, NAMES)
    assert (joining.who, joining.new) == ("370 Belarus, 705 Kazakhstan", "joins")
    (going,) = changes({"365/member": None}, {"365/member": 365}, NAMES)
    assert (going.who, going.old, going.new) == ("365 Russia", "is taken off", "")


def test_many_members_are_counted_after_the_first_ones():
    (change,) = changes({f"{key}/defense": 1 for key in MANY}, {}, {})
    assert change.who == "2, 20, 200, 205, 210 and 3 others"
    (six,) = changes({f"{key}/defense": 1 for key in MANY[:6]}, {}, {})
    assert six.who == "2, 20, 200, 205, 210, 211"


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("651", "651 Egypt"),
        ("651.2", "651 Egypt (2nd time)"),
        ("651.3", "651 Egypt (3rd time)"),
        ("651.4", "651 Egypt (4th time)"),
        ("8152", "8152"),
    ],
)
def test_a_spell_is_told_by_its_number(key, name):
    assert name_of_member(key, NAMES) == name


def test_the_states_of_cells_are_those_of_both_sides():
    cells = {"estmode": 1, "651.2/defense": 1, "370>705/consul": 0}
    assert states_in(cells, {"365/member": None}) == {651, 370, 705, 365}


@pytest.mark.django_db
def test_names_are_looked_up_once_and_not_at_all_for_nobody(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert names_of([]) == {}
    with django_assert_num_queries(1):
        assert names_of([370, 705]) == {370: "Belarus", 705: "Kazakhstan"}


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ((1992, 5, 15), "15 May 1992"),
        ((1992, 5, MISSING), "May 1992"),
        ((1992, 5, None), "May 1992"),
        ((1992, None, None), "1992"),
        ((0, 0, 0), "in effect"),
        ((None, None, None), ""),
    ],
)
def test_a_date_is_written_as_far_as_it_is_known(parts, words):
    cells = dict(zip(("370/yrexit", "370/moexit", "370/dayexit"), parts, strict=True))
    assert date_in_words(cells, "370", "exit") == words


def test_a_line_names_nobody_where_it_holds_for_all():
    coding = Coding(members={"370": {"defense": 1}, "705": {"defense": 1}})
    assert lines(16, coding)[0] == ("defense", "1 yes", "")


def test_lines_name_the_members_that_have_each_value():
    coding = Coding(members={"370": {"defense": 1}, "705": {"defense": 0}, "365": {"defense": 1}})
    assert lines(16, coding)[:2] == [
        ("defense", "1 yes", "370 Belarus, 365 Russia"),
        ("defense", "0 no", "705 Kazakhstan"),
    ]


def test_a_line_names_the_members_where_others_are_not_coded():
    coding = Coding(members={"370": {"defense": 1}, "705": {}})
    assert lines(16, coding)[0] == ("defense", "1 yes", "370 Belarus")


def test_a_member_with_a_code_of_its_own_has_a_line_of_its_own():
    coding = Coding({"cowid": 3616}, {"255": {"cowid": 3617}, "365": {}})
    assert lines(2, coding) == [("cowid", "3616", ""), ("cowid", "3617", "255 Germany")]


def test_what_a_partner_is_owed_otherwise_is_told_at_its_question():
    coding = Coding(
        members={"370": {"obvary": 1}, "705": {}}, pairs={("370", "705"): {"defense": 0}}
    )
    assert lines(24, coding)[-1] == ("owes", "defense 0", "370 Belarus toward 705 Kazakhstan")
    assert "owes" not in [name for name, *_ in lines(16, coding)]


def test_what_is_not_coded_has_no_line():
    assert lines(16, Coding()) == []
    assert lines(6, Coding({"pubsecr": 1})) == []


def test_codes_that_say_the_same_share_a_line():
    coding = Coding(members={"370": {"defense": 0, "offense": 0, "neutral": 1}})
    shared = merge_alike(lines_of(BY_NUMBER[16], coding, NAMES))
    own = [(line.name, line.value) for line in shared if not line.is_derived]
    assert own == [("defense, offense", "0 no"), ("neutral", "1 yes")]


def test_what_changed_between_two_moments_is_told_by_question():
    before = {"estmode": 1, **joins("370"), "370/defense": 0}
    after = {"estmode": 0, **joins("370", "705"), "370/defense": 0, "705/defense": 1}
    found = changes_at(before, after, NAMES)
    assert {number: [str(line) for line in made] for number, made in found.items()} == {
        4: [
            "member (705 Kazakhstan):  → joins",
            "yrent (705 Kazakhstan): not coded yet → 1996",
            "moent (705 Kazakhstan): not coded yet → 1",
            "dayent (705 Kazakhstan): not coded yet → 17",
        ],
        6: ["estmode: 1 treaty → 0 non-treaty (notes, executive agreement, ...)"],
        16: ["defense (705 Kazakhstan): not coded yet → 1 yes"],
    }


def test_a_change_reads_as_one_sentence():
    change = CodeChange("milcon", "military contact", "2 x", "3 y", "370 Belarus")
    assert str(change) == "milcon (370 Belarus): 2 x → 3 y"
