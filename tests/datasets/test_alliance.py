"""a: an alliance as its phases make it."""

from tests.datasets.member_rows import CANADA, CUBA, USA, member, read


def phases(*ends: str, **codes: tuple[int, int]) -> list:
    """Two phases of 2050 between the same two states, with codes of the first and the second."""
    first, second = ({name: values[n] for name, values in codes.items()} for n in (0, 1))
    members = [member(s, "1920-01-05", ends[0], 2050, 1, **first) for s in (USA, CUBA)]
    return members + [member(s, "1930-02-06", ends[1], 2050, 2, **second) for s in (USA, CUBA)]


def test_a_code_is_the_highest_among_the_phases() -> None:
    (alliance,) = read("a", phases("1930-02-06", "", defense=(1, 0), bilat=(0, 1)))
    assert (alliance["defense"], alliance["bilat"]) == ("1", "1")


def test_its_term_is_that_of_the_last_phase() -> None:
    (alliance,) = read("a", phases("1930-02-06", "1935-01-01", term=(3, 1)))
    assert alliance["term"] == "1"


def test_it_begins_with_the_first_phase_and_ends_with_the_last() -> None:
    (alliance,) = read("a", phases("1930-02-06", "1935-03-07"))
    assert [alliance[part] for part in ("begyr", "begmo", "begday")] == ["1920", "1", "5"]
    assert [alliance[part] for part in ("endyr", "endmo", "endday")] == ["1935", "3", "7"]


def test_it_is_in_effect_while_any_phase_is_even_if_the_last_has_ended() -> None:
    (alliance,) = read("a", phases("", "1935-03-07"))
    assert (alliance["endyr"], alliance["ineffect"]) == ("0", "1")


def test_all_who_were_ever_members_are_listed() -> None:
    rows = [*phases("1930-02-06", ""), member(CANADA, "1931-01-01", atopid=2050, phase=2)]
    (alliance,) = read("a", rows)
    assert [alliance[f"mem{n}"] for n in (1, 2, 3)] == ["2", "20", "40"]


def test_it_has_no_phase_but_the_number_of_phases() -> None:
    (alliance,) = read("a", phases("1930-02-06", "", maxphase=(2, 2)))
    assert alliance["maxphase"] == "2"
    assert not {"phase", "atopidphase"} & set(alliance)
