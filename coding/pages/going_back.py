"""The page for going back to earlier answers: what would be proposed, and what is left out."""

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict

from coding.codebook.sheet import SheetState
from coding.forms.going_back import GoingBack
from coding.history.codes_in_words import CodeChange, Names, changes, names_of, states_in
from coding.history.differences import DiffPiece, difference
from coding.history.earlier_answers import Offer, WayBack, as_of, before_changes, changes_of
from coding.models import Revision, Sheet
from coding.models.approved_values import approved_state
from coding.models.questionnaire import Question
from coding.models.revision import CAME_BACK
from coding.models.times import time_with_day
from coding.workflow import rules
from coding.workflow.drafts import open_revisions
from coding.workflow.going_back import EarlierAnswer
from coding.workflow.visibility import visible_to


@dataclass(frozen=True)
class ReturningQuestion:
    """One question that can go back, or why it cannot."""

    earlier: EarlierAnswer
    remarks: list[str]
    pieces: list[DiffPiece]
    codes: list[CodeChange]
    why_not: str | None

    @property
    def question(self) -> Question:
        return self.earlier.question


@dataclass(frozen=True)
class GoingBackPage:
    """The page's content. ``seen`` binds the confirmation to what was shown."""

    sheet: Sheet
    form: GoingBack
    asked: str = ""  # the chosen point in words; "" where none is chosen yet
    lines: list[ReturningQuestion] = field(default_factory=list)
    left_out: list[tuple[Question, str]] = field(default_factory=list)
    seen: str = ""

    @property
    def possible(self) -> list[EarlierAnswer]:
        """The answers that can be proposed."""
        return [line.earlier for line in self.lines if not line.why_not]

    @property
    def is_of_many(self) -> bool:
        """Whether one person's changes are chosen, or nothing yet."""
        return self.form.one_change is None and self.form.question_at is None


def load_going_back(sheet: Sheet, user: Any, query: QueryDict) -> GoingBackPage:
    """Return the page for an address; the sheet is loaded with its sections."""
    changes = changes_of(sheet)
    form = GoingBack(query, changes=changes)
    asked, way_back = _chosen(sheet, form)
    if way_back is None:
        return GoingBackPage(sheet, form)
    now = approved_state(sheet)
    own = {revision.question: revision for revision in open_revisions(sheet, user)}
    returned = visible_to(user).filter(CAME_BACK, sheet=sheet, author=user)
    came_back = set(returned.values_list("question", flat=True))
    names = names_of(states_in(*(offer.earlier.codes for offer in way_back.offers)))
    lines = [_line(offer, now, own, came_back, names) for offer in way_back.offers]
    return GoingBackPage(sheet, form, asked, lines, way_back.left_out, _fingerprint(lines, now))


def _chosen(sheet: Sheet, form: GoingBack) -> tuple[str, WayBack | None]:
    """Return what was chosen in words, and the possible way back."""
    if form.one_change:
        revision = form.one_change
        what = f"before the change of Q{revision.question} by {revision.author_name}"
        return what, before_changes(sheet, form.changes, [revision], replaces_later=True)
    if form.question_at:
        question, moment = form.question_at
        what = f"at question {question.number} on {time_with_day(moment)}"
        return what, as_of(sheet, form.changes, question, moment)
    if form.of_person is not None:
        return "before these changes", before_changes(sheet, form.changes, form.of_person)
    return "", None


def _line(
    offer: Offer,
    now: SheetState,
    own: Mapping[int, Revision],
    came_back: Collection[int],
    names: Names,
) -> ReturningQuestion:
    earlier, number = offer.earlier, offer.earlier.question.number
    remarks = [*offer.remarks, *([_TAKEN_UP] if number in came_back else [])]
    return ReturningQuestion(
        earlier,
        remarks,
        [] if earlier.text is None else difference(now.answers[number], earlier.text),
        changes(earlier.codes, now.coding.cells, names),
        rules.why_not_ready_to_revise(earlier.question) or rules.why_not_go_back(own.get(number)),
    )


_TAKEN_UP = "A change of yours came back there. It counts as taken up with this draft."


def _fingerprint(lines: list[ReturningQuestion], now: SheetState) -> str:
    """Return a fingerprint of the proposals and of what they would replace."""
    shown = [
        [
            *(line.question.number, line.earlier.text, now.answers[line.question.number]),
            *sorted(
                (cell, value, now.coding.cells.get(cell))
                for cell, value in line.earlier.codes.items()
            ),
        ]
        for line in lines
    ]
    return hashlib.sha256(json.dumps(shown).encode()).hexdigest()[:16]
