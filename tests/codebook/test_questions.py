"""Which questions a release has, in which wording; and a questionnaire as JSON carries it."""

import json

import pytest

from coding.codebook.questionnaire import PrintedQuestion, Questionnaire
from coding.codebook.variables import NO_YES, Kind, Variable
from coding.models.variables import QUESTIONNAIRE

ASKED = PrintedQuestion(35, "III", "Newest?", formerly={"5.1": "Old?", "10.0": "Newer?"})

CHOICES = Variable("x", codes={10: "a", 2: "b"}, formerly={"5.1": {10: "a", 3: "c"}})


@pytest.mark.acceptance(22)
@pytest.mark.parametrize(
    ("release", "wording"),
    [
        ("4.0", "Old?"),
        ("5.1", "Old?"),
        ("6.0", "Newer?"),
        ("10.0", "Newer?"),
        ("10.1", "Newest?"),
        ("", "Newest?"),
    ],
)
def test_a_release_has_the_wording_of_its_time(release, wording):
    assert ASKED.wording_in(release) == wording


def test_a_question_is_asked_from_its_release_on():
    later = PrintedQuestion(62, "V", "Language?", since="6.0")
    assert [later.is_asked_in(label) for label in ("5.1", "6.0", "10.0")] == [False, True, True]
    assert ASKED.is_asked_in("1.0")


def test_a_questionnaire_comes_back_from_json_as_it_was():
    for asked in (QUESTIONNAIRE, Questionnaire((ASKED,), (CHOICES,))):
        back = Questionnaire.of_json(json.loads(json.dumps(asked.as_json())))
        assert back == asked
        assert [list(variable.codes) for variable in back.variables] == [
            list(variable.codes) for variable in asked.variables
        ]


def test_a_published_release_has_its_columns_and_what_pairs_owe():
    owed = Variable("defense", scope="P")
    variables = (
        Variable("estmode", scope="A", codes=NO_YES),
        Variable("seat", scope="A"),
        Variable("version", scope="R", kind=Kind.TEXT),
        owed,
    )
    later = PrintedQuestion(62, "V", "Language?", since="6.0")
    kept = Questionnaire((ASKED, later), variables).of_release("5.1", ("estmode",))
    assert [code.name for code in kept.variables] == ["estmode", "version", "defense"]
    assert [(code.number, code.wording, code.formerly) for code in kept.questions] == [
        (35, "Old?", {})
    ]


def test_a_published_release_has_the_choices_of_its_time():
    choices = Variable("x", codes={1: "a", 3: "c"}, formerly={"5.1": {1: "a", 2: "b"}})
    of_release = Questionnaire(variables=(choices,)).of_release
    for label, codes, labels in (
        ("5.0", {1: "a", 2: "b"}, {1: "a", 2: "b"}),
        ("5.1", {1: "a", 2: "b"}, {1: "a", 2: "b"}),
        ("6.0", {1: "a", 3: "c"}, {1: "a", 2: "b", 3: "c"}),
    ):
        (kept,) = of_release(label, ("x",)).variables
        assert (kept.codes, kept.labels) == (codes, labels)


def test_a_code_is_found_by_name_and_what_a_pair_owes_is_not_mistaken_for_a_members():
    of_member, of_pair = Variable("defense", scope="M"), Variable("defense", scope="P")
    assert Questionnaire(variables=(of_member, of_pair)).by_name == {"defense": of_member}
