"""Read the files of a published release for the workflow to import, or say what is wrong."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from coding.codebook.counted_nouns import counted
from coding.codebook.problems import Problem
from coding.codebook.sheet import CodedPhase
from coding.datasets.inference import Inferred, infer_from_file
from coding.datasets.pairs import DirectedObligations
from coding.datasets.reading.grouping import CodedPhases, phases_of
from coding.datasets.reading.known_releases import why_not_as_published
from coding.datasets.reading.last_day import fault_of_cut_off
from coding.datasets.reading.member_file import MemberFile, read_member_file
from coding.datasets.reading.oddities import Oddity
from coding.datasets.reading.packed_files import MOST_BYTES
from coding.datasets.release import DatasetRelease
from coding.models import State
from coding.models.variables import BY_NAME, PAIR_BY_NAME, QUESTIONNAIRE
from coding.workflow.release_import import PublishedRelease

# Without the columns that each release has of its own
VARIABLES = [variable for variable in BY_NAME.values() if variable.scope != "R"]
_WHOLE_FILE = (
    "Take the whole file as it was published. To record it under this label all the same, add "
    "--as-is: the release then says for good that it is not whole."
)


@dataclass(frozen=True)
class PublishedFiles:
    """The release, or the problems that refuse it, with warnings and notes.

    ``passed_over`` describes cells that are no value, ``lacking`` why the release has to be
    recorded as "as is".
    """

    release: PublishedRelease | None
    problems: tuple[Problem, ...] = ()
    warnings: tuple[Oddity, ...] = ()
    notes: tuple[Oddity, ...] = ()
    passed_over: tuple[Oddity, ...] = ()
    lacking: tuple[str, ...] = ()


def read_release(
    members: Path,
    directed_dyads: Path | None,
    cut_off: date | None,
    *,
    as_is: bool = False,
    tell: Callable[[str], None] = lambda sentence: None,
) -> PublishedFiles:
    """Read the files. A release that is not as it was published is refused, except with ``as_is``.

    ``tell`` is called with the file that is being read.
    """
    known = set(State.objects.values_list("code", flat=True))
    tell(f"Reading {members.name} …")
    file = read_member_file(members.name, _content_of(members), VARIABLES, known)
    differs = why_not_as_published(file.name, file.label, file.rows)
    problems = tuple(_problems_of(file, None if as_is else differs, cut_off))
    until = file.cut_off or cut_off
    if problems or until is None:
        return PublishedFiles(None, problems)
    inferred, names = Inferred(), members.name
    questionnaire = QUESTIONNAIRE.of_release(file.label, file.columns)
    if directed_dyads:
        tell(f"Reading {directed_dyads.name} …")
        names = f"{names} and {directed_dyads.name}"
        release = DatasetRelease(file.label, until, file.flags, questionnaire)
        inferred = _obligations_of(file, directed_dyads, release)
        if inferred.problems:
            return PublishedFiles(None, inferred.problems)
    coded = phases_of(file, VARIABLES)
    _add_pairs(coded, inferred.obligations)
    varying = None if directed_dyads else _not_told(coded.phases)
    lacking = tuple(text for text in (differs, varying) if text)
    note = _note(names, lacking)
    published = PublishedRelease(file.label, until, names, coded.phases, questionnaire, note)
    return _as_read(published, file, coded, inferred, lacking)


def _obligations_of(file: MemberFile, directed_dyads: Path, release: DatasetRelease) -> Inferred:
    rows = [row.values for row in file.rows]
    return infer_from_file(rows, directed_dyads.name, _content_of(directed_dyads), release)


def _as_read(
    release: PublishedRelease,
    file: MemberFile,
    coded: CodedPhases,
    inferred: Inferred,
    lacking: tuple[str, ...],
) -> PublishedFiles:
    """Return the release with notes on what its files left out, or had in an unexpected form."""
    return PublishedFiles(
        release,
        warnings=(*file.remarks, *coded.warnings),
        notes=coded.notes,
        passed_over=(*file.passed_over, *inferred.passed_over),
        lacking=lacking,
    )


def _problems_of(file: MemberFile, differs: str | None, cut_off: date | None) -> Iterator[Problem]:
    """Yield why a member file is refused; ``differs`` is how it differs from the published one."""
    if file.problems:
        yield from file.problems
    elif differs:
        yield Problem(file.name, f"{differs}.", _WHOLE_FILE)
    elif fault := fault_of_cut_off(file, cut_off):
        yield fault


def _content_of(path: Path) -> bytes:
    """Return a file's content; of a file that is too large, just enough to detect that."""
    with path.open("rb") as file:
        return file.read(MOST_BYTES + 1)


def _not_told(phases: Sequence[CodedPhase]) -> str | None:
    """Return which alliances leave open what their members owe each other."""
    varying = {
        phase.atop_id
        for phase in phases
        if any(codes.get("obvary") == 1 for codes in phase.coding.members.values())
    }
    if not varying:
        return None
    which = counted(len(varying), "alliance")
    return (
        f"In {which} members owe different things to different members (obvary; the first is ATOP "
        f"ID {min(varying)}), and only the directed-dyad file tells what"
    )


def _note(files: str, lacking: Sequence[str]) -> str:
    if not lacking:
        return ""
    return f"Imported as it is from {files}, by an explicit word. {'. '.join(lacking)}."


def _add_pairs(coded: CodedPhases, pairs: Iterable[DirectedObligations]) -> None:
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
