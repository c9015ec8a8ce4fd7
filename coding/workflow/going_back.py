"""The way back: what stood at a question earlier becomes a draft again. Nothing is erased."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from coding.codebook.cells import CellValues
from coding.models import Revision, Sheet
from coding.models.questionnaire import Question
from coding.workflow import rules
from coding.workflow.chaining import recorded
from coding.workflow.drafts import TypedAnswer, open_revision, save_draft
from coding.workflow.locks import lock_sheet
from coding.workflow.proposed_codes import TypedCodes, replaced_by
from coding.workflow.refusals import NotAllowed, Refused, require, take_each


@dataclass(frozen=True)
class EarlierAnswer:
    """What an earlier answer to a question had and the approved one has not.

    ``text`` is None if the prose is the same, ``codes`` holds only the cells that change. ``note``
    says where they come from.
    """

    question: Question
    note: str
    text: str | None = None
    codes: CellValues = field(default_factory=dict)


@recorded()
def propose_again(
    sheet: Sheet, earlier: Collection[EarlierAnswer], *, by: Any
) -> tuple[list[Revision], list[tuple[EarlierAnswer, str]]]:
    """Make a draft of each; return the drafts, and what was skipped with the reason.

    The person looks at the drafts and submits them as any other. An open revision of theirs stays
    as it is.
    """
    require(rules.why_not_propose(by), NotAllowed)
    lock_sheet(sheet)
    return take_each(earlier, lambda answer: _draft(sheet, answer, by=by))


def _draft(sheet: Sheet, earlier: EarlierAnswer, *, by: Any) -> Revision:
    question = earlier.question
    require(rules.why_not_go_back(open_revision(sheet, question.number, by)))
    codes = TypedCodes(earlier.codes, replaced_by(sheet, question, earlier.codes))
    typed = TypedAnswer(earlier.text, earlier.note, codes)
    draft = save_draft(sheet, question, typed, by=by)
    if draft is None:
        raise Refused("It is approved already.")
    return draft
