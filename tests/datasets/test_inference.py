"""Pair obligations from a member file and the directed-dyad file published with it."""

from dataclasses import replace

import pytest

from coding.datasets.inference import Inferred, infer_from_file
from coding.datasets.problems import MOST_PROBLEMS
from tests.datasets.member_rows import (
    BRAZIL,
    CANADA,
    CUBA,
    RELEASE,
    USA,
    member,
    owes,
    tables,
    text_of,
)

SPAN = ("1900-01-01", "1902-01-01")
FILE = "atop9_9ddyr.csv"


def league(*states: int, span=SPAN, atopid: int = 1005, **codes: int) -> list:
    """A multilateral alliance whose members may owe different things to different members."""
    codes = {"bilat": 0, "obvary": 1, "defense": 1, "consul": 1} | codes
    return [member(state, *span, atopid, **codes) for state in states]


def published(rows: list, *pairs) -> str:
    return text_of(tables(rows, *pairs)["ddyr"])


def infer(rows: list, text: str) -> Inferred:
    return infer_from_file(rows, FILE, text.encode(), RELEASE)


def inferred(rows: list, *pairs) -> set:
    """What is inferred from the file that follows from rows and pairs."""
    found = infer(rows, published(rows, *pairs))
    assert found.problems == ()
    return set(found.obligations)


def test_a_file_that_follows_from_the_member_rows_has_no_pair_obligations() -> None:
    assert inferred(league(USA, CANADA, CUBA)) == set()


def test_what_a_does_not_owe_b_is_found() -> None:
    pair = owes(1005, 0, USA, CUBA, consul=1)
    assert inferred(league(USA, CANADA, CUBA), pair) == {pair}


def test_owing_nothing_is_found() -> None:
    pair = owes(1005, 0, CUBA, CANADA)
    assert inferred(league(USA, CANADA, CUBA), pair) == {pair}


def test_a_code_that_another_alliance_hides_in_all_years_keeps_the_members_value() -> None:
    rows = league(USA, CANADA, CUBA)
    rows += [member(s, *SPAN, 1010, defense=1) for s in (USA, CUBA)]
    kept = owes(1005, 0, USA, CUBA, defense=1)
    assert inferred(rows, owes(1005, 0, USA, CUBA, consul=0, defense=0)) == {
        kept._replace(defense=0)
    }
    assert inferred(rows, owes(1005, 0, USA, CUBA, consul=1, defense=0)) == set()


def test_a_code_that_another_alliance_hides_in_some_years_is_found_in_the_others() -> None:
    rows = league(USA, CANADA, CUBA)
    rows += [member(s, "1901-01-01", "1902-01-01", 1010, defense=1) for s in (USA, CUBA)]
    pair = owes(1005, 0, USA, CUBA, consul=1)
    assert inferred(rows, pair) == {pair}


def test_shareob_shows_an_alliance_in_which_nothing_is_owed() -> None:
    rows = league(USA, CANADA, CUBA)
    rows += [member(s, *SPAN, 1010, defense=1, consul=1) for s in (USA, CUBA)]
    pair = owes(1005, 0, USA, CUBA)
    assert inferred(rows, pair) == {pair}


def test_shareob_that_more_than_one_alliance_can_explain_is_a_problem() -> None:
    rows = league(USA, CANADA, CUBA) + league(USA, CANADA, CUBA, atopid=1010)
    found = infer(rows, published(rows, owes(1005, 0, USA, CUBA)))
    assert found.obligations == ()
    assert {problem.column for problem in found.problems} == {"shareob"}
    assert "more than one alliance can be meant" in str(found.problems[0])


def test_phases_are_told_apart() -> None:
    rows = league(USA, CANADA, CUBA, span=("1900-01-01", "1905-05-05"), atopid=2050, phase=1)
    rows += league(USA, CANADA, CUBA, span=("1905-05-05", "1909-01-01"), atopid=2050, phase=2)
    pair = owes(2050, 2, USA, CUBA, consul=1)
    assert inferred(rows, pair) == {pair}


def test_spells_that_would_need_pair_obligations_of_their_own_are_a_problem() -> None:
    rows = league(USA, CANADA, CUBA, span=("1900-01-01", "1950-01-01"))
    rows += league(BRAZIL, span=("1900-01-01", "1901-01-01"))
    rows += league(BRAZIL, span=("1920-01-01", "1930-01-01"))
    first_spell = "140002,190{year},1,1,0,0,0,{consul},"
    text = published(rows)
    for year in (0, 1):
        owed, not_owed = (first_spell.format(year=year, consul=consul) for consul in (1, 0))
        assert owed in text
        text = text.replace(owed, not_owed)
    found = infer(rows, text)
    assert found.obligations == ()
    assert "140 toward 2: no member row or pair obligation" in str(found.problems[0])


def changed(text: str, line: int, name: str, value: str) -> str:
    """A file with another value in one cell."""
    lines = [row.split(",") for row in text.split("\r\n")]
    lines[line - 1][lines[0].index(name)] = value
    return "\r\n".join(",".join(row) for row in lines)


ROWS = [member(USA, *SPAN, defense=1), member(CUBA, *SPAN, defense=1)]
ROWS += [member(CANADA, "1910-01-01"), member(BRAZIL, "1910-01-01", atopid=1010)]


@pytest.mark.parametrize(
    ("line", "name", "value", "said"),
    [
        (2, "version", "9.8", "line 2, column version: All rows are of release 9.9"),
        (3, "stateA", "x", "line 3, column stateA: stateA is a whole number. Found: “x”."),
        (3, "year", "", "line 3, column year: year is a whole number. Found: “nothing”."),
        (3, "year", "-1901", "year is a whole number. No value is below zero. Found: “-1901”."),
        (3, "defense", "2", "line 3, column defense: defense is 0 or 1. Found: “2”."),
        (3, "shareob", "9", "line 3, column shareob: shareob is 0 or 1. Found: “9”."),
        (3, "ddyad", "2041", "line 3, column ddyad: ddyad is stateA * 1000 + stateB."),
        (3, "year", "1900", "line 3, column year: Each directed dyad has one row a year."),
        (3, "year", "1950", "By the member file 2 and 40 share no alliance in this year."),
        (3, "atopid1", "1010", "By the member file 2 and 40 in 1901 share 1005. Found: “1010”."),
        (3, "defense", "0", "2 toward 40: the member row has defense, and obvary 0"),
        (3, "consul", "1", "2 toward 40: no member row or pair obligation of 2 has consul"),
        (3, "shareob", "1", "line 3, column shareob: By the obligations shareob is empty"),
    ],
)
def test_a_wrong_cell_is_told_with_line_column_rule_and_fix(line, name, value, said) -> None:
    found = infer(ROWS, changed(published(ROWS), line, name, value))
    assert found.obligations == ()
    assert said in str(replace(found.problems[0], place=""))
    assert str(found.problems[0]).startswith(FILE)
    assert found.problems[0].fix


def test_an_unknown_state_is_told() -> None:
    text = changed(published(ROWS), 3, "stateB", "999")
    (problem,) = infer(ROWS, changed(text, 3, "ddyad", "2999")).problems
    said = "stateB must be a state that the member file has in an alliance. Found: “999”."
    assert said in str(problem)


def test_obligations_that_change_without_a_change_of_commitments_are_told() -> None:
    rows = [member(s, "1900-01-01", "1910-01-01", obvary=1, defense=1) for s in (USA, CUBA)]
    (problem,) = infer(rows, changed(published(rows), 5, "defense", "0")).problems
    assert problem.line == 5
    assert "Obligations change only in years in which a commitment" in problem.rule


def test_a_wrong_cell_is_told_as_spreadsheets_show_it() -> None:
    (problem, *_) = infer(ROWS, changed(published(ROWS), 3, "defense", "2")).problems
    assert "line 3, column defense (cell D3): " in str(problem)


def test_a_missing_row_is_told() -> None:
    lines = published(ROWS).split("\r\n")
    (problem,) = infer(ROWS, "\r\n".join(lines[:2] + lines[3:])).problems
    assert "no row for 2 and 40 in 1901" in str(problem)
    assert "The file has 5 of 6 rows; 1 lack." in str(problem)


def test_of_a_file_that_was_cut_off_the_numbers_are_told_once() -> None:
    rows = [member(s, "1900-01-01", "1999-01-01") for s in (USA, CANADA, CUBA)]
    lines = published(rows).splitlines(keepends=True)
    (problem,) = infer(rows, "".join(lines[:301])).problems
    assert "The file has 300 of 600 rows; 300 lack. Found: “no row for 40 and 2 in" in str(problem)
    assert "It may have been cut off" in problem.fix


def test_a_header_alone_is_told() -> None:
    (problem,) = infer(ROWS, published(ROWS).splitlines(keepends=True)[0]).problems
    assert "There is no row below the header; by the member file there are 6." in problem.rule


@pytest.mark.parametrize("name", ["defense", "DEFENSE", "atopid1"])
def test_a_column_that_occurs_twice_is_refused(name) -> None:
    lines = published(ROWS).splitlines()
    twice = "\n".join([f"{lines[0]},{name}", *(f"{line},7" for line in lines[1:])])
    (problem,) = infer(ROWS, twice).problems
    assert f"Columns occur twice: {name.lower()}." in problem.rule


def test_what_of_the_file_is_no_value_is_told() -> None:
    lines = published(ROWS).splitlines()
    at = lines[0].split(",").index("shareob")
    rows = [line.split(",") for line in lines[1:]]
    for cells in rows:
        cells[at] = cells[at] or "NA"
    rows.insert(3, [""] * len(rows[0]))
    text = "\n".join([lines[0] + ",", *(",".join(cells) + "," for cells in rows)])
    found = infer(ROWS, text)
    assert found.problems == ()
    said = " ".join(map(str, found.passed_over))
    assert "One row is empty, up to line 5, and skipped." in said
    assert "6 cells hold a sign for a missing value, and were read as empty. Found: “NA”." in said
    assert "is empty, and skipped." in said


@pytest.mark.parametrize("level", ["sy", "dy", "m", "a"])
def test_a_file_of_another_level_is_told_by_its_header(level) -> None:
    (problem,) = infer(ROWS, text_of(tables(ROWS)[level])).problems
    assert problem.line == 1
    assert "A directed-dyad file has these columns, which are missing" in problem.rule
    assert "directed-dyad file (ddyr)" in problem.fix


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"ddyad\r\n1", b'ddyad,"\r\n'])
def test_what_is_no_table_is_told(content) -> None:
    found = infer_from_file(ROWS, FILE, content, RELEASE)
    assert found.obligations == ()
    assert found.problems[0].file == FILE


def test_a_long_header_is_quoted_no_further_than_people_read() -> None:
    (problem,) = infer(ROWS, text_of(tables(ROWS)["m"])).problems
    assert "Found: “atopid, cowid, cow4id, " in str(problem)
    assert "…”." in str(problem)


def test_a_row_with_too_few_cells_is_told() -> None:
    text = published(ROWS).replace(",2,40,9.9\r\n", ",2,40\r\n", 1)
    assert "Every line has as many cells as the header has names" in str(
        infer(ROWS, text).problems[0]
    )


def test_problems_end_where_nobody_would_read_on() -> None:
    rows = [member(s, "1900-01-01", "1999-01-01") for s in (USA, CUBA)]
    text = published(rows)
    for name in ("atopid1", "year"):
        wrong = text.replace(",1005,", ",1010,") if name == "atopid1" else text.replace(",19", ",x")
        found = infer(rows, wrong).problems
        assert len(found) == MOST_PROBLEMS + 1
        assert "problems are enough" in str(found[-1])


def test_the_header_may_be_in_small_letters_as_in_stata_files() -> None:
    pair = owes(1005, 0, USA, CUBA, consul=1)
    rows = league(USA, CANADA, CUBA)
    text = published(rows, pair).replace("stateA,stateB", "statea,stateb")
    assert infer(rows, text).obligations == (pair,)
