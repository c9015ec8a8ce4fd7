"""What one member owes another, and all pairs of members whose memberships overlap.

Rules: if a member owes different things to different members (obvary), a pair obligation replaces
its member row toward that partner, for the whole phase (reference 5.4; 5.8, point 5). Two states
are a pair if both are in the same phase for longer than a point in time: a state that enters on the
day another leaves is not its ally (reference 5.4, observed in 5.1: 255/260, 255/265, 678/679,
679/680 in 1990).
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, groupby
from typing import NamedTuple

from coding.codebook.derived import PRIMARY_OBLIGATIONS
from coding.datasets.member import BIT, Member


class DirectedObligations(NamedTuple):
    """What ``state_a`` owes ``state_b`` in one phase: the primary obligations, 0 or 1 each."""

    atopid: int
    phase: int
    state_a: int
    state_b: int
    defense: int
    offense: int
    neutral: int
    nonagg: int
    consul: int

    @property
    def owes(self) -> int:
        """The obligations packed as in Member.owes."""
        codes = self[-len(PRIMARY_OBLIGATIONS) :]
        pairs = zip(PRIMARY_OBLIGATIONS, codes, strict=True)
        return sum(BIT[name] for name, code in pairs if code)


class StrayObligation(ValueError):
    """A pair obligation of states that are not both members of the phase."""


def with_pair_obligations(
    members: Sequence[Member], obligations: Iterable[DirectedObligations]
) -> list[Member]:
    """Return the members, each with the partners for which its obligations differ from its row.

    Raises StrayObligation for a pair that is in no phase.
    """
    toward: dict[tuple[int, int, int], dict[int, int]] = {}
    in_phase = {(member.atopid, member.phase, member.state) for member in members}
    for pair in obligations:
        for state in (pair.state_a, pair.state_b):
            if (pair.atopid, pair.phase, state) not in in_phase:
                raise StrayObligation(_says_who_is_stray(pair, state))
        key = (pair.atopid, pair.phase, pair.state_a)
        toward.setdefault(key, {})[pair.state_b] = pair.owes
    return [
        member._replace(toward=own)
        if (own := toward.get((member.atopid, member.phase, member.state)))
        else member
        for member in members
    ]


def allies(members: Sequence[Member]) -> Iterator[tuple[Member, Member]]:
    """Yield each pair of overlapping memberships of a phase once, the lower state code first."""
    ordered = sorted(members, key=lambda member: (member.atopid, member.phase, member.state))
    for _, phase in groupby(ordered, key=lambda member: (member.atopid, member.phase)):
        for first, other in combinations(phase, 2):
            if first.state != other.state and max(first.entry, other.entry) < min(
                first.exit, other.exit
            ):
                yield first, other


def _says_who_is_stray(pair: DirectedObligations, state: int) -> str:
    return (
        f"Pair obligation of {pair.state_a} to {pair.state_b} in {pair.atopid}, phase {pair.phase}:"
        f" {state} is no member of that phase. Correct the pair, or add the member."
    )
