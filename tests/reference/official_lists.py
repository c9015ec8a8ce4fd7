"""Small files in the layouts of the official lists, written for tests."""

from coding.reference.official import read_official
from coding.reference.own_facts import FactList

COW_HEADER = "stateabb,ccode,statenme,styear,stmonth,stday,endyear,endmonth,endday,version"
GW_HEADER = "gwcode,stateabb,statename,startdate,enddate"
WAR_HEADER = (
    "WarNum,WarName,WarType,ccode,StateName,Side,"
    "StartMonth1,StartDay1,StartYear1,EndMonth1,EndDay1,EndYear1,"
    "StartMonth2,StartDay2,StartYear2,EndMonth2,EndDay2,EndYear2,"
    "TransFrom,WhereFought,Initiator,Outcome,TransTo,BatDeath,Version"
)
NO_SPELL = "-8,-8,-8,-8,-8,-8"


def cow(*lines: str, header: str = COW_HEADER) -> bytes:
    """A COW list of states, with the line ends of the official one."""
    return "\r\n".join([header, *lines, ""]).encode()


def gw(*lines: str, header: str = GW_HEADER) -> bytes:
    """A list of Gleditsch and Ward's."""
    return "\n".join([header, *lines, ""]).encode()


def wars(*lines: str, header: str = WAR_HEADER) -> bytes:
    """A list of wars."""
    return "\n".join([header, *lines, ""]).encode()


def fought(
    war: int = 900,
    name: str = "War of Tests",
    state: int = 2,
    side: int = 1,
    *,
    first: str = "2,24,2022,5,2,2023",
    second: str = NO_SPELL,
    version: str = "5",
) -> str:
    """A line of a list of wars: month, day, year of begin and end of each spell."""
    return f"{war},{name},1,{state},State,{side},{first},{second},503,2,1,1,-8,400,{version}"


def said_by(content: bytes, file: str = "list.csv") -> FactList:
    """What a list says."""
    return read_official(file, content)
