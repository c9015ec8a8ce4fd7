"""Phases of an alliance: a later one starts from what is approved of an earlier one.

A new phase begins when documents change a code; accessions and exits alone begin none, and where
one state is succeeded by two, two phases run side by side (reference 2, phases). How the pieces
work together is told in docs/phases.md.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils import timezone

from coding.codebook.cells import Cells, Codes, Coding, member_key, state_and_spell
from coding.codebook.coded_dates import ENTRY, EXIT, DateInParts, end, exit_date
from coding.codebook.sheet import FIRST_PHASE, LAST_PHASE, key_of
from coding.models import Revision, Sheet
from coding.models.approved_values import approved_coding
from coding.models.people_names import name_of
from coding.models.questionnaire import BY_KEY, QUESTIONS
from coding.models.revision import Status
from coding.models.variables import by_question, declared, home_of
from coding.workflow import rules
from coding.workflow.chaining import note_begun, recorded
from coding.workflow.locks import lock_phases, lock_sheet
from coding.workflow.refusals import NotAllowed, Refused, require
from coding.workflow.starting_sheets import create_sheet

# When a phase began, when it ended and how: each phase has its own.
_BEGIN = ENTRY
_END = (*EXIT, "term", "termmode", "termcaus")
OF_ONE_PHASE = frozenset({*_BEGIN, *_END})
OWN_PROSE = frozenset(number for name in OF_ONE_PHASE for number in declared(name).questions)


@dataclass(frozen=True)
class CarriedOver:
    """What a phase starts from: answers that are not blank, by question, and codes."""

    answers: dict[int, str]
    coding: Coding

    @cached_property
    def cells(self) -> dict[int, Cells]:
        """The codes by the question at which they are entered."""
        return by_question(self.coding.cells)


def own_questions() -> tuple[int, ...]:
    """Return the questions about when a phase began, when it ended, and how."""
    return tuple(sorted(OWN_PROSE | {*map(home_of, OF_ONE_PHASE)}))


def end_questions() -> tuple[int, ...]:
    """Return the questions that tell of a phase's end."""
    return tuple(sorted({number for name in _END for number in declared(name).questions}))


def carried_over(sheet: Sheet) -> CarriedOver:
    """Return what the next phase starts from; ``sheet`` is loaded with its sections.

    That is what is approved, without what belongs to one phase alone (OF_ONE_PHASE and the answers
    to its questions) and without members that left before the end.
    """
    answers = {
        question.number: answer
        for question in QUESTIONS
        if question.revisable and question.number not in OWN_PROSE
        if (answer := question.answer_on(sheet))
    }
    return CarriedOver(answers, _going_on(approved_coding(sheet)))


def _going_on(coding: Coding) -> Coding:
    keys = continuing_members(coding)
    return Coding(
        _not_of_one_phase(coding.alliance),
        {
            keys[key]: _not_of_one_phase(codes)
            for key, codes in coding.members.items()
            if key in keys
        },
        {
            (keys[giver], keys[receiver]): codes
            for (giver, receiver), codes in coding.pairs.items()
            if giver in keys and receiver in keys
        },
    )


def _not_of_one_phase(codes: Codes) -> Codes:
    return {name: value for name, value in codes.items() if name not in OF_ONE_PHASE}


def continuing_members(coding: Coding) -> dict[str, str]:
    """Map each member that stayed until the end of the phase to its key in the next one.

    Until every exit is coded, those are the members that have not left. A state that left and came
    back goes on as one member: "651.2" becomes "651".
    """
    exits = {key: exit_date(codes) for key, codes in coding.members.items()}
    last: Iterable[DateInParts | None] = (None, DateInParts(0, 0, 0))
    if all(left and left.year for left in exits.values()):
        last = (end(coding),)
    latest = {state_and_spell(key)[0]: key for key, left in exits.items() if left in last}
    return {key: member_key(state) for state, key in latest.items()}


def phases_of(atop_id: int) -> list[Sheet]:
    """Return the sheets of all phases of an alliance by number, approved data or not."""
    return list(Sheet.objects.filter(atop_id=atop_id).order_by("phase"))


def next_number(phases: Iterable[Sheet]) -> int:
    return max(FIRST_PHASE, *(sheet.phase for sheet in phases)) + 1


def phases_following(sheet: Sheet, phases: Iterable[Sheet]) -> list[Sheet]:
    return [phase for phase in phases if phase.follows_id == sheet.pk]


def why_not_ready_to_be_followed(
    sheet: Sheet, phases: Iterable[Sheet], *, parallel: bool = False
) -> rules.Reason:
    """Refuse unless a phase may start from the sheet; ``parallel`` allows a second one."""
    listed = list(phases)
    if sheet.entered_at is None:
        return f"{sheet} has no approved answer yet to start from."
    if next_number(listed) > LAST_PHASE:
        return f"{sheet.atop_id} has {LAST_PHASE} phases. An alliance has at most {LAST_PHASE}."
    standing = phases_following(sheet, listed)
    if standing and not parallel:
        return (
            f"{standing[-1]} follows {sheet} already. Start from {standing[-1]} instead, or say "
            "that the new phase runs parallel to it."
        )
    return None


@recorded()
def start_phase(
    sheet: Sheet, *, by: Any, parallel: bool = False, number: int | None = None
) -> Sheet:
    """Start the phase after this one: an empty sheet, with drafts for a coder to go on from.

    ``parallel`` says that the new phase runs beside those that follow the sheet already. ``number``
    is the one that the page announced; if another phase was started meanwhile, it is refused. When
    an admin starts the phase, coders take the answers over later (``carry_over``).
    """
    require(rules.why_not_start(by), NotAllowed)
    phases = lock_phases(sheet.atop_id)
    sheet = next(phase for phase in phases if phase.pk == sheet.pk)
    require(why_not_ready_to_be_followed(sheet, phases, parallel=parallel))
    coming = next_number(phases)
    if number not in (None, coming):
        key = key_of(sheet.atop_id, number or 0)
        raise Refused(f"{key} was started meanwhile. Look at it before you start {coming}.")
    started = Sheet(atop_id=sheet.atop_id, phase=coming, follows=sheet)
    create_sheet(started, by=by, reason=f"Started from {sheet}")
    if rules.why_not_propose(by) is None:
        carry_over(started, by=by)
    return started


@recorded()
def carry_over(sheet: Sheet, *, by: Any) -> list[Revision]:
    """Copy the answers and codes of the phase before into drafts of the coder.

    Questions with something approved, or with a draft, are left out. The coder changes what the
    new documents change, and submits the rest as it is.
    """
    require(rules.why_not_propose(by), NotAllowed)
    sheet = with_sections(lock_sheet(sheet).pk)
    if sheet.follows_id is None:
        raise Refused(f"{sheet} follows no other phase, so there is nothing to take over.")
    carried, taken = carried_over(with_sections(sheet.follows_id)), _taken(sheet, by)
    now = timezone.now()
    drafts = Revision.objects.bulk_create(
        Revision(
            sheet=sheet,
            question=number,
            author=by,
            author_name=name_of(by),
            text=carried.answers.get(number, ""),
            codes=carried.cells.get(number, {}),
            base_codes=dict.fromkeys(carried.cells.get(number, {})),
            created_at=now,
            saved_at=now,
        )
        for number in sorted(carried.answers.keys() | carried.cells.keys())
        if number not in taken
    )
    note_begun(drafts)
    return drafts


def with_sections(pk: int) -> Sheet:
    whole: Sheet = Sheet.objects.select_related(*BY_KEY).get(pk=pk)
    return whole


def _taken(sheet: Sheet, by: Any) -> set[int]:
    """Return the questions that have an approved value or a revision of the coder."""
    answered = {question.number for question in QUESTIONS if question.answer_on(sheet)}
    coded = set(map(home_of, approved_coding(sheet).cells))
    written = sheet.revisions.filter(author=by).exclude(status=Status.WITHDRAWN)
    return answered | coded | set(written.values_list("question", flat=True))
