"""Every variable of the member file is declared once, with its question, as the dictionary says."""

import csv
import json
import re
from collections import Counter

import pytest

from coding.codebook.cells import MISSING, Coding
from coding.codebook.variables import Kind
from coding.models.answer_fields import Answer
from coding.models.code_fields import Declared
from coding.models.membership import Membership, PairObligation
from coding.models.questionnaire import BY_KEY, BY_NUMBER, MODELS
from coding.models.variables import (
    BY_NAME,
    COLUMNS,
    PAIR_BY_NAME,
    VARIABLES,
    at_question,
    by_question,
    declared,
    other_variables_at,
    variables_at,
)
from tests import release_5_1
from tests.given_files import reference

CONDITIONAL = {"conditio", "defcon", "offcon", "neucon", "concon"}
DERIVED = {"active", "ineffect", "maxphase", "wartime", *CONDITIONAL}
OBLIGATIONS = ["defense", "offense", "neutral", "nonagg", "consul"]
STATA_LABEL = 80  # characters that Stata keeps of a variable label


@pytest.fixture(scope="module")
def dictionary():
    return release_5_1.dictionary()


@pytest.fixture(scope="module")
def member_rows():
    with release_5_1.official("atop5_1m.csv").open(newline="") as file:
        return list(csv.DictReader(file))


def declarations(model):
    return [
        value for value in (*model._meta.local_fields, *vars(model).values()) if _is_variable(value)
    ]


def _is_variable(value):
    return isinstance(value, Declared)


def test_the_member_file_has_105_variables_in_its_own_order():
    assert len(COLUMNS) == 105
    assert list(BY_NAME) == list(COLUMNS)
    assert COLUMNS[:4] == ("atopid", "cowid", "cow4id", "member")
    assert COLUMNS[-4:] == ("source", "new5", "rev5", "version")


def test_no_variable_is_declared_twice_or_beside_the_member_file():
    of_models = [code.name for model in (*MODELS, Membership) for code in declarations(model)]
    of_others = ["atopid", "phase", "member", "new5", "rev5", "version"]
    assert Counter([*of_models, *of_others]) == Counter(COLUMNS)


def test_the_alliances_variables_are_told_from_the_members():
    count = Counter(variable.scope for variable in VARIABLES)
    assert count == {"A": 50, "M": 52, "R": 3, "P": 5}
    for name in ("notaiden", "dipaid", "terrres", "seppeace", "thirdcom", "noothall", "cowsys"):
        assert (BY_NAME[name].scope, BY_NAME[name].where) == ("M", "membership")
    for name in ("bilat", "term", "asymm", "secrart", "wartime", "active"):
        assert BY_NAME[name].scope == "A"
    assert (BY_NAME["estmode"].where, BY_NAME["source"].where) == ("formation", "documentation")


def test_what_follows_without_exception_is_derived_and_the_rest_is_coded():
    given_elsewhere = {"atopid", "phase", "new5", "rev5", "version"}
    assert {code.name for code in VARIABLES if not code.is_coded} == DERIVED | given_elsewhere
    assert all(BY_NAME[name].is_coded for name in ("member", "bilat", "term", "cowsys", "asymm"))


def test_a_pair_owes_the_five_obligations_and_they_are_entered_where_symmetry_is_asked():
    pairs = [variable for variable in VARIABLES if variable.scope == "P"]
    assert [pair.name for pair in pairs] == OBLIGATIONS
    assert {(pair.home, pair.where) for pair in pairs} == {(24, "pair")}
    assert declared("defense", is_pair=True).label != declared("defense").label


def test_each_coded_variable_is_entered_at_exactly_one_question():
    entered = Counter(
        (code.name, code.scope) for number in BY_NUMBER for code in variables_at(number)
    )
    assert set(entered) == {(code.name, code.scope) for code in VARIABLES if code.is_coded}
    assert set(entered.values()) == {1}


def test_a_variable_is_entered_at_its_own_question_but_for_dates_of_entry_and_renewal_terms():
    elsewhere = {
        code.name: code.home
        for code in VARIABLES
        if code.is_coded and code.home not in code.questions
    }
    # The roster is entered at question 4, so that a member exists with its date of signature;
    # the renewal term is described at question 12, though the codebook tags it with 13.
    assert elsewhere == {"yrent": 4, "moent": 4, "dayent": 4, "renewlgt": 12}


@pytest.mark.parametrize(
    ("number", "entered", "shown"),
    [
        (3, [], ["yrent", "moent", "dayent"]),
        (4, ["member", "cowsys", "yrent", "moent", "dayent", "bilat"], []),
        (5, ["cowwar"], ["wartime"]),
        (10, ["speclgth", "length"], []),
        (16, OBLIGATIONS, ["active"]),
        (18, [], OBLIGATIONS),
        (22, ["olimob"], ["conditio", "concoreq"]),
        (24, ["asymm", "obvary", *OBLIGATIONS], []),
        (51, ["conres"], []),
        (52, [], ["conres"]),
        (61, [], []),
    ],
)
def test_a_question_lists_what_is_entered_there_and_what_is_only_shown(number, entered, shown):
    assert [code.name for code in variables_at(number)] == entered
    assert [code.name for code in other_variables_at(number)] == shown


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_a_code_stands_directly_after_the_question_it_is_entered_at(model):
    number = None
    for field in model._meta.local_fields:
        if isinstance(field, Answer):
            number = field.number
        elif isinstance(field, Declared):
            assert field.home == number, field.name


def test_a_coded_variable_has_its_column_on_the_row_it_names():
    models = {key: section.model for key, section in BY_KEY.items()}
    models |= {"membership": Membership, "pair": PairObligation}
    for variable in VARIABLES:
        if variable.is_coded and variable.name != "member":
            assert models[variable.where]._meta.get_field(variable.name).label == variable.label


def test_a_code_that_was_not_given_is_null_in_the_record_and_in_its_history():
    for model in (*MODELS, Membership, PairObligation):
        for field in model._meta.local_fields:
            if isinstance(field, Declared):
                assert field.null
                assert field.default is None or not field.has_default()
                assert model.history.model._meta.get_field(field.name).null


def test_labels_fit_stata_and_tell_the_variables_apart():
    labels = [variable.label for variable in VARIABLES]
    assert len(set(labels)) == len(labels)
    for variable in VARIABLES:
        for text in (variable.label, *variable.codes.values()):
            assert text
            assert text.isascii()
            assert len(text) <= STATA_LABEL
        assert list(variable.codes) == sorted(variable.codes)
        assert len(set(variable.codes.values())) == len(variable.codes)


def test_a_value_is_told_with_its_label_or_why_there_is_none():
    assert BY_NAME["milcon"].describe(3) == "3 common defense policy"
    assert BY_NAME["estmode"].describe(MISSING) == "missing"
    assert BY_NAME["estmode"].describe(None) == "not coded yet"
    assert BY_NAME["refothio"].describe(2) == "2"
    assert BY_NAME["length"].describe(120) == "120 months"


def test_what_a_value_is_is_told_by_its_kind_and_unit():
    assert (BY_NAME["length"].kind, BY_NAME["length"].unit) == (Kind.NUMBER, "months")
    assert [name for name, variable in BY_NAME.items() if variable.is_state] == [
        *("member", "statthr1", "statthr2"),
    ]
    assert [variable.name for variable in VARIABLES if variable.kind is Kind.DAY] == [
        "dayent",
        "dayexit",
    ]


def test_what_may_never_be_missing_says_so():
    for name in ("member", "yrent", "moexit", "defense", "concoreq", "asymm", "bilat", "term"):
        assert BY_NAME[name].missing == ""
    for name in ("cowid", "dayent", "dayexit", "pubsecr", "secrart", "termcaus", "ecaid"):
        assert BY_NAME[name].missing


def test_a_name_that_no_variable_has_is_unknown():
    with pytest.raises(KeyError, match="begyr"):
        declared("begyr")
    with pytest.raises(KeyError, match="estmode"):
        declared("estmode", is_pair=True)


def test_the_order_is_the_official_headers():
    assert list(COLUMNS) == json.loads(reference("reference/headers_5_1.json").read_text())["m"]


def test_scope_and_questions_are_the_dictionarys(dictionary):
    assert set(dictionary) == set(BY_NAME)
    by_release = {"new5", "rev5", "version"}
    for name, given in dictionary.items():
        numbers = tuple(map(int, re.findall(r"\d+", given["question"].partition("(")[0])))
        # The dictionary calls active derived; we show it with the obligations it follows from.
        assert BY_NAME[name].questions == ((16,) if name == "active" else numbers), name
        scope = "R" if name in by_release else given["scope"][0]
        assert BY_NAME[name].scope == scope, name


def test_the_questions_list_the_same_variables_as_the_official_map():
    official = json.loads(reference("reference/question_to_variables.json").read_text())
    ours: dict[str, set[str]] = {}
    for name, variable in BY_NAME.items():
        for number in variable.questions:
            ours.setdefault(str(number), set()).add(name)
    ours["16"].remove("active")
    assert ours == {number: set(names) & set(BY_NAME) for number, names in official.items()}


def test_codes_and_their_labels_are_the_dictionarys(dictionary):
    ours = {name: BY_NAME[name].codes for name in dictionary}
    official = {
        name: {int(value): label for value, label in (given["codes"] or {}).items()}
        for name, given in dictionary.items()
    }
    assert {name: list(codes) for name, codes in ours.items()} == {
        name: list(codes) for name, codes in official.items()
    }
    reworded = {
        (name, value)
        for name, codes in ours.items()
        for value, label in codes.items()
        if official[name][value] != label
    }
    assert reworded == {("term", 0), ("milaid", 3)}  # too long; a remark within the label


def test_a_variable_may_be_missing_where_the_dictionary_says_so(dictionary):
    official = {name for name, given in dictionary.items() if given["missing"] != "never missing"}
    assert {name for name in BY_NAME if BY_NAME[name].missing} == official


def test_every_empty_field_of_the_official_file_is_one_that_may_be_missing(member_rows):
    empty = {name for row in member_rows for name, value in row.items() if value == ""}
    assert empty == {name for name in BY_NAME if BY_NAME[name].missing}


def test_every_value_of_the_official_file_is_labelled_but_one(member_rows):
    unlabelled = {
        (name, value, row["atopid"])
        for row in member_rows
        for name, value in row.items()
        if value and BY_NAME[name].codes and int(value) not in BY_NAME[name].codes
    }
    assert unlabelled == {("refothio", "2", "4860")}


def test_numbers_of_the_official_file_lie_within_what_their_kind_allows(member_rows):
    for name, variable in BY_NAME.items():
        if variable.is_coded and not variable.codes:
            values = {int(row[name]) for row in member_rows if row[name]}
            assert all(map(variable.allows, values)), name


def test_the_codes_of_one_question_are_those_that_stand_under_it_among_all():
    coded = [variable for variable in BY_NAME.values() if variable.is_coded]
    coding = Coding(
        {code.name: 1 for code in coded if code.where != "membership"},
        {
            key: {code.name: 2 for code in coded if code.where == "membership"}
            for key in ("2", "365", "651.2")
        },
        {("2", "365"): dict.fromkeys(PAIR_BY_NAME, 1)},
    )
    all_of_them = by_question(coding.cells)
    assert len(all_of_them) > 20
    for question in BY_NUMBER:
        assert at_question(coding, question) == all_of_them.get(question, {})
    assert at_question(Coding(), 4) == {}
