"""The page for starting the next phase of an alliance."""

from dataclasses import dataclass

from coding.codebook.sheet import FIRST_PHASE, key_of
from coding.forms.sheets import StartPhase
from coding.models import Sheet
from coding.models.questionnaire import BY_NUMBER, Question
from coding.pages.phase_place import own_questions
from coding.workflow import phases


@dataclass(frozen=True)
class PhaseStartPage:
    """The effects of starting the phase after a sheet's, and the form that starts it."""

    sheet: Sheet
    phase: int
    number: int
    coming: str
    becomes: str  # the new number of what was the alliance's only sheet
    standing: list[Sheet]  # the phases that already follow this one
    why_not_start: str | None
    own_questions: list[tuple[Question, str]]
    ends: list[Question]
    form: StartPhase


def load_phase_start(sheet: Sheet) -> PhaseStartPage:
    listed = phases.phases_of(sheet.atop_id)
    number, standing = phases.next_number(listed), phases.phases_following(sheet, listed)
    return PhaseStartPage(
        sheet=sheet,
        phase=sheet.phase or FIRST_PHASE,
        number=number,
        coming=key_of(sheet.atop_id, number),
        becomes=key_of(sheet.atop_id, FIRST_PHASE) if sheet.phase == 0 else "",
        standing=standing,
        why_not_start=phases.why_not_ready_to_be_followed(sheet, listed, parallel=True),
        own_questions=own_questions(),
        ends=[BY_NUMBER[number] for number in phases.end_questions()],
        form=StartPhase(initial={"number": number}, beside=bool(standing)),
    )
