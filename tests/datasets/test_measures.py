"""atopinst: the measures of Leeds and Anac."""

import pytest

from tests.datasets.member_rows import CUBA, USA, member, read

ALL_MISSING = dict.fromkeys(
    ("milcon", "intcom", "base", "milaid", "subord", "contrib", "orgpurp1", "orgpurp2")
)


def measured(**codes: int | None) -> tuple[str, str]:
    (row,) = read("inst", [member(state, **codes) for state in (USA, CUBA)])
    return row["milinst"], row["formal"]


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        ({}, "0"),
        ({"milcon": 3}, "2"),
        ({"intcom": 1}, "2"),
        ({"base": 1}, "2"),
        ({"milcon": 2}, "1"),
        ({"milcon": 1}, "0"),
        ({"milaid": 3}, "1"),
        ({"milaid": 4}, "1"),
        ({"milaid": 2}, "0"),
        ({"subord": 2}, "1"),
        ({"contrib": 1}, "1"),
        ({"orgpurp1": 1}, "1"),
        ({"orgpurp2": 4}, "1"),
        ({"orgpurp1": 3}, "0"),
        (ALL_MISSING, ""),
        (ALL_MISSING | {"orgpurp2": 0}, "0"),
        (ALL_MISSING | {"intcom": 1}, "2"),
    ],
)
def test_military_institutionalization(codes, expected) -> None:
    assert measured(**codes)[0] == expected


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        ({}, "0"),
        ({"estmode": 1}, "1"),
        ({"estmode": 1, "pubsecr": 2}, "0"),
        ({"estmode": 1, "pubsecr": 1}, "1"),
        ({"organ1": 2}, "1"),
        ({"organ2": 3}, "1"),
        ({"organ1": 1}, "0"),
        ({"estmode": 1, "organ1": 3}, "2"),
        ({"estmode": 1, "pubsecr": None}, "1"),
        ({"estmode": None, "organ1": 3}, "1"),
        ({"estmode": 1, "organ1": None, "organ2": None}, "0"),
        ({"estmode": None, "pubsecr": None, "organ1": 3}, "0"),
        ({"estmode": None, "pubsecr": None, "organ1": None, "organ2": None}, ""),
    ],
)
def test_formality(codes, expected) -> None:
    assert measured(**codes)[1] == expected


def test_each_phase_has_a_row_without_noise_in_its_numbers() -> None:
    rows = [member(USA, atopid=2050, phase=1), member(USA, atopid=2050, phase=2)]
    found = [(row["atopidphase"], row["version"]) for row in read("inst", rows)]
    assert found == [("2050.1", "9.9"), ("2050.2", "9.9")]
