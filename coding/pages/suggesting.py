"""The page on which a reviewer edits a copy of one proposal as a suggestion."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from coding.codebook.cells import Address
from coding.codebook.variables import Variable
from coding.forms.suggesting import is_typed
from coding.forms.typed_codes import box_text
from coding.history.codes_in_words import members_in_words
from coding.models import Revision
from coding.models.variables import variable_of
from coding.pages.loaded_sheet import load_compared
from coding.pages.proposals import Proposal, proposals_of


@dataclass(frozen=True)
class ProposedCodeBox:
    """One proposed code that can be edited, of the alliance, a member or a pair."""

    cell: str
    variable: Variable
    who: str
    value: str


@dataclass(frozen=True)
class SuggestingPage:
    """The page; ``text`` and ``comment`` are what was typed, if anything."""

    proposal: Proposal
    text: str
    boxes: list[ProposedCodeBox] = field(default_factory=list)
    codes_seen: str = "{}"
    comment: str = ""

    @property
    def revision(self) -> Revision:
        return self.proposal.revision


def load_suggesting(
    revision: Revision, user: Any, sent: Mapping[str, Any] | None = None
) -> SuggestingPage:
    """Return the page of a revision that is loaded with its sheet and sections."""
    sent = sent or {}
    loaded = load_compared([revision], user)[revision.sheet_id]
    (proposal,) = proposals_of(loaded, [revision])
    approved = loaded.cells.get(revision.question, {})
    return SuggestingPage(
        proposal,
        sent.get("text", revision.text),
        list(_boxes(revision, loaded.names, sent)),
        json.dumps({cell: approved.get(cell) for cell in revision.codes}),
        sent.get("comment", ""),
    )


def _boxes(
    revision: Revision, names: Mapping[int, str], sent: Mapping[str, Any]
) -> Iterator[ProposedCodeBox]:
    for cell, value in revision.codes.items():
        if is_typed(cell):
            at = Address.of(cell)
            who = members_in_words(at, names)
            variable = variable_of(at)
            yield ProposedCodeBox(cell, variable, who, sent.get(f"code:{cell}", box_text(value)))
