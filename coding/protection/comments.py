"""A comment belongs to a thread at its own question, and only an open thread can be resolved."""

from collections.abc import Iterator

from coding.models import Comment
from coding.models.guarded_tables import table
from coding.protection.sql import Refusal, quoted

_TABLE = table(Comment)
_FIRST = (
    f"SELECT 1 FROM {_TABLE} first WHERE first.id = NEW.thread_id AND first.thread_id IS NULL "
    "AND first.sheet_id = NEW.sheet_id AND first.question = NEW.question"
)
_REOPENED = (
    f"SELECT 1 FROM {_TABLE} later WHERE later.thread_id = NEW.thread_id "
    f"AND later.step = {quoted(Comment.Step.REOPEN)} AND later.id > ended.id"
)
_RESOLVED = (
    f"EXISTS (SELECT 1 FROM {_TABLE} ended WHERE ended.thread_id = NEW.thread_id "
    f"AND ended.step = {quoted(Comment.Step.RESOLVE)} AND NOT EXISTS ({_REOPENED}))"
)


def must_fit() -> Iterator[Refusal]:
    """Yield what is refused before a comment is added."""
    yield Refusal(
        f"NEW.thread_id IS NOT NULL AND NOT EXISTS ({_FIRST})",
        "a comment belongs to a thread of its own question",
    )
    yield Refusal(
        f"NEW.step = {quoted(Comment.Step.RESOLVE)} AND {_RESOLVED}", "the thread is resolved"
    )
    yield Refusal(
        f"NEW.step = {quoted(Comment.Step.REOPEN)} AND NOT {_RESOLVED}", "the thread is open"
    )
