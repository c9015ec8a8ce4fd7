"""Member-level files small enough to read: a few variables, and rows that differ where told."""

from coding.codebook.variables import NO_YES, Kind, Variable
from coding.datasets.reading.grouping import phases_of
from coding.datasets.reading.member_file import read_member_file

STATES = {200, 220, 255, 365, 651}


def of_member(name, **more):
    return Variable(name, scope="M", **more)


VARIABLES = (
    Variable("atopid"),
    Variable("cowid", missing="unknown"),
    of_member("member", kind=Kind.STATE),
    of_member("yrent", most=2100),
    of_member("moent"),
    of_member("dayent", missing="unknown"),
    of_member("yrexit", most=2100),
    of_member("moexit"),
    of_member("dayexit", missing="unknown"),
    of_member("ineffect", codes=NO_YES),
    Variable("bilat", codes=NO_YES),
    Variable("phase", codes={0: "single-phase alliance", 1: "1st phase", 2: "2nd phase"}),
    Variable("maxphase"),
    Variable("wartime", codes=NO_YES),
    of_member("cowwar"),
    Variable("estmode", codes={0: "non-treaty", 1: "treaty"}, missing="unknown"),
    of_member("defense", codes=NO_YES),
    of_member("offense", codes=NO_YES),
    Variable("active", codes=NO_YES),
    Variable("refothio", codes=NO_YES, missing="unknown"),
    Variable("statthr1", kind=Kind.STATE, missing="unknown"),
)
NAMES = tuple(variable.name for variable in VARIABLES)
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
    lines = [header, *([row[name] for name in header] for row in rows)]
    return "".join(",".join(map(str, line)) + end for line in lines).encode()


def read(rows, name="m.csv"):
    return read_member_file(name, csv_of(rows), VARIABLES, STATES)


def read_text(text, name="m.csv"):
    return read_member_file(
        name, text if isinstance(text, bytes) else text.encode(), VARIABLES, STATES
    )


def grouped(rows):
    file = read(rows)
    assert file.problems == ()
    return phases_of(file, VARIABLES)
