"""A browser in which the admin of the cast is signed in."""

import pytest


@pytest.fixture
def admin(client, cast):
    """A browser in which the admin is signed in."""
    client.force_login(cast.admin)
    return client
