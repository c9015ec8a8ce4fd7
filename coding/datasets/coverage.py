"""What a release speaks of: nothing after its last day, and each year from entry to exit.

Rules: a phase or membership that begins after the cut-off is in no file. One that ends after it is
in effect: its exit is 0, nobody has left it for any reason, the phase has not ended (codebook:
status on the release's last day). Phases are counted again where some have not begun. A commitment
covers each calendar year from that of entry to that of exit, both included; the year of the
cut-off is the last (reference 5.3).
"""

from collections.abc import Iterable
from datetime import date
from itertools import groupby

from coding.datasets.member import NEVER, Member, day

IN_EFFECT = {"yrexit": 0, "moexit": 0, "dayexit": 0, "ineffect": 1, "termmode": 0, "termcaus": 0}


def as_of(members: Iterable[Member], cut_off: date) -> list[Member]:
    """Return the members as they were on the release's last day. Keeps the order by alliance."""
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
    """Return phase and maxphase by the old phase; nothing where all phases have begun."""
    left = sorted({member.phase for member in begun})
    if len(left) == len({member.phase for member in alliance}):
        return {}
    if len(left) == 1:
        return {left[0]: {"phase": 0, "maxphase": 0}}
    return {phase: {"phase": n, "maxphase": len(left)} for n, phase in enumerate(left, start=1)}
