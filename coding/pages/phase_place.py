"""The position of a sheet among the phases of its alliance, and what a person may do there."""

from dataclasses import dataclass

from coding.codebook.sheet import FIRST_PHASE, key_of
from coding.models import Sheet
from coding.models.compiled_queries import CompiledQuery
from coding.models.questionnaire import BY_NUMBER, Question
from coding.pages.loaded_sheet import LoadedSheet
from coding.workflow import phases, rules


@dataclass(frozen=True)
class PhaseLink:
    """One phase as a link to its sheet."""

    pk: int
    number: int
    key: str
    follows: int | None
    is_recorded: bool


@dataclass(frozen=True)
class PhasePlace:
    """A phase among all of its alliance, and what the user may do."""

    here: PhaseLink
    all: list[PhaseLink]
    may_start: bool
    may_take_over: bool
    has_own_drafts: bool

    @property
    def has_others(self) -> bool:
        return len(self.all) > 1

    @property
    def count(self) -> int:
        return sum(link.is_recorded for link in self.all)

    @property
    def in_words(self) -> str:
        if not self.here.is_recorded:
            return f"Phase {self.here.number}, nothing of it approved yet"
        if self.count == 1:
            return "The only phase so far; another one is being written"
        return f"Phase {self.here.number} of {self.count}"

    @property
    def before(self) -> PhaseLink | None:
        """The phase that this one follows."""
        return next((link for link in self.all if link.pk == self.here.follows), None)

    @property
    def beside(self) -> list[PhaseLink]:
        """The phases that run parallel: they follow the same one."""
        follows, pk = self.here.follows, self.here.pk
        return [link for link in self.all if follows and link.follows == follows and link.pk != pk]

    @property
    def is_followed(self) -> bool:
        """Whether another phase follows this one already, so that a new one would run parallel."""
        return any(link.follows == self.here.pk for link in self.all)

    @property
    def own_questions(self) -> list[tuple[Question, str]]:
        """The questions that each phase answers for itself."""
        return own_questions()


def own_questions() -> list[tuple[Question, str]]:
    """Return what the next phase does not take over: each question, with its wording."""
    listed = [BY_NUMBER[number] for number in phases.own_questions()]
    return [(q, q.label if q.number in phases.OWN_PROSE else "Dates of entry") for q in listed]


_PHASES = CompiledQuery(
    lambda atop_id: (
        Sheet.objects.filter(atop_id=atop_id)
        .order_by("phase")
        .values_list("pk", "phase", "follows_id", "entered_at")
    )
)


def place_of(loaded: LoadedSheet) -> PhasePlace:
    """Return the position of the sheet among the phases of its alliance; one query."""
    sheet, user = loaded.sheet, loaded.user
    links = [
        PhaseLink(
            pk, phase or FIRST_PHASE, key_of(sheet.atop_id, phase), follows, entered is not None
        )
        for pk, phase, follows, entered in _PHASES.rows(sheet.atop_id)
    ]
    here = next(link for link in links if link.pk == sheet.pk)
    has_own = any(mark.is_own for marks in loaded.marks.values() for mark in marks)
    is_new = here.follows is not None and not here.is_recorded
    return PhasePlace(
        here,
        links,
        may_start=here.is_recorded and rules.why_not_start(user) is None,
        may_take_over=is_new and not has_own and rules.why_not_propose(user) is None,
        has_own_drafts=is_new and has_own,
    )
