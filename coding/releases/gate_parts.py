"""The gate's results for each alliance, and the dataset files in parts, cached for the next time.

An alliance whose input changed is checked again, and the parts of the files that it affects are
made again; everything else stays.
"""

from collections.abc import Iterable, Mapping, Set
from dataclasses import asdict, dataclass, field
from functools import partial
from typing import Any

from coding.codebook.sheet import key_of
from coding.datasets.effects.alliance_effect import AllianceSide
from coding.datasets.parts import DatasetFiles, Touched, remade
from coding.datasets.publishable import LeftOut
from coding.export.reports import Reporting, watched
from coding.models.variables import BY_NAME
from coding.releases.gate_input import GateInput
from coding.releases.obstacles import Obstacle
from coding.releases.uncoded import UncodedIn, uncoded_in
from coding.workflow.kept_results import compressed, decompressed, keep_result, kept_result

LABELS = {name: variable.labels for name, variable in BY_NAME.items() if variable.codes}
# Limits of what is computed while somebody waits for the page, up to two seconds: changed
# alliances, and the states they bind. Each pair of states makes rows.
MOST_AT_ONCE, MOST_STATES = 20, 60
_KEPT = "gate, in parts"


@dataclass(frozen=True)
class InAlliance:
    """The results in the codes of one alliance.

    ``rows`` is the number of its member rows that can be published, ``late`` those that begin after
    the cut-off. ``states`` are its members; ``is_pure`` if it binds them by nonaggression alone.
    """

    saw: str
    uncoded: UncodedIn
    unusable: list[Obstacle]
    rows: int
    late: int
    states: list[int]
    is_pure: bool

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "InAlliance":
        unusable = [Obstacle.from_json(obstacle) for obstacle in data["unusable"]]
        return cls(
            **{**data, "uncoded": UncodedIn.from_json(data["uncoded"]), "unusable": unusable}
        )


@dataclass(frozen=True)
class GateParts:
    """What is found in every alliance, and the dataset files."""

    alliances: Mapping[int, InAlliance] = field(default_factory=dict)
    files: DatasetFiles = field(default_factory=DatasetFiles)

    def as_text(self) -> str:
        alliances = {atop_id: asdict(alliance) for atop_id, alliance in self.alliances.items()}
        return compressed({"alliances": alliances, "files": self.files.as_json()})

    @classmethod
    def from_text(cls, text: str) -> "GateParts":
        data = decompressed(text)
        alliances = {
            int(key): InAlliance.from_json(alliance) for key, alliance in data["alliances"].items()
        }
        return cls(alliances, DatasetFiles.from_json(data["files"]))


NOTHING = GateParts()


class TakesLong(Exception):
    """Too much changed for a page to wait; the message is the hash of the state to be checked."""


def parts_now(seen: GateInput, *, at_once: bool, progress: Reporting) -> GateParts:
    """Return the present results, from the cached ones and what changed; cache them.

    Raises TakesLong if it is called with ``at_once`` and too much changed.
    """
    before = kept_result(_KEPT, seen.shared, GateParts.from_text) or NOTHING
    now, were = seen.by_alliance, before.alliances
    changed = {key for key in now.keys() | were if key not in were or were[key].saw != now.get(key)}
    if at_once and _is_much(changed, before, seen):
        raise TakesLong(seen.all_of_it)
    parts = _after(before, changed, seen, progress)
    keep_result(_KEPT, seen.shared, parts.as_text())
    return parts


def _is_much(changed: Set[int], before: GateParts, seen: GateInput) -> bool:
    if len(changed) > MOST_AT_ONCE:
        return True
    were = (before.alliances[key].states for key in changed & before.alliances.keys())
    now = (sheet.states for key in changed for sheet in seen.rows.get(key, ()))
    return len(set().union(*were, *now)) > MOST_STATES


def _after(before: GateParts, changed: Set[int], seen: GateInput, progress: Reporting) -> GateParts:
    """Return the present results from those before the codes of some alliances changed."""
    now, were = seen.by_alliance, before.alliances
    fresh, sides = _found_in(now.keys() & changed, seen, progress)
    alliances = {key: fresh[key] if key in fresh else were[key] for key in now}
    states = {state for key in changed & were.keys() for state in were[key].states}
    states.update(*(found_in.states for found_in in fresh.values()))
    beside = [
        key
        for key in alliances
        if key not in fresh and not states.isdisjoint(alliances[key].states)
    ]
    # Their flags (new, revised) stay as they are and do not affect years: no release is read.
    sides |= {key: seen.published(seen.coded(key), key, released={}) for key in beside}
    members = [member for atop_id in sorted(sides) for member in sides[atop_id].members]
    pure = {atop_id for atop_id, found_in in alliances.items() if found_in.is_pure}
    release, touched = seen.scope.dataset_release(), Touched(changed, states)
    tried = partial(progress, "dataset files")
    return GateParts(
        alliances, remade(before.files, members, pure, release, touched, LABELS, tried)
    )


def _found_in(
    atop_ids: Iterable[int], seen: GateInput, progress: Reporting
) -> tuple[dict[int, InAlliance], dict[int, AllianceSide]]:
    """Return the results for some alliances, and what is published of each."""
    some = sorted(atop_ids)
    released, fresh, sides = seen.released(some), dict[int, InAlliance](), dict[int, AllianceSide]()
    for atop_id in watched(some, progress, "alliances looked at", len(some)):
        before, coded = released.get(atop_id, {}), seen.coded(atop_id)
        side = sides[atop_id] = seen.published(coded, atop_id, before)
        fresh[atop_id] = InAlliance(
            seen.by_alliance[atop_id],
            uncoded_in(coded, before),
            [_unusable(row) for row in side.found.unusable],
            len(side.found.rows),
            len(side.found.left_out) - len(side.found.unusable),
            sorted({member.state for member in side.members}),
            side.is_pure,
        )
    return fresh, sides


def _unusable(row: LeftOut) -> Obstacle:
    """Name what a row lacks with its labels, and the question where the first of it is entered."""
    who = f"{BY_NAME['member'].label} {row.member}: " if row.member else ""
    sheet, lacking = key_of(row.atopid, row.phase or 0), [BY_NAME[name] for name in row.lacking]
    if not lacking:
        return Obstacle(f"{who}{row.why}", sheet)
    labels, first = "; ".join(f"{code.name}: {code.label}" for code in lacking), lacking[0]
    cell = f"{row.member}/{first.name}" if first.scope == "M" else first.name
    return Obstacle(f"{who}{row.why} ({labels})", sheet, first.home, cell=cell)
