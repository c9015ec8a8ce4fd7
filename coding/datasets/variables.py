"""The variables of the member file, in its order: the raw material of every other file.

Names are the codebook's. What they mean is declared beside the questions (coding/models), and
comes with the declarations that the formats and documents are given.
"""

from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    """What a column holds, whatever the format it is written in."""

    NUMBER = "a whole number, or nothing"
    DECIMAL = "a number, with one decimal where the alliance has phases"
    TEXT = "text"


@dataclass(frozen=True)
class Column:
    """One column of a dataset file: its name in the header, what it means, what it holds.

    ``label`` is "" for a variable of the member file, until the declarations label it.
    """

    name: str
    label: str = ""
    kind: Kind = Kind.NUMBER


def _named(names: str) -> tuple[Column, ...]:
    return tuple(Column(name) for name in names.split())


IDENTITY = _named("atopid cowid cow4id")
MEMBERSHIP = _named("member cowsys yrent moent dayent yrexit moexit dayexit")
STANDING = _named("ineffect bilat phase maxphase wartime")
WAR = _named("cowwar")
FORMATION = _named(
    """
    estmode pubsecr secrart proadd futmem speclgth length renounce proren renewlgt term
    """
)
EXIT = _named("termmode termcaus")
PROMISES = _named(
    """
    defense offense neutral nonagg consul active conditio defcon offcon neucon concon
    """
)
CONDITIONS = _named(
    """
    defcoadv defcoloc defcocon defconum defcodem defconpr offcoadv offcoloc offcocon offconum
    offcodem neucoadv neucoloc neucocon neuconum neucodem neuconpr neucoatt concoadv concoloc
    concocon concoreq olimob
    """
)
SYMMETRY = _named("asymm")
VARIETY = _named("obvary")
FURTHER = _named(
    """
    notaiden dipaid terrres seppeace thirdcom noothall specthrt statthr1 statthr2 conwtin medarb
    milcon milaid intcom subord organ1 orgpurp1 organ2 orgpurp2 base contrib armred acqterr
    divgains demwith reflnun refothio natrefal compag nomicoop conres agprois conmen ecaid
    interv
    """
)
SOURCE = _named("source")
VERSION = (Column("version", kind=Kind.TEXT),)

# What a, aph and m have in common, each value the highest among the members (reference 5.1).
SHARED = (*FORMATION, *PROMISES, *SYMMETRY, *FURTHER)
MEMBER_VARIABLES = (
    *IDENTITY,
    *MEMBERSHIP,
    *STANDING,
    *WAR,
    *FORMATION,
    *EXIT,
    *PROMISES,
    *CONDITIONS,
    *SYMMETRY,
    *VARIETY,
    *FURTHER,
    *SOURCE,
)
