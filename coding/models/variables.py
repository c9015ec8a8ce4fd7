"""The variables of the member file, as the models declare them.

Everything that needs the numeric codes (forms, checks, import, differences, exports, the
codebook) reads them here, so that each stays declared once, beside its question.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from django.db import models

from coding.models.code_fields import NO_YES, Derived, StateCode, Variable
from coding.models.membership import Membership, PairObligation
from coding.models.questionnaire import BY_NUMBER, SECTIONS

# The columns of the member file of release 5.1, in their order there.
_HEADER = """
    atopid cowid cow4id member cowsys yrent moent dayent yrexit moexit dayexit ineffect bilat phase
    maxphase wartime cowwar estmode pubsecr secrart proadd futmem speclgth length renounce proren
    renewlgt term termmode termcaus defense offense neutral nonagg consul active conditio defcon
    offcon neucon concon defcoadv defcoloc defcocon defconum defcodem defconpr offcoadv offcoloc
    offcocon offconum offcodem neucoadv neucoloc neucocon neuconum neucodem neuconpr neucoatt
    concoadv concoloc concocon concoreq olimob asymm obvary notaiden dipaid terrres seppeace
    thirdcom noothall specthrt statthr1 statthr2 conwtin medarb milcon milaid intcom subord organ1
    orgpurp1 organ2 orgpurp2 base contrib armred acqterr divgains demwith reflnun refothio natrefal
    compag nomicoop conres agprois conmen ecaid interv source new5 rev5 version
"""
COLUMNS: tuple[str, ...] = tuple(_HEADER.split())


class _OfSheet:
    """What a sheet's identity gives to each row of the member file."""

    atopid = Derived("ATOP ID", 1)
    phase = Derived(
        "phase of the alliance",
        codes={
            0: "single-phase alliance",
            1: "1st phase",
            2: "2nd phase",
            3: "3rd phase",
            4: "4th phase",
        },
    )


class _OfRoster:
    """What makes a state a member: the membership's foreign key, entered as a state's code."""

    member = StateCode("COW country code of the member", 4)
    member.set_attributes_from_name("member")


class _OfRelease:
    """What the record of a release gives to each row of the member file."""

    new5 = Derived("alliance new in release 5.0", codes=NO_YES)
    rev5 = Derived("coding changed between releases 4.0 and 5.0", codes=NO_YES)
    version = Derived("version of the dataset")


@dataclass(frozen=True)
class VariableInfo:
    """One variable: what its declaration says, and where that stands.

    ``scope`` is "A" (one value for the alliance), "M" (one for each member), "P" (one for each
    pair of members) or "R" (given by the release). ``where`` is the key of the section,
    "membership", "pair", "sheet" or "release". ``kind`` is the declaration, with what its class
    knows (unit, least, most).
    """

    name: str
    scope: str
    where: str
    kind: Variable = field(repr=False)

    @property
    def label(self) -> str:
        """What it says, in our own words, short enough for a variable label in Stata."""
        return self.kind.label

    @property
    def questions(self) -> tuple[int, ...]:
        """The printed questions that it belongs to."""
        return self.kind.questions

    @property
    def home(self) -> int | None:
        """The question where it is entered."""
        return self.kind.home

    @property
    def codes(self) -> Mapping[int, str]:
        """The labels of its values; empty where a value is a number that stands for itself."""
        return self.kind.codes

    @property
    def missing(self) -> str:
        """When it may be missing; "" where it never may."""
        return self.kind.missing

    @property
    def is_coded(self) -> bool:
        """Whether a coder enters it; the others follow from those that are entered."""
        return self.kind.is_coded

    def describe(self, value: int | None) -> str:
        """Return the value as people read it: number and label, or why there is none."""
        return self.kind.describe(value)


def _declared_on(place: type, scope: str, where: str) -> Iterator[VariableInfo]:
    fields = place._meta.local_fields if issubclass(place, models.Model) else []
    for one in (*fields, *vars(place).values()):
        if isinstance(one, Variable):
            yield VariableInfo(one.name, scope, where, one)


def _of_the_member_file() -> Iterator[VariableInfo]:
    yield from _declared_on(_OfSheet, "A", "sheet")
    yield from _declared_on(_OfRoster, "M", "membership")
    for section in SECTIONS:
        yield from _declared_on(section.model, "A", section.key)
    yield from _declared_on(Membership, "M", "membership")
    yield from _declared_on(_OfRelease, "R", "release")


_DECLARED = {one.name: one for one in _of_the_member_file()}

BY_NAME: dict[str, VariableInfo] = {name: _DECLARED[name] for name in COLUMNS}
PAIR_BY_NAME: dict[str, VariableInfo] = {
    one.name: one for one in _declared_on(PairObligation, "P", "pair")
}
VARIABLES: tuple[VariableInfo, ...] = (*BY_NAME.values(), *PAIR_BY_NAME.values())

_ENTERED_AT: dict[int, tuple[VariableInfo, ...]] = {
    number: tuple(one for one in VARIABLES if one.is_coded and one.home == number)
    for number in BY_NUMBER
}
_SHOWN_AT: dict[int, tuple[VariableInfo, ...]] = {
    number: tuple(
        one
        for one in VARIABLES
        if number in one.questions and not (one.is_coded and one.home == number)
    )
    for number in BY_NUMBER
}


_TOLD_AT = {
    number: frozenset({number}.union(*(one.questions for one in entered)))
    for number, entered in _ENTERED_AT.items()
}


def declared(name: str, *, is_pair: bool = False) -> VariableInfo:
    """Return a variable by its codebook name; the five obligations exist for pairs as well.

    Raises KeyError for a name that no variable has.
    """
    return (PAIR_BY_NAME if is_pair else BY_NAME)[name]


def told_at(number: int) -> frozenset[int]:
    """Return the questions whose answers may tell of the codes that are entered at this one."""
    return _TOLD_AT[number]


def of_question(number: int) -> tuple[VariableInfo, ...]:
    """Return the variables that are entered at the question, in the order of the member file."""
    return _ENTERED_AT[number]


def shown_at(number: int) -> tuple[VariableInfo, ...]:
    """Return those that belong to the question too: derived, or entered at another question."""
    return _SHOWN_AT[number]
