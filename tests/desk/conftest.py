"""The desk of an admin, and a second one."""

from functools import partial

import pytest

from tests.desk.on_the_desk import put_on_the_desk
from tests.factories import make_person


@pytest.fixture
def put(cast):
    """Puts files on the desk, and lets the worker read them."""
    return partial(put_on_the_desk, by=cast.admin)


@pytest.fixture
def second():
    """Another admin."""
    return make_person("admin2", "Alma Second", "admin", is_staff=True)
