"""Browsers in which one of the cast is signed in."""

import pytest


@pytest.fixture
def coder(client, cast):
    client.force_login(cast.coder)
    return client


@pytest.fixture
def reviewer(client, cast):
    client.force_login(cast.reviewer)
    return client


@pytest.fixture
def admin(client, cast):
    client.force_login(cast.admin)
    return client
