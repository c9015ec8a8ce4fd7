"""A name declared twice, or named in a list and declared nowhere, stops the start."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from coding.codebook.variables import Variable
from coding.models.code_fields import Dummy
from coding.models.declared_once import DeclaredOnce
from coding.models.variables import each_once, require_declared


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
