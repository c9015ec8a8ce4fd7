"""Member-level files small enough to read: a few variables, and rows that differ where told."""

from coding.datasets.reading.columns import ColumnRule
from coding.datasets.reading.grouping import phases_of
from coding.datasets.reading.member_file import read_member_file

NO_YES = {0: "no", 1: "yes"}
STATES = {200, 220, 255, 365, 651}


def of_member(name, **rule):
    return ColumnRule(name, of_member=True, **rule)


RULES = (
    ColumnRule("atopid"),
    ColumnRule("cowid", may_be_missing=True),
    of_member("member", is_state=True),
    of_member("yrent", most=2100),
    of_member("moent"),
    of_member("dayent", may_be_missing=True),
    of_member("yrexit", most=2100),
    of_member("moexit"),
    of_member("dayexit", may_be_missing=True),
    of_member("ineffect", codes=NO_YES),
    ColumnRule("bilat", codes=NO_YES),
    ColumnRule("phase", codes={0: "single-phase alliance", 1: "1st phase", 2: "2nd phase"}),
    ColumnRule("maxphase"),
    ColumnRule("wartime", codes=NO_YES),
    of_member("cowwar"),
    ColumnRule("estmode", codes={0: "non-treaty", 1: "treaty"}, may_be_missing=True),
    of_member("defense", codes=NO_YES),
    of_member("offense", codes=NO_YES),
    ColumnRule("active", codes=NO_YES),
    ColumnRule("refothio", codes=NO_YES, may_be_missing=True),
    ColumnRule("statthr1", is_state=True, may_be_missing=True),
)
NAMES = tuple(rule.name for rule in RULES)
HEADER = (*NAMES, "new5", "rev5", "version")


def row(**values):
    """A row of a member that signed on 1 May 1900 and is in; values by name, "" where missing."""
    usual = dict.fromkeys(HEADER, 0)
    usual |= {"atopid": 1500, "member": 200, "yrent": 1900, "moent": 5, "dayent": 1}
    return usual | {"ineffect": 1, "bilat": 1, "version": "5.1"} | values


def pair(**values):
    """Two rows of one alliance, of 200 and 220."""
    return [row(**values), row(**values) | {"member": 220}]


def csv_of(rows, header=HEADER, end="\r\n"):
    lines = [header, *([each[name] for name in header] for each in rows)]
    return "".join(",".join(map(str, line)) + end for line in lines).encode()


def read(rows, name="m.csv"):
    return read_member_file(name, csv_of(rows), RULES, STATES)


def read_text(text, name="m.csv"):
    return read_member_file(name, text if isinstance(text, bytes) else text.encode(), RULES, STATES)


def grouped(rows):
    file = read(rows)
    assert file.problems == ()
    return phases_of(file, RULES)
