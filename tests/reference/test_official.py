"""Reading the official lists: what each says, and how a bad file is refused."""

import gzip
import io
from datetime import date, datetime

import pandas
import pytest

from coding.codebook.problems import FileRefused
from coding.reference.own_facts import ParticipationFact, SpellFact, StateFact, WarFact
from tests.reference.official_lists import (
    COW_HEADER,
    GW_HEADER,
    NO_SPELL,
    WAR_HEADER,
    cow,
    fought,
    gw,
    said_by,
    wars,
)

FRANCE = "FRN,220,France,1816,1,1,1942,11,11,2024"
FRANCE_AGAIN = "FRN,220,France,1944,8,25,2024,12,31,2024"


def refused(content: bytes) -> list[str]:
    with pytest.raises(FileRefused) as refusal:
        said_by(content)
    return [str(problem) for problem in refusal.value.problems]


def test_a_cow_list_gives_states_and_their_spells() -> None:
    said = said_by(cow(FRANCE, FRANCE_AGAIN))
    source = "COW state system membership, version 2024"
    assert said.source == source
    assert said.facts == {
        "State": [StateFact(220, "FRN", "France", source)],
        "StateSpell": [
            SpellFact(220, "COW", date(1816, 1, 1), date(1942, 11, 11), None, source),
            SpellFact(220, "COW", date(1944, 8, 25), None, None, source),
        ],
    }


def test_only_an_end_on_the_lists_last_day_is_no_end() -> None:
    spells = said_by(cow("FRN,220,France,1816,1,1,2016,12,31,2024")).facts["StateSpell"]
    assert [spell.end for spell in spells] == [date(2016, 12, 31)]


@pytest.mark.parametrize(
    "content",
    [
        gw("2,USA,United States,1816-01-01,2020-12-31"),
        gw(
            "2\tUnited States\t1816-01-01\t2020-12-31",
            header="statenumber\tcountryname\tstart\tend",
        ),
    ],
)
def test_gleditsch_and_wards_list_is_read_in_both_forms(content) -> None:
    said = said_by(content)
    assert said.source == "Gleditsch and Ward list of independent states, to 2020-12-31"
    (spell,) = said.facts["StateSpell"]
    assert (spell.state_id, spell.system, spell.end) == (2, "GW", None)


def test_gleditsch_and_wards_numbers_become_cow_codes() -> None:
    said = said_by(
        gw(
            "260,GFR,Germany,1949-09-21,2017-12-31",
            "340,SER,Serbia,2006-06-05,2017-12-31",
            "678,YEM,Yemen,1918-10-30,1962-09-26",
            "679,XXX,Later,1995-01-01,1996-01-01",
            "815,VNM,Vietnam,1816-01-01,1893-01-01",
        )
    )
    found = [(spell.state_id, spell.listed_as, spell.end) for spell in said.facts["StateSpell"]]
    assert found == [
        (260, None, date(1990, 10, 2)),
        (255, 260, None),
        (345, 340, None),
        (678, None, date(1962, 9, 26)),
        (679, None, date(1996, 1, 1)),
        (8152, 815, date(1893, 1, 1)),
    ]
    assert {state.code for state in said.facts["State"]} == {260, 678, 679}


def test_a_name_in_latin_1_is_read() -> None:
    content = gw("437,CDI,Côte d’Ivoire,1960-08-07,2017-12-31".replace("’", "'"))
    said = said_by(content.decode().encode("latin-1"))
    assert said.facts["State"][0].name == "Côte d'Ivoire"


SAVED = {
    "semicolons": lambda content: content.replace(b",", b";"),
    "tabs": lambda content: content.replace(b",", b"\t"),
    "capitals": lambda content: content.replace(COW_HEADER.encode(), COW_HEADER.upper().encode()),
    "UTF-16": lambda content: content.decode().encode("utf-16"),
    "packed": gzip.compress,
    "empty rows": lambda content: content + b",,,,,,,,,\r\n,,,,,,,,,\r\n",
    "empty columns": lambda content: content.replace(b"\r\n", b",\r\n"),
    "quotes": lambda content: content.replace(b"France", b'"France"'),
}


@pytest.mark.parametrize("way", SAVED)
def test_a_list_is_read_as_people_save_it(way) -> None:
    plain = said_by(cow(FRANCE))
    assert said_by(SAVED[way](cow(FRANCE))).facts == plain.facts


@pytest.mark.parametrize(
    ("header", "line"), [(COW_HEADER, FRANCE), (GW_HEADER, "220,FRN,France,1916-01-01,2017-12-31")]
)
def test_a_list_is_read_from_an_excel_workbook(tmp_path, header, line) -> None:
    content = "\n".join([header, line])
    frame = pandas.read_csv(io.StringIO(content))
    for name in {"startdate", "enddate"} & {*frame}:
        frame[name] = [datetime.fromisoformat(day) for day in frame[name]]
    frame.to_excel(tmp_path / "list.xlsx", index=False)
    found = said_by((tmp_path / "list.xlsx").read_bytes(), "list.xlsx")
    assert found.facts == said_by(content.encode()).facts


def test_a_day_before_1900_that_a_workbook_keeps_as_a_date_is_refused() -> None:
    (problem,) = refused(gw("220,FRN,France,1816-01-01 00:00:00,2017-12-31"))
    assert "column startdate: No two programs read a day before 1900 alike" in problem


def test_what_of_a_list_is_no_value_is_told() -> None:
    (said,) = said_by(SAVED["empty rows"](cow(FRANCE))).passed_over
    assert "2 rows are empty, up to line 4, and skipped." in str(said)


def test_a_list_of_wars_gives_wars_and_each_spell_of_fighting() -> None:
    said = said_by(wars(fought(first="9,3,1939,6,22,1940", second="10,23,1944,8,14,1945")))
    source = "COW inter-state wars, version 5.0"
    assert said.facts == {
        "War": [WarFact(900, "War of Tests", source)],
        "Participation": [
            ParticipationFact(900, 2, 1, date(1939, 9, 3), True, date(1940, 6, 22), True, source),
            ParticipationFact(900, 2, 1, date(1944, 10, 23), True, date(1945, 8, 14), True, source),
        ],
    }


def test_an_unknown_day_is_the_first_or_last_of_its_month_and_said_to_be_unknown() -> None:
    (fact,) = said_by(wars(fought(first="9,-9,1939,2,-9,1940"))).facts["Participation"]
    assert (fact.begin, fact.begin_day_known) == (date(1939, 9, 1), False)
    assert (fact.end, fact.end_day_known) == (date(1940, 2, 29), False)


def test_a_war_that_goes_on_has_no_end() -> None:
    (fact,) = said_by(wars(fought(first="2,24,2022,-7,-7,-7"))).facts["Participation"]
    assert (fact.end, fact.end_day_known) == (None, True)


def test_a_state_may_change_sides() -> None:
    lines = fought(first="6,10,1940,9,2,1943"), fought(side=2, first="10,18,1943,5,7,1945")
    assert [fact.side for fact in said_by(wars(*lines)).facts["Participation"]] == [1, 2]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "The file is empty."),
        (cow(), "The file has no rows below a header."),
        (b'a,b\n"1,2\n', "A quotation mark opens the cell that begins so, and none closes it."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "This is an old Excel workbook (.xls)."),
        (b"%PDF-1.7", "This is a PDF. Take the file as it was published, or save it as CSV"),
        (cow(FRANCE, header=f"{COW_HEADER[:-7]}ccode"), "Columns occur twice: ccode."),
        (
            cow(
                FRANCE, header="stateabb,ccode,statenme,styear,stmonth,endyear,endmonth,endday,x,y"
            ),
            "line 1: The header is not that of a COW list of states",
        ),
        (cow(FRANCE, header="a,b,c,d,e,f,g,h,i,j"), "Take the file as it was published"),
        (cow(f"{FRANCE},1"), "line 2: The header has 10 columns, this line has 11."),
    ],
)
def test_a_file_that_is_none_of_the_lists_is_refused(content, said) -> None:
    (problem,) = refused(content)
    assert problem.startswith("list.csv")
    assert said in problem


def test_a_header_that_is_nearly_right_is_told_what_it_lacks() -> None:
    (problem,) = refused(wars(fought(), header=WAR_HEADER.replace("Side", "party")))
    assert "To be “COW inter-state wars” it lacks Side." in problem


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("FRN,x,France,1816,1,1,1942,11,11,2024", "column ccode: A whole number from 1 to 9999."),
        ("FRN,0,France,1816,1,1,1942,11,11,2024", "column ccode"),
        ("FRN,220,,1816,1,1,1942,11,11,2024", "column statenme: A text"),
        ("FRN,220,France,1816,13,1,1942,11,11,2024", "column stmonth: A whole number"),
        ("FRN,220,France,1815,2,29,1942,11,11,2024", "column stday: A day that the month has"),
        ("FRN,220,France,1815,2,29,1942,11,11,2024", "Found: “1815-2-29”."),
        ("FRN,220,France,1816,1,1,1815,1,1,2024", "column endyear: An end lies after its begin."),
        ("FRN,220,France,1816,1,1,1942,11,11,v16", "column version: Every line has the list's"),
        ("FRN,2,France,1920,1,1,1942,11,11,2024", "column statenme: 2 is called “United States”"),
        ("USA,2,United States,2001,1,1,2024,12,31,2024", "column endyear: Two spells of one state"),
    ],
)
def test_a_bad_value_is_refused_with_its_line_and_column(line, said) -> None:
    problems = refused(cow("USA,2,United States,2000,1,1,2024,12,31,2024", line))
    assert problems[0].startswith("list.csv, line 3, column")
    assert said in problems[0]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (fought(side=3), "column Side"),
        (fought(first="-9,24,2022,5,2,2023"), "column StartMonth1"),
        (
            fought(first="2,24,2022,5,2,-8"),
            "column EndYear1: A whole number from 1 to 9999, or -7.",
        ),
        (fought(first="2,30,2022,5,2,2023"), "column StartDay1: A day that the month has"),
        (fought(second=NO_SPELL.replace("-8", "x")), "column StartYear2"),
        (fought(version="four"), "column Version"),
        (fought(name=" "), "column WarName"),
    ],
)
def test_a_bad_value_in_a_list_of_wars_is_refused(line, said) -> None:
    assert said in refused(wars(line))[0]


def test_a_list_of_gleditsch_and_ward_ends_with_a_year() -> None:
    (problem,) = refused(gw("2,USA,United States,1816-01-01,2020-12-30"))
    assert "column enddate: The latest end is the list's last day, a 31 December." in problem


@pytest.mark.parametrize("found", ["1816-02-30", "1816", "01:01:1816", ""])
def test_a_date_that_is_none_is_refused(found) -> None:
    assert (
        "column startdate: A date that exists"
        in refused(gw(f"2,USA,United States,{found},2020-12-31"))[0]
    )


def test_all_that_is_wrong_is_said_at_once_in_order_of_lines() -> None:
    bad = FRANCE.replace("220", "x")
    problems = refused(cow(bad, FRANCE_AGAIN, bad, f"{FRANCE},1"))
    assert [problem.partition("line ")[2][0] for problem in problems] == ["2", "4", "5"]
