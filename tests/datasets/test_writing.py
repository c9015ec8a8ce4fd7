"""CSV as the official files have it, and tables that any format can read."""

from tests.datasets.member_rows import CUBA, USA, member, tables, text_of

ROWS = [member(USA, "1900-05", "1902-01-01"), member(CUBA, "1900-05-01", "1902-01-01")]


def test_lines_end_in_cr_lf_and_missing_values_are_empty() -> None:
    text = text_of(tables(ROWS)["sy"])
    assert text == (
        "state,year,atopally,defense,offense,neutral,nonagg,consul,number,transyr,atopid1,version\r\n"
        "2,1900,1,0,0,0,0,0,1,1,1005,9.9\r\n"
        "2,1901,1,0,0,0,0,0,1,0,1005,9.9\r\n"
        "2,1902,1,0,0,0,0,0,1,1,1005,9.9\r\n"
        "40,1900,1,0,0,0,0,0,1,1,1005,9.9\r\n"
        "40,1901,1,0,0,0,0,0,1,0,1005,9.9\r\n"
        "40,1902,1,0,0,0,0,0,1,1,1005,9.9\r\n"
    )


def test_files_are_ascii_without_quotes() -> None:
    for table in tables(ROWS).values():
        assert text_of(table).isascii()
        assert '"' not in text_of(table)


def test_a_release_without_members_has_headers_only() -> None:
    for table in tables([]).values():
        assert text_of(table) == ",".join(table.header) + "\r\n"


def test_rows_and_csv_say_the_same() -> None:
    for table in tables(ROWS).values():
        lines = [
            ",".join("" if cell is None else str(cell) for cell in row) for row in table.rows()
        ]
        assert text_of(table) == "".join(f"{line}\r\n" for line in [",".join(table.header), *lines])


def test_rows_can_be_read_again_and_again() -> None:
    for table in tables(ROWS).values():
        assert list(table.rows()) == list(table.rows())


def test_rows_may_come_in_any_order() -> None:
    tables_, other = tables(ROWS), tables(ROWS[::-1])
    assert {level: text_of(table) for level, table in tables_.items()} == {
        level: text_of(table) for level, table in other.items()
    }
