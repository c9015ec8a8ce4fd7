"""Read the files of a published release for the workflow to import, or say what is wrong."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from coding.codebook.problems import Problem
from coding.codebook.sheet import CodedPhase
from coding.datasets.inference import infer_from_file
from coding.datasets.pairs import PairObligation
from coding.datasets.reading.grouping import CodedPhases, phases_of
from coding.datasets.reading.member_file import MemberFile, read_member_file
from coding.datasets.reading.oddities import Remark
from coding.datasets.release import Release
from coding.models import State
from coding.models.variables import BY_NAME, PAIR_BY_NAME, QUESTIONNAIRE
from coding.workflow.release_import import PublishedRelease

# All but the columns that each release has of its own
VARIABLES = [variable for variable in BY_NAME.values() if variable.scope != "R"]


@dataclass(frozen=True)
class PublishedFiles:
    """The release, or the problems that refuse it, with warnings and notes."""

    release: PublishedRelease | None
    problems: tuple[Problem, ...] = ()
    warnings: tuple[Remark, ...] = ()
    notes: tuple[Remark, ...] = ()


def read_release(
    members: Path, directed_dyads: Path | None, cut_off: date | None
) -> PublishedFiles:
    known = set(State.objects.values_list("code", flat=True))
    file = read_member_file(members.name, members.read_bytes(), VARIABLES, known)
    if file.problems:
        return PublishedFiles(None, file.problems, file.remarks)
    coded = phases_of(file, VARIABLES)
    until = file.cut_off or cut_off
    if until is None:
        return PublishedFiles(None, (_no_cut_off(file),))
    questionnaire = QUESTIONNAIRE.of_release(file.label, file.columns)
    release = Release(file.label, until, file.flags, questionnaire)
    pairs: Iterable[PairObligation] = ()
    if directed_dyads:
        rows = [row.values for row in file.rows]
        found = infer_from_file(rows, directed_dyads.name, directed_dyads.read_bytes(), release)
        if found.problems:
            return PublishedFiles(None, tuple(found.problems), file.remarks)
        pairs = found.obligations
    _add_pairs(coded, pairs)
    names = members.name if not directed_dyads else f"{members.name} and {directed_dyads.name}"
    published = PublishedRelease(file.label, until, names, coded.phases, questionnaire)
    return PublishedFiles(published, (), (*file.remarks, *coded.warnings), coded.notes)


def _no_cut_off(file: MemberFile) -> Problem:
    rule = f"The last day that release {file.label} speaks of is not known here."
    return Problem(file.name, None, "version", rule, file.label, "Give it with --cut-off.")


def _add_pairs(coded: CodedPhases, pairs: Iterable[PairObligation]) -> None:
    """Store each pair's obligations if they differ from what the giver owes the others."""
    phases = {(phase.atop_id, phase.phase): phase for phase in coded.phases}
    for pair in pairs:
        phase = phases[pair.atopid, pair.phase]
        owed = {name: getattr(pair, name) for name in PAIR_BY_NAME}
        for giver in _spells(phase, pair.state_a):
            for receiver in _spells(phase, pair.state_b):
                phase.coding.pairs[giver, receiver] = dict(owed)


def _spells(phase: CodedPhase, state: int) -> list[str]:
    return [key for key in phase.coding.members if key.partition(".")[0] == str(state)]


def read_day(text: str) -> date:
    """Parse a date such as 2018-12-31. Raises ValueError."""
    return datetime.strptime(text, "%Y-%m-%d").date()
