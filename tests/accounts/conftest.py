"""Whatever tests do through these pages, how people come in is in the chain afterwards."""

from collections.abc import Iterator

import pytest

from coding.record.verification import verify


@pytest.fixture
def record_verifies_afterwards(request: pytest.FixtureRequest) -> Iterator[None]:
    """A page, or allauth, that writes past the chain would keep the night from exporting."""
    is_used = {"db", "transactional_db"}.intersection(request.fixturenames)
    if is_used:
        request.getfixturevalue("db")
    yield
    if is_used:
        assert [str(fault) for fault in verify().faults] == []
