"""A value that a program changed is told by its look, and never read as another one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coding.codebook.variables import Variable
from coding.datasets.reading.cells import as_published, fault_of
from coding.datasets.reading.changed_values import fault_of_look
from coding.datasets.reading.texts import with_invisible_named

NUMBER = Variable("length", missing="unknown", most=9999)
LOOKS = {
    "too narrow": ["####", "#########"],
    "formula": ["#N/A", "#REF!", "#DIV/0!", "#NAME?", "#NULL!", "#VALUE!", "Err:502", "=A1+1"],
    "true or false": ["TRUE", "False", "WAHR", "yes"],
    "scientific": ["1E+03", "1.5e3", "2,51E+03", "1e-4"],
    "currency": ["$5", "5 €", "USD 5", "£1,005.00"],
    "percentage": ["5%", "100 %", "0,5%"],
    "A date or a time": [
        *("2018-01-05", "2018-01-05 00:00:00", "2018-01-05T00:00:00", "05.01.2018", "5.1.18"),
        *("1/5/2018", "1/5/18", "5-Jan", "05. Jan", "Jan-05", "Jan 5, 2018", "05-JAN-2018"),
        *("5. Mai", "01-oct", "5.1.", "1/5", "05:01", "05:01:00", "5 janv. 2018", "2018年1月5日"),
    ],
    "separator of thousands": [
        "1,005",
        "1.005",
        "1'005",
        "1 005",
        "1\u00a0005",
        "1\u202f005",
        "1’005",
    ],
    "decimal comma": ["1,0", "5,1", ",5"],
    "decimals": ["1.5", "0.1", "1.00001", ".5"],
    "missing value empty": ["-9", "-9.0", "-9."],
    "below zero": ["-1", "-99.0", "−9", "–9", "(5)", "5-"],
    "quotation mark": ["'5", '"5', "5'"],
    "why it is missing": [".a", ".z", "N/A", "n.a.", "-", "--", "NULL", "None", "missing", "?"],
    "whole numbers": ["five", "5 months", "1O", "5/", "0x5", "+5", "５", "5*", "x" * 5000],
}


@pytest.mark.parametrize(
    ("said", "value"), [(said, value) for said, values in LOOKS.items() for value in values]
)
def test_what_happened_to_a_value_is_said(said, value):
    assert said in fault_of_look(value).rule
    assert fault_of(as_published(value), NUMBER, ()) == fault_of_look(value)


@pytest.mark.parametrize("value", ["5", " 5 ", "5.0", "5.", "05", "5\u00a0", "\ufeff5", "5.000"])
def test_signs_that_change_no_value_are_read(value):
    assert as_published(value) == "5"


def test_an_atop_id_has_four_digits():
    fault = fault_of("101", Variable("atopid"), ())
    assert (fault.rule, "cut off" in fault.fix) == ("An ATOP ID has four digits.", True)
    assert fault_of("1010", Variable("atopid"), ()) is None


def test_signs_that_nobody_sees_are_named():
    assert (
        with_invisible_named("1\u00a0005\t\u200b") == "1[no-break space]005[tab][zero width space]"
    )
    assert with_invisible_named("\x07é –") == "[U+0007]é –"


@given(st.text(max_size=12) | st.from_regex(r"[-+]?[0-9.,'eE %/:]{1,8}", fullmatch=True))
def test_only_digits_come_in_and_only_those_that_stood_there(text):
    value = as_published(text)
    if value and fault_of(value, NUMBER, ()) is None:
        assert float(text.strip(" \u00a0\ufeff\x1a\u200b\t\r\n\u00ad") or 0) == int(value)


@pytest.mark.parametrize(
    "value", ["[" * 60, "a" * 60, "1," * 30, " " * 59 + "x", "$" * 60, "-" * 60]
)
def test_no_look_takes_long_to_tell(value):
    assert fault_of_look(value).rule
