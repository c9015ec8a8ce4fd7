"""What takes long: by day less of it is tried, and all on the gate."""

from collections.abc import Iterable
from itertools import product
from typing import Any

import pytest
from django.db import connection
from hypothesis import settings

IS_GATE = settings.default.derandomize

# Properties of which one example takes long.
costly = settings(max_examples=15 if IS_GATE else 5)

_LONG = "It takes long: the gate runs it, and --hypothesis-profile=gate."

# Each way of which a quick test goes, too. The gate runs it on both databases.
on_the_gate = pytest.mark.skipif(not IS_GATE and connection.vendor == "sqlite", reason=_LONG)

# Tests of everything there is, which show the same whichever database answers.
once_on_the_gate = pytest.mark.skipif(not IS_GATE, reason=_LONG)


def is_for_the_gate(item: pytest.Item) -> bool:
    return any(mark.kwargs.get("reason") == _LONG for mark in item.iter_markers("skipif"))


def sampled(cases: Iterable[Any]) -> list[Any]:
    """By day the first of the cases that go one way, on the gate all."""
    every = list(cases)
    return every if IS_GATE else every[:1]


def combined(*ways: Iterable[Any]) -> list[tuple[Any, ...]]:
    """Combine ways in which cases differ: by day each way of each once, on the gate all with all.

    The ways go round: among three sheets and two fonts the first sheet is there in the first font.
    """
    lists = [list(each) for each in ways]
    if IS_GATE:
        return list(product(*lists))
    return [tuple(values[n % len(values)] for values in lists) for n in range(max(map(len, lists)))]
