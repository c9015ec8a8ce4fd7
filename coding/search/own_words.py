"""Searches a person's own drafts and pending revisions, for that person only.

They are not in the index, which holds approved text, so nobody else can find them there.
"""

from dataclasses import dataclass
from typing import Any

from coding.search.query import Query, QueryPart
from coding.search.words import Words
from coding.workflow.visibility import OwnWordsQuery

MOST = 1000  # the newest; nobody writes at more


@dataclass(frozen=True)
class OwnText:
    """The words of one revision of the person's own."""

    sheet: int
    question: int
    is_draft: bool
    text: str

    def says(self, words: Words) -> bool:
        return next(words.spans(self.text), None) is not None


@dataclass(frozen=True)
class OwnWords:
    """All of a person's own words."""

    texts: list[OwnText]

    def sheets_with(self, part: QueryPart) -> set[int]:
        """Return the sheets where own words match the part of the query."""
        return {text.sheet for text in self.texts if self.is_said(text, part)}

    def on(self, sheet: int) -> list[OwnText]:
        return [text for text in self.texts if text.sheet == sheet]

    def is_said(self, own: OwnText, part: QueryPart) -> bool:
        """Whether an own text matches the part of a query."""
        is_there = part.question in (None, own.question)
        return is_there and (part.is_whole_question or own.says(part.words))


def own_words(viewer: Any, query: Query) -> OwnWords:
    """Read the person's own open revisions, if the query contains words; one query."""
    if not any(part.words.words or part.is_whole_question for part in query.parts):
        return OwnWords([])
    return OwnWords([_own_text(*row) for row in _NEWEST.rows(viewer)])


_NEWEST = OwnWordsQuery(
    lambda own: own.order_by("-saved_at", "-pk").values_list(
        "sheet_id", "question", "status", "text", "base", "note"
    )[:MOST]
)


def _own_text(sheet: int, question: int, status: str, text: str, base: str, note: str) -> OwnText:
    texts = [text if text != base else "", note]
    return OwnText(sheet, question, status == "draft", "\n".join(part for part in texts if part))
