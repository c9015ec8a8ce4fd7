"""The member rows of a phase: every variable of the member level."""

from collections.abc import Iterator, Mapping, Sequence

from coding.codebook.cells import Coding, is_known
from coding.codebook.derived import derived_of_alliance, derived_of_member
from coding.codebook.sheet import CodedPhase
from coding.datasets.reading.columns import ATOP_ID, PHASE
from coding.datasets.reading.members import Values


def codes_of_phase(phase: CodedPhase, alliance: Mapping[int, Coding]) -> Values:
    """Return the alliance's codes in a phase, with derived ones.

    ``alliance`` has the codings of all phases of the alliance by their numbers: derived codes say
    how many there are, and whether the alliance was formed in wartime.
    """
    derived = derived_of_alliance(phase.coding, alliance)
    return {**phase.coding.alliance, **derived, ATOP_ID: phase.atop_id, PHASE: phase.phase}


def codes_of_members(phase: CodedPhase) -> Iterator[Values]:
    """Yield each member's own codes, with derived ones, and its flags."""
    for key, codes in phase.coding.members.items():
        yield {**codes, **derived_of_member(codes), **phase.flags.get(key, {})}


def rows_of(
    phase: CodedPhase, alliance: Mapping[int, Coding], names: Sequence[str]
) -> Iterator[Values]:
    """Yield the member rows of a phase: each of ``names``, None where missing or not coded yet."""
    shared = codes_of_phase(phase, alliance)
    for own in codes_of_members(phase):
        values = {**shared, **own}
        yield {name: value if is_known(value := values.get(name)) else None for name in names}


def uncoded_of(phase: CodedPhase, alliance: Mapping[int, Coding], names: Sequence[str]) -> set[str]:
    """Return the names for which a member's row has no code, neither given nor missing."""
    shared = codes_of_phase(phase, alliance)
    rows = [{**shared, **own} for own in codes_of_members(phase)]
    return {name for name in names if any(row.get(name) is None for row in rows)}
