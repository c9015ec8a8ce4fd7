"""What a release covers: nothing after its cut-off, and every year from entry to exit.

Rules: a phase or membership that begins after the cut-off is in no file. One that ends after the
cut-off is still in effect: its exit is 0 and no reason for leaving is given (codebook: status on
the release's last day). If some phases have not begun, the others are renumbered. A commitment
covers every calendar year from entry to exit, both included, up to the year of the cut-off
(reference 5.3).
"""

from collections.abc import Iterable
from datetime import date
from itertools import groupby

from coding.datasets.member import NEVER, Member, day

IN_EFFECT = {"yrexit": 0, "moexit": 0, "dayexit": 0, "ineffect": 1, "termmode": 0, "termcaus": 0}


def as_of(members: Iterable[Member], cut_off: date) -> list[Member]:
    """Return the members as of the release's last day, still sorted by alliance."""
    last_day = day(cut_off.year, cut_off.month, cut_off.day)
    kept: list[Member] = []
    for _, rows in groupby(members, key=lambda member: member.atopid):
        alliance = list(rows)
        speaks_of_later = any(
            member.entry > last_day or last_day < member.exit < NEVER for member in alliance
        )
        kept += _cut(alliance, last_day) if speaks_of_later else alliance
    return kept


def _cut(alliance: list[Member], last_day: int) -> list[Member]:
    begun = [member for member in alliance if member.entry <= last_day]
    phases = _count_again(alliance, begun)
    later = {member.phase for member in begun if last_day < member.exit < NEVER}
    active = {member.phase for member in begun if member.code("defense") or member.code("offense")}
    return [
        member.with_codes(
            **(IN_EFFECT if last_day < member.exit < NEVER else {}),
            **({"term": 0} if member.phase in later else {}),
            **phases.get(member.phase, {}),
            active=int(member.phase in active),
        )
        for member in begun
    ]


def _count_again(alliance: list[Member], begun: list[Member]) -> dict[int, dict[str, int]]:
    """Map each old phase number to the new phase and maxphase; empty if all phases have begun."""
    left = sorted({member.phase for member in begun})
    if len(left) == len({member.phase for member in alliance}):
        return {}
    if len(left) == 1:
        return {left[0]: {"phase": 0, "maxphase": 0}}
    return {phase: {"phase": n, "maxphase": len(left)} for n, phase in enumerate(left, start=1)}
