"""What a page's code boxes hold: three ways of saying none, the same for all, taken off."""

import json

import pytest
from django.core.exceptions import ValidationError
from django.http import QueryDict

from coding.codebook.cells import MISSING
from coding.forms.draft import Draft, shown
from coding.forms.typed_codes import CodesSent, box_text, read_value
from coding.models.variables import declared

NOTHING_SEEN: dict = {}


def sent(boxes, seen=NOTHING_SEEN, prefix="", **others):
    """The codes of a page with these boxes, which showed these approved values."""
    data = QueryDict(mutable=True)
    data.update({f"{prefix}code:{cell}": text for cell, text in boxes.items()})
    data.update({f"{prefix}{name}": text for name, text in others.items()})
    data[f"{prefix}codes-seen"] = json.dumps(seen)
    return CodesSent(data, prefix)


def refused(codes):
    with pytest.raises(ValidationError) as error:
        codes.clean()
    return error.value.message


@pytest.mark.parametrize(("text", "value"), [("", None), (".", MISSING), ("0", 0), ("1", 1)])
def test_empty_a_point_and_zero_are_three_things(text, value):
    assert sent({"estmode": text}).clean().typed == {"estmode": value}
    assert box_text(value) == text


@pytest.mark.parametrize("value", [None, MISSING, 0, 1, 1996])
def test_what_a_box_shows_is_read_back(value):
    assert read_value(box_text(value), declared("cowid"), None) == value


def test_blanks_around_a_value_do_not_count():
    assert sent({"estmode": " 1 ", "pubsecr": " . ", "bilat": "  "}).clean().typed == {
        "estmode": 1,
        "pubsecr": MISSING,
        "bilat": None,
    }


@pytest.mark.parametrize("text", ["yes", "1.5", "1,", "--1", "1" * 5000, "1 0", "½", ".."])
def test_what_is_no_whole_number_is_refused_with_what_can_be_typed(text):
    assert refused(sent({"length": text})) == (
        f"length (first term, in months): “{text}” is not possible. "
        "It is a whole number from 0 to 9999. A dot ( . ) means missing."
    )


@pytest.mark.parametrize("text", ["-9", "12345"])
def test_a_number_that_data_files_have_or_that_is_too_long_is_told_as_a_number(text):
    assert f" {text} is not possible. " in refused(sent({"length": text}))


@pytest.mark.parametrize("text", ["2", "-1", "-9"])
def test_a_value_without_a_label_is_refused_with_the_codes_there_are(text):
    assert refused(sent({"bilat": text})) == (
        f"bilat ({declared('bilat').label}): {text} is not possible. Its codes are 0 no, 1 yes."
    )


@pytest.mark.django_db
def test_a_number_out_of_range_is_refused_with_the_range():
    assert refused(sent({"705/yrent": "96"})).endswith(
        "yrent (year of entry): 96 is not possible. It is a year from 1800 to 2100, or 0 for “has "
        "not happened”."
    )


def test_a_value_that_was_published_without_a_label_can_stay():
    assert sent({"refothio": "2"}, seen={"refothio": 2}).clean().typed == {"refothio": 2}
    assert "2 is not possible" in refused(sent({"refothio": "2"}, seen={"refothio": 1}))


def test_what_is_never_missing_is_not_made_so():
    assert refused(sent({"bilat": "."})).endswith(" is never missing.")
    assert sent({"bilat": "."}, seen={"bilat": MISSING}).clean().typed == {"bilat": MISSING}


@pytest.mark.django_db
def test_a_refusal_names_the_member():
    boxes = {"370/defense": "1", "705/defense": "7", "651.2/defense": "1"}
    assert refused(sent(boxes)).startswith("705 Kazakhstan: defense (")
    assert refused(sent({"651.2/defense": "7"})).startswith("651 Egypt (2nd time): defense (")


@pytest.mark.parametrize("cell", ["estmod", "370/", "370.1/defense", "a/defense", "370>/defense"])
def test_what_is_no_cell_is_refused(cell):
    assert refused(sent({cell: "1"})) == f"“{cell}” is no code of this page. Reload it."


@pytest.mark.parametrize("seen", ["", "{}"])
def test_a_page_without_codes_has_none(seen):
    data = QueryDict(mutable=True)
    data["codes-seen"] = seen
    assert CodesSent(data).clean().typed == {}


@pytest.mark.parametrize("seen", ["[", "[1]", '"x"', '{"a": "1"}', '{"a": 1.5}', '{"a": true}'])
def test_codes_that_did_not_arrive_whole_are_refused(seen):
    data = QueryDict(mutable=True)
    data["codes-seen"] = seen
    assert "did not arrive whole" in refused(CodesSent(data))


def test_what_the_page_showed_as_approved_comes_back():
    seen = {"estmode": 1, "370/dipaid": MISSING, "705/dipaid": None}
    assert sent({"estmode": "0"}, seen).clean().approved == seen


def test_each_question_of_a_section_has_boxes_of_its_own():
    data = QueryDict(mutable=True)
    data.update({"q6-code:estmode": "1", "q7-code:pubsecr": "2", "code:term": "3"})
    assert CodesSent(data, "q6-").clean().typed == {"estmode": 1}
    assert CodesSent(data, "q7-").raw == {"pubsecr": "2"}


def test_one_box_says_the_same_for_all_members():
    boxes = {"370/defense": "", "705/defense": "0", "651.2/defense": "", "370/consul": ""}
    assert sent(boxes, **{"all:defense": "1"}).clean().typed == {
        "370/defense": 1,
        "705/defense": 1,
        "651.2/defense": 1,
        "370/consul": None,
    }


def test_an_empty_box_for_all_leaves_each_its_own():
    boxes = {"370/defense": "1", "705/defense": "0"}
    assert sent(boxes, **{"all:defense": " "}).clean().typed == {"370/defense": 1, "705/defense": 0}


def test_the_same_for_all_can_be_missing():
    boxes = {"370/dipaid": "1", "705/dipaid": ""}
    assert set(sent(boxes, **{"all:dipaid": "."}).clean().typed.values()) == {MISSING}


@pytest.mark.django_db
def test_a_wrong_value_for_all_is_refused():
    assert "7 is not possible" in refused(sent({"370/defense": "1"}, **{"all:defense": "7"}))


def test_a_pair_is_no_member():
    boxes = {"370/obvary": "1", "370>705/consul": "0"}
    assert sent(boxes, **{"all:consul": "1"}).clean().typed["370>705/consul"] == 0


def roster(*keys, **others):
    boxes = {f"{key}/member": key.partition(".")[0] for key in keys}
    boxes |= {f"{key}/yrent": "1996" for key in keys}
    return boxes | others


def test_a_member_that_is_taken_off_proposes_nothing_else():
    boxes = roster("370", "705") | {"705/yrent": "1999"}
    seen = {"370/member": 370, "370/yrent": 1996, "705/member": 705, "705/yrent": 1996}
    codes = sent(boxes, seen, **{"remove:705": "1"}).clean()
    assert codes.over({}, {}) == ({"705/member": None}, {"705/member": 705})


def test_taking_the_first_spell_off_leaves_the_second():
    seen = {"370/member": 370, "370/yrent": 1996, "370.2/member": 370, "370.2/yrent": 1996}
    codes = sent(roster("370", "370.2"), seen, **{"remove:370": "1"}).clean()
    assert codes.over({}, {})[0] == {"370/member": None}


def test_a_drafted_member_that_is_taken_off_leaves_the_draft():
    seen = {"370/member": 370, "370/yrent": 1996, "705/member": None, "705/yrent": None}
    kept = {"705/member": 705, "705/yrent": 1996}
    codes = sent(roster("370", "705"), seen, **{"remove:705": "1"}).clean()
    assert codes.over(kept, dict.fromkeys(kept)) == ({}, {})


def test_the_same_for_all_does_not_reach_a_member_that_is_taken_off():
    seen = {"370/member": 370, "370/yrent": 1996, "705/member": 705, "705/yrent": 1996}
    others = {"remove:705": "1", "all:yrent": "1997"}
    codes = sent(roster("370", "705"), seen, **others).clean()
    assert codes.over({}, {})[0] == {"370/yrent": 1997, "705/member": None}


@pytest.mark.django_db
def test_a_state_that_is_named_twice_at_once_joins_once():
    typed = sent({}, **{"add-members": "380, Sweden; swd, 385"}).clean().typed
    assert [cell for cell in typed if cell.endswith("/member")] == ["380/member", "385/member"]


def test_the_states_that_were_typed_to_join_are_told():
    assert sent({}, **{"add-members": " 365, Armenia\n"}).joining == "365, Armenia"
    assert sent({}).joining == ""


def test_the_boxes_are_kept_as_typed_for_showing_an_error():
    assert sent({"length": "ten years"}).raw == {"length": "ten years"}


def form(boxes, seen, text="An answer.", **others):
    data = QueryDict(mutable=True)
    data.update({f"code:{cell}": box for cell, box in boxes.items()})
    data.update({"text": text, "note": "", "codes-seen": json.dumps(seen)} | others)
    return Draft(data)


@pytest.mark.parametrize(("before", "after"), [(None, "0"), (None, "."), (0, "."), (0, "")])
def test_a_box_that_was_changed_is_told_from_one_that_was_not(before, after):
    page = shown("An answer.", "", {"estmode": before})
    same = form({"estmode": box_text(before)}, {"estmode": before}, shown=page)
    other = form({"estmode": after}, {"estmode": before}, shown=page)
    assert same.is_valid()
    assert other.is_valid()
    assert (same.is_changed, other.is_changed) == (False, True)


def test_codes_alone_are_kept_without_the_prose():
    typed = form({"estmode": "1"}, {"estmode": None}, approved=shown("An answer."))
    assert typed.is_valid()
    assert typed.answer.text is None
    assert typed.answer.codes.over({}, {}) == ({"estmode": 1}, {"estmode": None})


def test_a_box_that_cannot_be_read_refuses_the_whole_form():
    typed = form({"estmode": "treaty"}, {})
    assert not typed.is_valid()
    assert "“treaty” is not possible" in str(typed.errors)
