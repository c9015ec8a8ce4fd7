"""Columns stand as published; what is declared later stands behind its neighbour."""

import pytest

from coding.codebook.column_order import RELEASE_5_1, in_order


def test_without_new_names_the_order_is_that_of_release_5_1() -> None:
    assert in_order([["estmode", "pubsecr"], ["base", "contrib"]]) == list(RELEASE_5_1)


@pytest.mark.parametrize(
    ("module", "before", "after"),
    [
        (["orgpurp2", "seat", "base"], "orgpurp2", "seat"),
        (["orgpurp2", "seat", "staff", "base"], "seat", "staff"),
        (["term", "maxphase", "cause"], "maxphase", "cause"),
        (["first", "source"], "first", "source"),
        (["first", "second", "source"], "second", "source"),
    ],
)
def test_a_new_name_stands_directly_behind_the_one_declared_before_it(module, before, after):
    order = in_order([module])
    assert order[order.index(before) + 1] == after
    assert [name for name in order if name in RELEASE_5_1] == list(RELEASE_5_1)
