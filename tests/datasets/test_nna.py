"""NNA: what stays without pure nonaggression pacts."""

from tests.datasets.member_rows import (
    CANADA,
    CUBA,
    FRANCE,
    USA,
    column,
    member,
    owes,
    pair_years,
    read,
)

SPAN = ("1900-01-01", "1900-12-01")


def pact(*states: int, atopid: int, span=SPAN, phase: int = 0, **codes: int) -> list:
    return [member(state, *span, atopid, phase, **codes) for state in states]


def test_a_pure_nonaggression_pact_is_in_no_file() -> None:
    rows = pact(USA, CUBA, atopid=1005, nonagg=1)
    for level in ("m", "aph", "a", "sy", "dy", "ddyr"):
        assert read(level, rows)
        assert read(f"{level}_NNA", rows) == []


def test_nonaggression_beside_another_obligation_stays() -> None:
    rows = [member(USA, *SPAN, nonagg=1), member(CUBA, *SPAN, nonagg=1, consul=1)]
    assert column("nonagg", read("a_NNA", rows)) == ["1"]


def test_an_alliance_without_any_obligation_stays() -> None:
    assert len(read("m_NNA", pact(USA, CUBA, atopid=1005))) == 2


def test_an_alliance_stays_as_a_whole_although_one_phase_is_nonaggression_only() -> None:
    rows = pact(USA, CUBA, atopid=2050, phase=1, span=("1900-01-01", "1901-05-05"), nonagg=1)
    rows += pact(USA, CUBA, atopid=2050, phase=2, span=("1901-05-05", "1902-01-01"), defense=1)
    assert column("atopidphase", read("aph_NNA", rows)) == ["2050.1", "2050.2"]
    assert len(read("sy_NNA", rows)) == len(read("sy", rows)) == 6


def test_a_dyad_year_in_which_only_nonaggression_is_owed_is_left_out() -> None:
    rows = pact(USA, CUBA, atopid=2050, phase=1, span=("1900-01-01", "1901-05-05"), nonagg=1)
    rows += pact(USA, CUBA, atopid=2050, phase=2, span=("1901-05-05", "1902-01-01"), defense=1)
    assert pair_years(read("dy_NNA", rows)) == [(USA, CUBA, 1901), (USA, CUBA, 1902)]
    assert len(read("ddyr_NNA", rows)) == 4


def test_a_dyad_year_in_which_nothing_is_owed_stays() -> None:
    rows = pact(USA, CUBA, CANADA, atopid=1005, bilat=0, obvary=1, consul=1)
    nothing = owes(1005, 0, USA, CUBA), owes(1005, 0, CUBA, USA)
    found = {row["dyad"]: row["shareob"] for row in read("dy_NNA", rows, *nothing)}
    assert found["2040"] == "1"


def test_a_dyad_year_stays_where_one_direction_owes_something_else() -> None:
    rows = [member(USA, *SPAN, nonagg=1, defense=1), member(CUBA, *SPAN, nonagg=1)]
    assert len(read("ddyr_NNA", rows)) == 2


def test_year_files_are_made_again_without_the_pacts() -> None:
    rows = pact(USA, CUBA, atopid=1005, nonagg=1) + pact(USA, CUBA, FRANCE, atopid=1010, consul=1)
    (first, *_) = read("sy_NNA", rows)
    assert (first["number"], first["nonagg"], first["atopid1"]) == ("1", "0", "1010")
    assert "atopid2" not in first
