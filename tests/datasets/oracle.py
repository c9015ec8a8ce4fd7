"""The rules of the year files once more, year by year and pair by pair, as slowly as they read."""

from collections.abc import Iterable
from itertools import permutations

from coding.datasets.member import Row
from coding.datasets.pairs import DirectedObligations

OBLIGATIONS = ("defense", "offense", "neutral", "nonagg", "consul")
YEARS = range(2010, 2019)  # the last is the year of the cut-off

Wanted = dict[tuple[int, ...], dict[str, object]]


def first_day(row: Row) -> tuple[int, ...]:
    return row["yrent"], row["moent"], 1 if row["dayent"] is None else row["dayent"]


def last_day(row: Row) -> tuple[int, ...]:
    if not row["yrexit"]:
        return (9999, 12, 31)
    return row["yrexit"], row["moexit"], 31 if row["dayexit"] is None else row["dayexit"]


def covers(first: tuple[int, ...], last: tuple[int, ...], year: int) -> bool:
    return first[0] <= year <= last[0]


def begins_or_ends(first: tuple[int, ...], last: tuple[int, ...], year: int) -> bool:
    return year in (first[0], last[0])


def directed_years(rows: Iterable[Row], pairs: Iterable[DirectedObligations]) -> Wanted:
    """By stateA, stateB and year: what ddyr should say."""
    own = {(p.atopid, p.phase, p.state_a, p.state_b): p[4:] for p in pairs}
    shared: dict[tuple[int, int], list] = {}
    for giver, other in permutations(rows, 2):
        if (giver["atopid"], giver["phase"]) != (other["atopid"], other["phase"]):
            continue
        first = max(first_day(giver), first_day(other))
        last = min(last_day(giver), last_day(other))
        if giver["member"] != other["member"] and first < last:
            key = (giver["atopid"], giver["phase"], giver["member"], other["member"])
            codes = own.get(key, tuple(giver[name] for name in OBLIGATIONS))
            shared.setdefault(key[2:], []).append((giver, first, last, codes))
    return {
        (*states, year): _sum_up([debt for debt in common if covers(*debt[1:3], year)], year)
        for states, common in shared.items()
        for year in YEARS
        if any(covers(*debt[1:3], year) for debt in common)
    }


def _sum_up(common: list, year: int) -> dict[str, object]:
    atopids = sorted({row["atopid"] for row, *_ in common})
    owed: set[str] = set()
    shareob, bilatno, asymm = "", 0, 0
    for atopid in atopids:
        of_this = [debt for debt in common if debt[0]["atopid"] == atopid]
        last = max(row["phase"] for row, *_ in of_this)
        final = [debt for debt in of_this if debt[0]["phase"] == last]
        names = {name for *_, owed_there in final for name in _named(owed_there)}
        is_bilateral = all(row["bilat"] for row, *_ in of_this)
        owed |= names
        bilatno += is_bilateral
        asymm |= any(row["asymm"] for row, *_ in final)
        if not is_bilateral and not names:
            shareob = "1"
    return {
        **{name: int(name in owed) for name in OBLIGATIONS},
        "shareob": shareob,
        "transyr": int(any(begins_or_ends(*debt[1:3], year) for debt in common)),
        "bilatno": bilatno,
        "multino": len(atopids) - bilatno,
        "number": len(atopids),
        "asymm": int(asymm),
        "atopids": atopids,
    }


def _named(codes: Iterable[int]) -> set[str]:
    return {name for name, code in zip(OBLIGATIONS, codes, strict=True) if code}


def state_years(rows: Iterable[Row]) -> Wanted:
    """By state and year: what sy should say."""
    rows = list(rows)
    wanted: Wanted = {}
    for state in {row["member"] for row in rows}:
        for year in YEARS:
            bound = [
                row
                for row in rows
                if row["member"] == state and covers(first_day(row), last_day(row), year)
            ]
            if bound:
                wanted[state, year] = _of_state(bound, year)
    return wanted


def _of_state(bound: list[Row], year: int) -> dict[str, object]:
    last: dict[int, int] = {}
    for row in bound:
        last[row["atopid"]] = max(row["phase"], last.get(row["atopid"], 0))
    final = [row for row in bound if row["phase"] == last[row["atopid"]]]
    return {
        **{name: max(row[name] for row in final) for name in OBLIGATIONS},
        "transyr": int(any(begins_or_ends(first_day(r), last_day(r), year) for r in bound)),
        "number": len(last),
        "atopids": sorted(last),
    }
