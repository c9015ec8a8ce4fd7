"""Shows a reviewer the effects of an approval beforehand, on the checks and on the datasets."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from coding.codebook.sheet import SheetState
from coding.datasets.effects.alliance_effect import AllianceSide, Binding, KeptYears, effect
from coding.datasets.effects.file_effect import ChangedCell, FileEffect
from coding.datasets.effects.losses import losses
from coding.datasets.release import DatasetRelease
from coding.export.held_back import AllHeldBack
from coding.export.released import by_alliance, held_back_from
from coding.history.codes_in_words import Names, name_of_member, names_of
from coding.models import Membership, Revision, Sheet
from coding.models.approved_values import approved_state
from coding.models.rows_in_record import phases_in_record
from coding.workflow.approval import Objection, objections, waiting_beside
from coding.workflow.checking import Alliance
from coding.workflow.published_rows import (
    moves_rows,
    release_of_record,
    releases_now,
    sides_of,
    token_of,
)

MOST_IN_ROWS = 3  # alliances whose rows are counted on one page; for others only losses are shown


@dataclass(frozen=True)
class Example:
    """One changed cell: its variable, the change in words, and the row."""

    name: str
    label: str
    change: str
    place: str


@dataclass(frozen=True)
class FileLine:
    """One dataset file: rows changed by these changes alone, and with all others that wait."""

    stem: str
    alone: FileEffect | None
    together: FileEffect | None
    examples: list[Example]

    @property
    def differs(self) -> bool:
        """Whether the other changes that wait make a difference."""
        alone, together = (file.counts if file else [] for file in (self.alone, self.together))
        return alone != together


@dataclass(frozen=True)
class Approval:
    """The effects of approving some revisions of one alliance together."""

    name: str
    revisions: Sequence[Revision]
    objections: list[Objection]
    moves_codes: bool = False
    leaves: list[str] = field(default_factory=list)  # lost from the dataset files altogether
    leaves_together: list[str] = field(default_factory=list)
    files: list[FileLine] = field(default_factory=list)
    beside: int = 0  # number of other changes that wait on the sheets
    is_counted: bool = True  # whether rows were counted at all
    held: str = ""  # why the release holds the alliance back, so that rows change later

    @property
    def token(self) -> str:
        return token_of(self.leaves)

    @property
    def errors(self) -> list[Objection]:
        return [objection for objection in self.objections if objection.brought.is_error]

    @property
    def asked(self) -> list[Objection]:
        """The warnings, each of which needs a reason; none while there is an error."""
        return [] if self.errors else self.objections

    @cached_property
    def goes_with(self) -> list[Revision]:
        """Other waiting changes that would explain the findings against this approval."""
        partners = {own.pk: own for objection in self.objections for own in objection.with_it}
        return list(partners.values())


def approvals_of(
    revisions: Iterable[Revision], read: Mapping[int, SheetState] | None = None
) -> list[Approval]:
    """Return the effects of approving the revisions, by alliance.

    The revisions are loaded with their sheets and sections. ``read`` has the approved states, by
    sheet id, that the page has read already.
    """
    by_alliance: dict[int, list[Revision]] = {}
    for revision in revisions:
        by_alliance.setdefault(revision.sheet.atop_id, []).append(revision)
    sheets = {revision.sheet for of_each in by_alliance.values() for revision in of_each}
    alliances = _alliances(sheets, read or {})
    coming = {key for key, own in by_alliance.items() if moves_rows(alliances[key], own)}
    files = _Files.now() if coming else None
    return [
        _approval(alliances[key], revisions, files if key in coming else None, len(coming))
        for key, revisions in by_alliance.items()
    ]


@dataclass(frozen=True)
class _Files:
    """The release for which dataset files are made, and the alliances held back from it."""

    release: DatasetRelease
    held: AllHeldBack

    @classmethod
    def now(cls) -> "_Files":
        """Return what would be exported now; one query, and another if something is held back."""
        releases = releases_now()
        before = releases.frozen.label if releases.frozen else None
        return cls(release_of_record(releases), held_back_from(releases.current, before))

    def why_later(self, atop_id: int) -> str:
        """Return why rows change only later, for an alliance that is held back; else ""."""
        held = self.held.alliances.get(atop_id)
        return f"Held back from release {self.release.label}: {held}" if held else ""


def _alliances(sheets: Iterable[Sheet], read: Mapping[int, SheetState]) -> dict[int, Alliance]:
    listed = list(sheets)
    if len(listed) == 1:
        (sheet,) = listed
        state = read.get(sheet.pk) or approved_state(sheet)
        return {sheet.atop_id: Alliance.around(sheet, state)}
    return Alliance.of_each(listed) if listed else {}


def _approval(
    alliance: Alliance, revisions: list[Revision], files: _Files | None, coming: int
) -> Approval:
    """Return the effects of one; ``coming`` is how many alliances have rows that change."""
    sheet = revisions[0].sheet
    approval = Approval(sheet.key, revisions, objections(alliance, revisions))
    if files is None:
        return approval
    was, now = sides_of(alliance, revisions, files.release)
    leaves, held = losses(was, now), files.why_later(sheet.atop_id)
    approval = replace(approval, moves_codes=True, leaves=leaves, held=held)
    if coming > MOST_IN_ROWS:
        return replace(approval, is_counted=False)
    elsewhere = _OtherAlliances(sheet.atop_id, files)
    beside = _others_waiting(waiting_beside(alliance, revisions), revisions)
    kept: KeptYears = {}
    alone = together = effect(was, now, elsewhere, kept)
    if beside:
        _, later = sides_of(alliance, [*beside, *revisions], files.release)
        if later.found != now.found:
            together = effect(was, later, elsewhere, kept)
            leaves = losses(was, later)
    lines = list(_lines(alone, together))
    return replace(approval, leaves_together=leaves, files=lines, beside=len(beside))


def _others_waiting(waiting: Iterable[Revision], revisions: Iterable[Revision]) -> list[Revision]:
    """Return changes waiting at other questions of the same sheets, one for each question."""
    taken = {(revision.sheet_id, revision.question) for revision in revisions}
    sheets = {revision.sheet_id for revision in revisions}
    others = {
        (revision.sheet_id, revision.question): revision
        for revision in waiting
        if revision.sheet_id in sheets and (revision.sheet_id, revision.question) not in taken
    }
    return list(others.values())


def _lines(alone: list[FileEffect], together: list[FileEffect]) -> Iterator[FileLine]:
    by_stem = {file.stem: file for file in alone}, {file.stem: file for file in together}
    names = _names_in([*alone, *together])
    places = {file.stem: file.place for file in [*alone, *together]}
    for stem in sorted(places, key=places.__getitem__):
        effect, with_others = (effects.get(stem) for effects in by_stem)
        shown = effect or with_others
        examples = [_example(cell, names) for cell in shown.examples] if shown else []
        yield FileLine(stem, effect, with_others, examples)


def _names_in(effects: Iterable[FileEffect]) -> Names:
    rows = [cell.row for effect in effects for cell in effect.examples]
    states = {int(str(row[name])) for row in rows for name in ("member", "state") if name in row}
    pairs = [int(str(row[name])) for row in rows for name in ("dyad", "ddyad") if name in row]
    return names_of(states.union(*(divmod(pair, 1000) for pair in pairs)))


@dataclass
class _OtherAlliances:
    """The published state of the other alliances of some states; each is read once.

    An alliance that is held back counts as it stays in the files, whatever the record has.
    """

    atop_id: int
    made: _Files
    kept: dict[int, AllianceSide] = field(default_factory=dict)

    def __call__(self, states: set[int]) -> list[Binding]:
        bound = Membership.objects.filter(member__in=states, sheet__entered_at__isnull=False)
        held = self.made.held
        numbers = set(bound.values_list("sheet__atop_id", flat=True)) - {*held.alliances}
        numbers = (numbers | {*held.phases}) - {self.atop_id}
        missing = numbers - self.kept.keys()
        recorded = by_alliance(phases_in_record(missing - {*held.phases})) if missing else ()
        staying = (held.phases[number] for number in missing & held.phases.keys())
        for phases in (*recorded, *staying):
            self.kept[phases[0].atop_id] = AllianceSide.of(phases, self.made.release)
        return [self.kept[number].binding_of(states) for number in sorted(numbers)]


def _example(cell: ChangedCell, names: Names) -> Example:
    old, new = (_described(cell, value) for value in (cell.old, cell.new))
    column = cell.column
    return Example(column.name, column.label, f"{old} → {new}", _place(cell.row, names))


def _described(cell: ChangedCell, value: object) -> str:
    if value is None:
        return "empty"  # missing, not coded yet, or an unused place in a list
    return cell.column.describe(value) if isinstance(value, int) else str(value)


def _place(row: Mapping[str, object], names: Names) -> str:
    """Return the row's name: "3180, phase 2, 2 United States", or "2 United States, 1997"."""
    return ", ".join(_part(name, value, names) for name, value in row.items())


def _part(name: str, value: object, names: Names) -> str:
    if name in ("member", "state"):
        return name_of_member(str(value), names)
    if name in ("dyad", "ddyad"):
        pair = divmod(int(str(value)), 1000)
        return " – ".join(name_of_member(str(state), names) for state in pair)
    return f"phase {value}" if name == "phase" else str(value)
