"""A declaration that is wrong stops the start, with a sentence that says how to fix it."""

import re

import pytest
from django.core.exceptions import ImproperlyConfigured

from coding.codebook.declarations import mistakes_in_question
from coding.codebook.questionnaire import PrintedQuestion
from coding.codebook.variables import Variable
from coding.models.code_fields import Dummy
from coding.models.declared_once import DeclaredOnce
from coding.models.variables import VARIABLES, each_once, require_declared, require_sound


def test_a_model_that_declares_a_name_twice_is_refused():
    with pytest.raises(ImproperlyConfigured, match="“base” twice"):

        class Twice(metaclass=DeclaredOnce):
            base = Dummy("bases", 36)
            base = Dummy("bases again", 36)


def test_a_variable_that_two_modules_declare_is_refused():
    variables = [Variable("base", where="obligations"), Variable("base", where="context")]
    with pytest.raises(ImproperlyConfigured, match="declared twice: in obligations and context"):
        each_once(variables)


def test_a_name_in_a_list_that_nobody_declares_is_refused_with_the_place():
    require_declared(["base"], "a list")
    with pytest.raises(ImproperlyConfigured, match=r"columns\.py names the variable “sseat”"):
        require_declared(["sseat"], "columns.py")


NO_YES = {0: "no", 1: "yes"}


@pytest.mark.parametrize(
    ("declared", "said"),
    [
        ({"questions": ()}, "belongs to no question"),
        ({"questions": (35, 99)}, "question 99, which does not exist. The last one is 61"),
        ({"home": 62}, "question 62, which does not exist"),
        ({"codes": {-1: "no"}}, "codes that are not numbers from 0"),
        ({"codes": {0: ""}}, "The label of seat = 0 has 1 to 120 bytes"),
        ({"codes": {0: "no", 1: "no"}}, "Two values of seat have one label"),
        ({"codes": NO_YES, "formerly": {"5.1": {}}}, "which codes a release had"),
        ({"codes": NO_YES, "formerly": {5: NO_YES}}, "which codes a release had"),
        ({"label": ""}, "The label of seat has 1 to 80 characters"),
        ({"label": "x" * 81}, "The label of seat has 1 to 80 characters"),
        ({"name": "s" * 33}, "cannot name a column in Stata or SPSS"),
        ({"name": "with"}, "cannot name a column in Stata or SPSS"),
        ({"name": "Consul"}, "capital letters do not count"),
        ({"name": "year"}, "Two columns are named year"),
        ({"name": "statea"}, "capital letters do not count"),
        ({"name": "mem12"}, "A list of members or alliances has a column mem12"),
    ],
)
def test_a_declaration_that_a_form_or_a_file_could_not_have_is_refused(declared, said):
    seat = {"name": "seat", "label": "seat", "questions": (35,), "home": 35} | declared
    with pytest.raises(ImproperlyConfigured, match=re.escape(said)):
        require_sound([*VARIABLES, Variable(**seat)])


@pytest.mark.parametrize(
    ("declared", "said"),
    [
        ({"wording": " "}, "no wording or no label"),
        ({"label": ""}, "no wording or no label"),
        ({"since": 6.0}, "no release in “since”"),
        ({"formerly": {5: "Old?"}}, "which wording a release had"),
        ({"formerly": {"5.1": ""}}, "which wording a release had"),
    ],
)
def test_a_question_that_could_not_be_asked_is_named_with_how_to_fix_it(declared, said):
    language = {"number": 62, "section": "V", "wording": "Language?", "label": "Language"}
    assert [*mistakes_in_question(PrintedQuestion(**language))] == []
    (mistake,) = mistakes_in_question(PrintedQuestion(**language | declared))
    assert mistake.startswith("Question 62 ")
    assert said in mistake
