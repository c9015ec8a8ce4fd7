"""What is asked of the database."""

from collections.abc import Callable

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext


def queries_of(act: Callable[[], object]) -> list[str]:
    """Do it; return the SQL that it took."""
    with CaptureQueriesContext(connection) as queries:
        act()
    return [query["sql"] for query in queries]


def cost_of(client: Client, address: str, *, most: int = 400_000, **query: str) -> int:
    """How many queries a page takes when it is opened again; it has not more bytes than that."""
    client.get(address, query)
    answers = []
    queries = queries_of(lambda: answers.append(client.get(address, query)))
    (answer,) = answers
    assert answer.status_code == 200
    assert len(answer.content) < most
    return len(queries)
