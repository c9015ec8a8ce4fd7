"""What a member-level file may hold, and what is said about one that holds something else."""

import struct
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coding.codebook.variables import NO_YES, Variable
from coding.datasets.problems import MOST_PROBLEMS
from coding.datasets.reading import member_file
from coding.datasets.reading.grouping import phases_of
from coding.datasets.reading.member_file import read_member_file
from coding.datasets.reading.members import label_of

from .small_member_files import HEADER, NAMES, STATES, VARIABLES, csv_of, pair, read, read_text, row


def only_problem(file):
    assert len(file.problems) == 1, file.problems
    assert file.rows == ()
    return file.problems[0]


def problem_of(**values):
    """The only problem of a file whose second row, on line 3, has these values."""
    return only_problem(read([row(), row(member=220) | values]))


def test_rows_come_in_the_order_of_the_file_with_whole_numbers_and_nothing():
    file = read(pair(cowid="", dayent=""))
    assert [(line, values["member"]) for line, values in file.rows] == [(2, 200), (3, 220)]
    expected = row(cowid=None, dayent=None)
    del expected["version"]
    assert file.rows[0].values == expected
    assert (file.problems, file.remarks) == ((), ())


def test_the_columns_are_those_of_the_file_but_for_the_release():
    file = read(pair())
    assert (file.columns, file.flags) == ((*NAMES, "new5", "rev5"), ("new5", "rev5"))


def test_the_release_and_its_last_day_are_known_from_the_version():
    assert (read(pair()).label, read(pair()).cut_off) == ("5.1", date(2018, 12, 31))


def test_the_last_day_of_another_release_has_to_be_asked_for():
    file = read(pair(version="6.0"))
    assert (file.label, file.cut_off, file.problems) == ("6.0", None, ())


@pytest.mark.parametrize(
    ("version", "label"),
    [
        *(("5.1", "5.1"), ("5.0999999", "5.1"), ("5", "5.0"), ("4.01", "4.01"), ("5.1.2", "5.1.2")),
        *(("5.09999990463257", "5.1"), ("4.010000228881836", "4.01"), ("4.9999999", "5.0")),
        *(("5.1000000000000005", "5.1"), ("05.1", "5.1")),
    ],
)
def test_the_label_of_a_release_is_free_of_the_noise_of_floats(version, label):
    assert read(pair(version=version)).label == label


@pytest.mark.parametrize("version", ["9.10", "5.10", "4.010", "5.1234"])
def test_the_label_of_a_release_is_read_to_the_letter(version):
    assert read(pair(version=version)).label == version


@given(st.integers(0, 9999), st.integers(1, 9999).filter(lambda decimals: decimals % 10))
def test_a_label_comes_back_from_numbers_of_either_precision(whole, decimals):
    label = f"{whole}.{decimals}"
    assert label_of(label) == label
    single = struct.unpack("f", struct.pack("f", float(label)))[0]
    if len(label) <= 6:  # of more digits a number of single precision holds no more than these
        assert label_of(f"{single:.17g}") == label
    assert label_of(f"{float(label):.17g}") == label


def test_the_order_of_the_columns_and_the_kind_of_line_end_do_not_matter():
    turned = read_text(csv_of(pair(estmode=1), header=HEADER[::-1], end="\n"))
    assert [row.values for row in turned.rows] == [row.values for row in read(pair(estmode=1)).rows]


def test_the_flags_of_another_release_are_read():
    header = [{"new5": "new6", "rev5": "rev6"}.get(name, name) for name in HEADER]
    file = read_text(csv_of([row(new6=1, rev6=0)], header=header))
    assert (file.flags, file.rows[0].values["new6"]) == (("new6", "rev6"), 1)


def test_blank_lines_are_passed_over_and_counted():
    file = read_text(csv_of(pair()).replace(b"5.1\r\n", b"5.1\r\n\r\n"))
    assert [row.line for row in file.rows] == [2, 4]


@pytest.mark.parametrize("gone", ["estmode", "version", "rev5", "dayexit"])
def test_a_missing_column_is_named(gone):
    found = only_problem(read_text(csv_of(pair(), [name for name in HEADER if name != gone])))
    assert (found.line, found.rule) == (1, f"Columns are missing: {gone}.")


def test_unknown_and_repeated_columns_are_named():
    header = [*HEADER, "no\u00a0tes", "estmode"]
    rules = [
        problem.rule for problem in read_text(csv_of([row(**{"no\u00a0tes": 1})], header)).problems
    ]
    assert rules == ["Columns are unknown: no[no-break space]tes.", "Columns occur twice: estmode."]


def test_a_file_that_does_not_tell_what_is_new_is_refused():
    header = [name for name in HEADER if name not in ("new5", "rev5")]
    assert "new or revised" in only_problem(read_text(csv_of(pair(), header))).rule


@pytest.mark.parametrize(
    ("header", "level"),
    [
        ("atopid,cowid,cow4id,begyr,begmo,begday,mem1,mem2", "an alliance file"),
        ("atopid,atopidphase,cowid,begyr,begmo", "an alliance phase file"),
        ("state,year,atopally,defense,atopid1", "a state-year file"),
        ("dyad,year,atopally,bilatno,mem1,mem2", "a dyad-year file"),
        ("ddyad,year,atopally,stateA,stateB", "a directed dyad-year file"),
        ("atopid,atopidphase,milinst,formal,version", "the file of the Leeds–Anac measures"),
    ],
)
def test_a_file_of_another_level_is_told_by_its_columns(header, level):
    found = only_problem(read_text(header + "\r\n1,2,3\r\n"))
    assert found.rule.startswith(f"This is {level};")
    assert "atop5_1m.csv" in found.fix


@pytest.mark.parametrize("text", ["a,b,c\n1,2,3\n", "Dear all,\nplease find\n", "atopid,member\n"])
def test_a_table_of_something_else_is_refused(text):
    assert "starts with the names of its variables" in only_problem(read_text(text)).rule


def test_names_in_single_quotation_marks_are_told():
    found = only_problem(read_text("'atopid','cowid','member'\n'1005','','200'\n"))
    assert "single quotation marks" in found.rule
    assert found.found == "'atopid'"


@pytest.mark.parametrize("text", ["", "\r\n\r\n"])
def test_an_empty_file_is_refused(text):
    assert only_problem(read_text(text)).rule == "The file is empty."


def test_a_header_alone_is_refused():
    assert only_problem(read([])).rule == "There is no row below the header."


def test_other_characters_are_told_with_their_cell():
    found = problem_of(estmode="1 – treaty")
    assert (found.line, found.place, found.found) == (3, "cell P3", "1 – treaty")


@pytest.mark.parametrize(
    "content", [b"PK\x03\x04\x14\x00\xff", b"%PDF-1.7\n%\xe2\xe3\n", b"\x00\x01"]
)
def test_another_kind_of_file_is_refused(content):
    assert only_problem(read_text(content)).file == "m.csv"


def test_a_line_with_a_comma_too_many_is_refused():
    content = csv_of(pair()).splitlines(keepends=True)
    found = only_problem(read_text(b"".join([*content[:2], b"1," + content[2]])))
    assert (found.line, found.found) == (3, str(len(HEADER) + 1))


def test_an_open_quotation_mark_is_told():
    found = read_text(csv_of(pair()) + b'"1500,')
    assert (found.rows, found.problems[-1].line) == ((), 4)


@pytest.mark.parametrize("text", ["one", "+1", "0x1", "1,2,3", "１"])
def test_values_are_whole_numbers(text):
    found = problem_of(cowwar=f'"{text}"')
    assert (found.line, found.column, found.found) == (3, "cowwar", text)
    assert "whole numbers" in found.rule


def test_the_sign_of_working_sheets_for_a_missing_value_is_refused():
    found = problem_of(estmode="-9")
    assert found.rule == "A published file leaves a missing value empty."
    assert found.fix == "Take out “-9”."


def test_a_code_without_a_label_is_refused_and_the_labels_are_told():
    found = problem_of(estmode=7)
    assert (found.line, found.column, found.found) == (3, "estmode", "7")
    assert found.fix == "The codes of estmode are 0 non-treaty, 1 treaty."
    assert str(found) == (
        "m.csv, line 3, column estmode (cell P3): The codebook has no such code. "
        "Found: “7”. The codes of estmode are 0 non-treaty, 1 treaty."
    )


def test_the_one_unlabelled_code_that_was_published_is_kept_and_told():
    file = read([row(atopid=4860), row(atopid=4860, member=220, refothio=2)])
    assert (file.problems, file.rows[1].values["refothio"]) == ((), 2)
    assert [(remark.line, remark.column, remark.found) for remark in file.remarks] == [
        (3, "refothio", "2")
    ]


@pytest.mark.parametrize(("atop_id", "code"), [(4865, 2), (4860, 3)])
def test_no_other_unlabelled_code_is_taken_for_it(atop_id, code):
    assert only_problem(read([row(atopid=atop_id, refothio=code)])).column == "refothio"


@pytest.mark.parametrize(("column", "state"), [("member", 999), ("member", 0), ("statthr1", 999)])
def test_a_state_that_is_not_known_is_refused(column, state):
    found = problem_of(**{column: state})
    assert (found.line, found.column, found.found) == (3, column, str(state))
    assert "No state is known" in found.rule


def test_an_alliance_may_name_no_state_as_a_threat():
    assert read(pair(statthr1=0)).problems == ()


def test_a_value_that_is_never_missing_is_not_empty():
    found = problem_of(defense="")
    assert (found.line, found.column, found.rule) == (3, "defense", "The value is never missing.")


def test_a_number_that_cannot_be_kept_is_refused():
    assert problem_of(cowwar=40_000).rule == "The number is too large."
    assert problem_of(yrexit=2101).column == "yrexit"


@pytest.mark.parametrize(
    "parts",
    [
        {"moent": 13},
        {"moent": 0},
        {"dayent": 0},
        {"moent": 2, "dayent": 29},
        {"yrent": 0},
        {"moent": 13, "dayent": ""},
    ],
)
def test_members_enter_on_days_of_the_calendar(parts):
    found = problem_of(**parts)
    assert (found.line, found.column, found.rule) == (
        3,
        "yrent/moent/dayent",
        "There is no such day.",
    )


def test_members_leave_on_days_of_the_calendar():
    found = problem_of(yrexit=1905, moexit=4, dayexit=31)
    assert (found.column, found.found) == ("yrexit/moexit/dayexit", "1905-4-31")
    assert problem_of(yrexit=1905, moexit=0, dayexit=0).rule == "There is no such day."


@pytest.mark.parametrize("parts", [{"moexit": 1}, {"dayexit": 1}, {"dayexit": ""}])
def test_a_member_that_is_in_has_no_part_of_a_date_of_exit(parts):
    assert "its month and day are 0" in problem_of(**parts).rule


def test_no_member_leaves_before_it_entered():
    found = problem_of(yrexit=1900, moexit=4, dayexit=30)
    assert (found.found, found.rule) == (
        "1900-4-30",
        "No member leaves before it entered, on 1900-5-1.",
    )


@pytest.mark.parametrize(
    "parts",
    [{"yrexit": 1900, "moexit": 5, "dayexit": ""}, {"yrexit": 1900, "moexit": 5, "dayexit": 1}],
)
def test_a_member_may_leave_in_the_month_it_entered(parts):
    assert read([row(**parts, ineffect=0)]).problems == ()


def test_a_spell_stands_there_once():
    found = only_problem(read([row(), row(member=220), row(dayent=2)]))
    assert (found.line, found.found) == (4, "1500 phase 0, member 200, entered in 1900")
    assert "on line 2" in found.rule


def test_a_state_may_come_back_in_another_year_or_stand_in_another_phase():
    again = row(yrent=1910)
    second = row(phase=2)
    assert read([row(phase=1), second, again]).problems == ()


def test_all_rows_belong_to_one_release():
    found = only_problem(read([row(), row(member=220, version="5.0")]))
    assert (found.line, found.column, found.found) == (3, "version", "5.0")


@pytest.mark.parametrize("version", ["", "five", "5.1b", "-5.1", "nan", "5.1234567"])
def test_the_version_is_a_number(version):
    assert only_problem(read(pair(version=version))).column == "version"


def test_everything_that_is_wrong_is_told_at_once_in_order_of_lines():
    rows = [row(), row(), row(member=220, estmode=5, defense="x"), row(member=255, moent=13)]
    assert [(problem.line, problem.column) for problem in read(rows).problems] == [
        (3, "atopid/phase/member/yrent"),
        (4, "estmode"),
        (4, "defense"),
        (5, "yrent/moent/dayent"),
    ]


def test_many_mistakes_of_a_kind_are_summed_up():
    rows = [row(member=999, yrent=1000 + n) for n in range(MOST_PROBLEMS + 50)]
    found = read([*rows, row(estmode=7)]).problems
    assert len(found) == MOST_PROBLEMS + 2
    assert found[-2].rule == "The codebook has no such code."
    assert found[-1].rule.startswith("And 50 more like it, up to here: No state is known")


def test_a_file_of_more_rows_than_alliances_can_have_is_refused(monkeypatch):
    monkeypatch.setattr(member_file, "MOST_ROWS", 40)
    rows = [row(yrent=1900 + number) for number in range(41)]
    assert "not more than 40" in only_problem(read(rows)).rule


@given(st.one_of(st.binary(max_size=200), st.text(max_size=200).map(str.encode)))
def test_whatever_is_read_nothing_is_raised(content):
    assert read_text(content).problems


@given(
    st.lists(st.sampled_from([b",", b"\n", b'"', b"5", b"5.1", b"\x00", b"x", b"-9"]), max_size=80)
)
def test_whatever_stands_below_a_header_nothing_is_raised(pieces):
    header = csv_of([])
    assert read_text(header + b"".join(pieces)).problems


def test_a_variable_that_came_after_5_1_may_be_absent_and_is_read_where_it_stands():
    later = (*VARIABLES, Variable("seat", scope="A", codes=NO_YES))
    without = read_member_file("m.csv", csv_of(pair()), later, STATES)
    header = (*HEADER, "seat")
    with_it = read_member_file(
        "m.csv", csv_of([values | {"seat": 1} for values in pair()], header), later, STATES
    )
    assert (without.problems, with_it.problems) == ((), ())
    assert "seat" not in without.columns
    assert with_it.columns[-1] == "seat"
    assert "seat" not in phases_of(without, later).phases[0].coding.alliance
    assert phases_of(with_it, later).phases[0].coding.alliance["seat"] == 1
