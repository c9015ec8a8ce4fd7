"""The desk of an admin."""

from functools import partial

import pytest

from tests.desk.on_the_desk import put_on_the_desk


@pytest.fixture
def put(cast):
    """Puts files on the desk, and lets the worker read them."""
    return partial(put_on_the_desk, by=cast.admin)
