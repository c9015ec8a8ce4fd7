"""ddyr: what one state owes another."""

from tests.datasets.member_rows import CANADA, CUBA, USA, column, member, owes, pair_years, read

SPAN = ("1900-01-01", "1900-12-01")


def directed(rows: list, *pairs) -> dict[tuple[int, int], dict[str, str]]:
    """Rows of one year, by stateA and stateB."""
    ddyr = read("ddyr", rows, *pairs)
    return {pair[:2]: row for pair, row in zip(pair_years(ddyr), ddyr, strict=True)}


def test_rows_stand_by_state_a_state_b_and_year() -> None:
    rows = [member(state, "1900-01-01", "1901-02-01") for state in (CUBA, USA, CANADA)]
    found = pair_years(read("ddyr", rows))
    assert found == sorted(found)
    assert len(found) == 3 * 2 * 2


def test_obligations_are_those_of_state_a() -> None:
    rows = [member(USA, *SPAN, defense=1), member(CUBA, *SPAN, consul=1)]
    ddyr = directed(rows)
    assert (ddyr[USA, CUBA]["defense"], ddyr[USA, CUBA]["consul"]) == ("1", "0")
    assert (ddyr[CUBA, USA]["defense"], ddyr[CUBA, USA]["consul"]) == ("0", "1")


def test_a_pair_obligation_overrides_the_member_row_toward_that_partner_only() -> None:
    rows = [member(s, *SPAN, bilat=0, obvary=1, defense=1, consul=1) for s in (USA, CUBA, CANADA)]
    ddyr = directed(rows, owes(1005, 0, USA, CUBA, consul=1))
    defense = {pair: row["defense"] for pair, row in ddyr.items()}
    assert [pair for pair, owed in defense.items() if owed == "0"] == [(USA, CUBA)]
    assert {row["consul"] for row in ddyr.values()} == {"1"}


def test_a_pair_obligation_holds_in_its_phase_only() -> None:
    rows = [
        *(member(s, "1900-01-01", "1901-05-05", 2050, 1, defense=1) for s in (USA, CUBA)),
        *(member(s, "1901-05-05", "1902-01-01", 2050, 2, defense=1) for s in (USA, CUBA)),
    ]
    ddyr = read("ddyr", rows, owes(2050, 1, USA, CUBA))
    assert column("defense", ddyr) == list("011") + list("111")


def test_both_directions_agree_on_all_but_obligations() -> None:
    rows = [member(USA, *SPAN, defense=1), member(CUBA, *SPAN, bilat=0, asymm=1)]
    first, other = directed(rows).values()
    for name in ("year", "transyr", "bilatno", "multino", "number", "asymm", "atopid1"):
        assert first[name] == other[name]


def test_shareob_is_given_for_the_direction_in_which_nothing_is_owed() -> None:
    rows = [member(USA, *SPAN, bilat=0, defense=1), member(CUBA, *SPAN, bilat=0)]
    ddyr = directed(rows)
    assert (ddyr[USA, CUBA]["shareob"], ddyr[CUBA, USA]["shareob"]) == ("", "1")


def test_shareob_stays_empty_in_a_one_sided_bilateral_pact() -> None:
    rows = [member(USA, *SPAN, defense=1), member(CUBA, *SPAN)]
    assert {row["shareob"] for row in directed(rows).values()} == {""}


def test_shareob_is_decided_by_alliance_although_another_gives_obligations() -> None:
    rows = [member(s, *SPAN, bilat=0, obvary=1, consul=1) for s in (USA, CUBA, CANADA)]
    rows += [member(s, *SPAN, 1010, defense=1) for s in (USA, CUBA)]
    row = directed(rows, owes(1005, 0, USA, CUBA))[USA, CUBA]
    assert (row["defense"], row["consul"], row["shareob"]) == ("1", "0", "1")
