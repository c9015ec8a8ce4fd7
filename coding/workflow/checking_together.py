"""Checks what is submitted or approved together, over the approved data and nothing else.

A warning passes with a reason or because another proposal explains it; either is stored with it.
Drafts explain nothing (docs/adr/0013-what-goes-together.md).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from coding.codebook.text import as_typed
from coding.models import Revision
from coding.workflow.checking import Alliance, Caused, caused_by
from coding.workflow.refusals import Refused

Reasons = Mapping[str, str]  # box of a finding → why it may stand
Passed = dict[str, Any]  # a warning as a revision keeps it


class ChecksFound(Refused):
    """The checks refuse a revision; ``against`` has the errors, or the warnings without any."""

    def __init__(
        self, revision: Revision, against: Sequence[Caused], *, to_be: str, hint: str = ""
    ) -> None:
        blocking = [caused for caused in against if caused.is_error]
        self.against = blocking or list(against)
        if blocking:
            text = " ".join(_in_words(caused, revision) for caused in blocking)
        else:
            count = "A warning needs" if len(against) == 1 else f"{len(against)} warnings need"
            text = f"{count} a reason before this can be {to_be}."
        super().__init__(f"Q{revision.question}: {text}{hint}")


def _in_words(caused: Caused, revision: Revision) -> str:
    place = "" if caused.sheet.pk == revision.sheet_id else f"{caused.sheet}: "
    return f"{place}{caused.finding.in_words}"


@dataclass
class CheckedTogether:
    """Which revisions may go together, what these bring, and what stands against the others."""

    kept: list[Revision]
    brings: list[Caused] = field(default_factory=list)
    against: list[tuple[Revision, list[Caused]]] = field(default_factory=list)


def check_together(
    alliance: Alliance,
    revisions: Iterable[Revision],
    *,
    reasons: Reasons,
    relied: Sequence[Revision] = (),
) -> CheckedTogether:
    """Leave out one revision after another until the checks let the rest go together.

    ``relied`` are further revisions that may explain what these bring.
    """
    sound = CheckedTogether(list(revisions))
    while True:
        sound.brings = caused_by(alliance, sound.kept)
        open_now = _unexplained(alliance, sound, reasons, relied)
        if not open_now:
            return sound
        against: dict[int, list[Caused]] = defaultdict(list)
        for caused in open_now:
            against[_guilty(alliance, sound.kept, caused).pk].append(caused)
        sound.against += [(sheet, against[sheet.pk]) for sheet in sound.kept if sheet.pk in against]
        sound.kept = [revision for revision in sound.kept if revision.pk not in against]


def _unexplained(
    alliance: Alliance, sound: CheckedTogether, reasons: Reasons, relied: Sequence[Revision]
) -> list[Caused]:
    against = without_reason(sound.brings, sound.kept, reasons)
    if against and relied:
        still = caused_by(alliance, [*relied, *sound.kept])
        against = [caused for caused in against if _is_among(caused, still)]
    return against


def without_reason(
    findings: Iterable[Caused], revisions: Sequence[Revision], given: Reasons
) -> list[Caused]:
    """Return the errors, and the warnings that have no reason."""
    return [
        caused for caused in findings if caused.is_error or not _reason(caused, revisions, given)
    ]


def _is_among(caused: Caused, others: Iterable[Caused]) -> bool:
    """Whether a finding is among others, or shares rule, sheet and a code with one of them."""
    cells = {*caused.finding.cells}
    return any(
        other.place == caused.place
        or (
            (other.sheet.pk, other.finding.rule) == (caused.sheet.pk, caused.finding.rule)
            and not cells.isdisjoint(other.finding.cells)
        )
        for other in others
    )


def _reason(caused: Caused, revisions: Iterable[Revision], given: Reasons) -> str:
    """Return the reason for passing a warning: one that is given now, or is stored with it."""
    text = as_typed(given.get(caused.box, ""))
    return text or next((kept["reason"] for r in revisions if (kept := _stored(r, caused))), "")


def _stored(revision: Revision, caused: Caused) -> Passed | None:
    """Return the revision's stored warning that equals the finding and was passed with a reason."""
    elsewhere = caused.elsewhere(revision)
    for kept in revision.warnings:
        if (kept["key"], kept.get("sheet", "")) == (caused.key, elsewhere) and "reason" in kept:
            return dict(kept)
    return None


def _guilty(alliance: Alliance, revisions: Sequence[Revision], caused: Caused) -> Revision:
    """Return the revision whose removal removes the finding; if none does, the nearest one."""
    near = nearest_first(revisions, caused)
    for revision in near:
        rest = [other for other in revisions if other.pk != revision.pk]
        if not _is_among(caused, caused_by(alliance, rest)):
            return revision
    return near[0]


def nearest_first(revisions: Iterable[Revision], caused: Caused) -> list[Revision]:
    """Sort revisions: those on the finding's sheet and at its questions come first."""
    at = {number: place for place, number in enumerate(caused.finding.questions)}

    def distance(revision: Revision) -> tuple[bool, int]:
        return revision.sheet_id != caused.sheet.pk, at.get(revision.question, len(at))

    return sorted(revisions, key=distance)


def warnings_to_keep(
    alliance: Alliance, sound: CheckedTogether, *, reasons: Reasons, relied: Sequence[Revision] = ()
) -> dict[int, list[Passed]]:
    """Return the warnings that revisions pass, by the key of the revision that keeps each."""
    kept: dict[int, list[Passed]] = defaultdict(list)
    for caused in sound.brings:
        holder = next((r for r in sound.kept if _stored(r, caused)), None)
        holder = holder or nearest_first(sound.kept, caused)[0]
        text = as_typed(reasons.get(caused.box, ""))
        if text:
            kept[holder.pk].append(passed_warning(caused, holder, reason=text))
        elif standing := _stored(holder, caused):
            kept[holder.pk].append(standing)
    beside = [*sound.kept, *relied]
    if len(beside) > 1:
        still = caused_by(alliance, beside)
        for revision in sound.kept:
            kept[revision.pk] += _explained(alliance, revision, beside, still)
    return kept


def passed_warning(caused: Caused, holder: Revision, **how: Any) -> Passed:
    """Return a warning as a revision keeps it; ``how`` says why it may pass."""
    elsewhere = caused.elsewhere(holder)
    more = {"sheet": elsewhere} if elsewhere else {}
    finding = caused.finding
    return {"key": caused.key, "rule": finding.rule, "found": finding.found, **more, **how}


def _explained(
    alliance: Alliance, revision: Revision, beside: Sequence[Revision], still: Sequence[Caused]
) -> Iterable[Passed]:
    """Yield findings that the revision alone would cause, and the proposals that explain them."""
    for caused in caused_by(alliance, [revision]):
        if not _is_among(caused, still):
            with_it = revisions_explaining(alliance, [revision], caused, beside)
            yield passed_warning(caused, revision, goes_with=places_in_words(with_it, revision))


def revisions_explaining(
    alliance: Alliance, revisions: Sequence[Revision], caused: Caused, others: Iterable[Revision]
) -> list[Revision]:
    """Return which of the others explains a finding; several where only all of them do."""
    own = {revision.pk for revision in revisions}
    near = [revision for revision in nearest_first(others, caused) if revision.pk not in own]
    for revision in near:
        if not _is_among(caused, caused_by(alliance, [revision, *revisions])):
            return [revision]
    return near if near and not _is_among(caused, caused_by(alliance, [*near, *revisions])) else []


def places_in_words(revisions: Iterable[Revision], beside: Revision) -> str:
    """Return what revisions are about, seen from another one: "Q15, 1020.2 Q4"."""
    return ", ".join(
        f"Q{revision.question}"
        if revision.sheet_id == beside.sheet_id
        else f"{revision.sheet} Q{revision.question}"
        for revision in revisions
    )
