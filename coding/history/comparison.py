"""Compare two sides phase by phase: two releases, or a release and the record."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from functools import cached_property, lru_cache
from heapq import merge
from itertools import groupby
from operator import itemgetter

from coding.codebook.cells import Address
from coding.codebook.questionnaire import PrintedQuestion, Questionnaire
from coding.codebook.sheet import FIRST_PHASE
from coding.codebook.variables import Variable
from coding.history.compared_sides import ABSENT, ComparedPhase, Side
from coding.models.questionnaire import QUESTIONS, Question

Phases = dict[int, ComparedPhase]  # an alliance's phases by their numbers

COUNTED = ("Alliances", "Phases", "Members", "Codes", "Answers")
PAGE = 25  # phases shown at a time


class DifferenceKind(StrEnum):
    """What happened to an alliance, a phase, a member, a code or an answer."""

    NEW = "new"
    GONE = "gone"
    CHANGED = "changed"


@dataclass(frozen=True)
class PhaseDifference:
    """How one phase differs. Answers are empty if prose is not compared."""

    old: ComparedPhase
    new: ComparedPhase

    @property
    def kind(self) -> DifferenceKind:
        return _kind(self.old, self.new)

    @property
    def phase(self) -> ComparedPhase:
        """The phase on the new side or, if it is gone, on the old one."""
        return self.new or self.old

    @cached_property
    def joined(self) -> frozenset[str]:
        return self.new.members - self.old.members

    @cached_property
    def left(self) -> frozenset[str]:
        return self.old.members - self.new.members

    @cached_property
    def cells(self) -> dict[str, DifferenceKind]:
        """Every cell that differs. Those of a phase or member on one side are new or gone."""
        differing = {cell for cell, _ in self.old.cells.items() ^ self.new.cells.items()}
        if self.kind is not DifferenceKind.CHANGED:
            return dict.fromkeys(differing, self.kind)
        return {cell: self._kind_of(Address.of(cell)) for cell in differing}

    def _kind_of(self, at: Address) -> DifferenceKind:
        concerned = {at.member, at.partner}
        if concerned & self.joined:
            return DifferenceKind.NEW
        return DifferenceKind.GONE if concerned & self.left else DifferenceKind.CHANGED

    @cached_property
    def changed(self) -> list[str]:
        """The cells that differ, of the alliance and of members on both sides."""
        return [cell for cell, kind in self.cells.items() if kind is DifferenceKind.CHANGED]

    @cached_property
    def answers(self) -> list[Question]:
        old, new = self.old.answers, self.new.answers
        return [] if old == new else [q for q in QUESTIONS if old.get(q.n, "") != new.get(q.n, "")]

    @property
    def is_any(self) -> bool:
        """Whether anything differs, apart from the number of the phase."""
        return self.kind is not DifferenceKind.CHANGED or bool(self.cells or self.answers)

    def concerns(self, variable: str) -> bool:
        """Whether the variable changed in a phase of both sides; for "member", the roster."""
        if self.kind is not DifferenceKind.CHANGED:
            return False
        if variable == "member":
            return bool(self.joined or self.left)
        return any(Address.of(cell).variable == variable for cell in self.changed)


@dataclass(frozen=True)
class AllianceDifference:
    """How an alliance differs, with its phases that do."""

    kind: DifferenceKind
    phases: list[PhaseDifference]


def differences(
    old: Iterable[ComparedPhase], new: Iterable[ComparedPhase]
) -> Iterator[AllianceDifference]:
    """Yield the alliances that differ. Both sides come in order of ATOP ID."""
    phases_of_both = merge(
        ((phase.atop_id, False, phase) for phase in old),
        ((phase.atop_id, True, phase) for phase in new),
        key=itemgetter(0),
    )
    for _, phases_of_alliance in groupby(phases_of_both, key=itemgetter(0)):
        before, after = Phases(), Phases()
        for _, is_new, phase in phases_of_alliance:
            (after if is_new else before)[phase.phase] = phase
        phases = [difference for difference in _beside(before, after) if difference.is_any]
        if phases:
            yield AllianceDifference(_kind(before, after), phases)


def _beside(before: Phases, after: Phases) -> Iterator[PhaseDifference]:
    before, after = _numbered_as(after, before), _numbered_as(before, after)
    for number in sorted(before.keys() | after.keys()):
        yield PhaseDifference(before.get(number, ABSENT), after.get(number, ABSENT))


def _numbered_as(other: Phases, phases: Phases) -> Phases:
    """Number the only phase as the first, if the other side has several."""
    return {FIRST_PHASE: phases[0]} if phases.keys() == {0} and FIRST_PHASE in other else phases


def _kind(before: object, after: object) -> DifferenceKind:
    if before and after:
        return DifferenceKind.CHANGED
    return DifferenceKind.NEW if after else DifferenceKind.GONE


@dataclass(frozen=True)
class Wanted:
    """What to list: a variable, an alliance, both or everything."""

    variable: str = ""
    atop_id: int | None = None

    def takes(self, difference: PhaseDifference) -> bool:
        is_here = self.atop_id in (None, difference.phase.atop_id)
        return is_here and (not self.variable or difference.concerns(self.variable))


@dataclass(frozen=True)
class OnlyOnOneSide:
    """Variables and questions that only one side has. They are not compared."""

    variables: tuple[Variable, ...] = ()
    questions: tuple[PrintedQuestion, ...] = ()
    gone_variables: tuple[Variable, ...] = ()
    gone_questions: tuple[PrintedQuestion, ...] = ()

    @classmethod
    def of(cls, before: Questionnaire, after: Questionnaire) -> "OnlyOnOneSide":
        return cls(
            tuple(code for name, code in after.by_name.items() if name not in before.by_name),
            tuple(question for n, question in after.by_number.items() if n not in before.by_number),
            tuple(code for name, code in before.by_name.items() if name not in after.by_name),
            tuple(question for n, question in before.by_number.items() if n not in after.by_number),
        )

    def without(self, phases: Iterable[ComparedPhase]) -> Iterator[ComparedPhase]:
        names = {variable.name for variable in (*self.variables, *self.gone_variables)}
        numbers = {str(question.number) for question in (*self.questions, *self.gone_questions)}
        if not names | numbers:
            yield from phases
            return
        for phase in phases:
            cells = {c: v for c, v in phase.cells.items() if Address.of(c).variable not in names}
            answers = {n: text for n, text in phase.answers.items() if n not in numbers}
            yield replace(phase, cells=cells, answers=answers)


@dataclass
class Comparison:
    """The differences in numbers, and one page of the phases to list.

    ``counts`` has how many of each of COUNTED are new, gone or changed. ``variables`` has the
    number of cells in which each one changed, in phases and members of both sides; "member" has how
    many joined or left. ``apart`` has what only one side has. ``wanted`` is the number of phases to
    list, ``listed`` those on the page.
    """

    counts: Counter[tuple[str, DifferenceKind]] = field(default_factory=Counter)
    variables: Counter[str] = field(default_factory=Counter)
    wanted: int = 0
    listed: list[PhaseDifference] = field(default_factory=list)
    apart: OnlyOnOneSide = field(default_factory=OnlyOnOneSide)

    @property
    def is_empty(self) -> bool:
        return not self.counts

    def add(self, difference: PhaseDifference) -> None:
        touched = {Address.of(cell).member for cell in difference.changed} - {""}
        for what, kind, number in (
            ("Phases", difference.kind, 1),
            ("Members", DifferenceKind.NEW, len(difference.joined)),
            ("Members", DifferenceKind.GONE, len(difference.left)),
            ("Members", DifferenceKind.CHANGED, len(touched)),
            *(
                ("Codes", kind, number)
                for kind, number in Counter(difference.cells.values()).items()
            ),
            ("Answers", difference.kind, len(difference.answers)),
        ):
            self.counts[what, kind] += number
        self.variables.update(Address.of(cell).variable for cell in difference.changed)
        if difference.kind is DifferenceKind.CHANGED and (difference.joined or difference.left):
            self.variables["member"] += len(difference.joined) + len(difference.left)

    @property
    def differing(self) -> int:
        return sum(self.counts["Phases", kind] for kind in DifferenceKind)

    @property
    def table(self) -> list[tuple[str, list[str]]]:
        """Rows to show: what, and how many are new, gone and changed."""
        return [
            (what, [f"{self.counts[what, kind]:,}" for kind in DifferenceKind]) for what in COUNTED
        ]


def compare(old: Side, new: Side, wanted: Wanted, page: int = 1) -> Comparison:
    """Compare two sides, and keep one page of what is wanted; pages count from 1.

    Of a release, only a page and a few hundred phases are in memory. Answers are compared if both
    sides have prose. Anybody may request published releases, and no frozen release changes: the
    last comparisons of two releases are cached.
    """
    if old.release and new.release:
        frozen = old.release.frozen_at, new.release.frozen_at
        return _between_releases(old, new, frozen, wanted, page)
    return _compare(old, new, wanted, page)


@lru_cache(maxsize=8)  # a page of the largest alliances is a megabyte or two
def _between_releases(
    old: Side, new: Side, frozen: tuple[datetime | None, ...], wanted: Wanted, page: int
) -> Comparison:
    return _compare(old, new, wanted, page)


def _compare(old: Side, new: Side, wanted: Wanted, page: int) -> Comparison:
    comparison = Comparison(apart=OnlyOnOneSide.of(old.questionnaire, new.questionnaire))
    shown = range((page - 1) * PAGE, page * PAGE)
    for alliance in differences_between(old, new):
        comparison.counts["Alliances", alliance.kind] += 1
        for difference in alliance.phases:
            comparison.add(difference)
            if wanted.takes(difference):
                if comparison.wanted in shown:
                    comparison.listed.append(difference)
                comparison.wanted += 1
    return comparison


def differences_between(old: Side, new: Side) -> Iterator[AllianceDifference]:
    """Yield the differences in what both sides have, with answers if both have prose."""
    both = old.has_prose and new.has_prose
    apart = OnlyOnOneSide.of(old.questionnaire, new.questionnaire)
    return differences(
        apart.without(old.phases(with_answers=both)), apart.without(new.phases(with_answers=both))
    )
