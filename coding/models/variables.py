"""The variables of the member file, as the models declare them.

Everything that needs the numeric codes (forms, checks, import, differences, exports, the
codebook) reads them here, so that each stays declared once, beside its question.
"""

from collections.abc import Iterator
from dataclasses import replace

from django.db import models

from coding.codebook.variables import NO_YES, Variable
from coding.models.code_fields import Declared, Derived, StateCode
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


def _declared_on(place: type, scope: str, where: str) -> Iterator[Variable]:
    fields = place._meta.local_fields if issubclass(place, models.Model) else []
    for one in (*fields, *vars(place).values()):
        if isinstance(one, Declared):
            yield replace(one.variable, scope=scope, where=where)


def _of_the_member_file() -> Iterator[Variable]:
    yield from _declared_on(_OfSheet, "A", "sheet")
    yield from _declared_on(_OfRoster, "M", "membership")
    for section in SECTIONS:
        yield from _declared_on(section.model, "A", section.key)
    yield from _declared_on(Membership, "M", "membership")
    yield from _declared_on(_OfRelease, "R", "release")


_DECLARED = {one.name: one for one in _of_the_member_file()}

BY_NAME: dict[str, Variable] = {name: _DECLARED[name] for name in COLUMNS}
PAIR_BY_NAME: dict[str, Variable] = {
    one.name: one for one in _declared_on(PairObligation, "P", "pair")
}
VARIABLES: tuple[Variable, ...] = (*BY_NAME.values(), *PAIR_BY_NAME.values())

_ENTERED_AT: dict[int, tuple[Variable, ...]] = {
    number: tuple(one for one in VARIABLES if one.is_coded and one.home == number)
    for number in BY_NUMBER
}
_SHOWN_AT: dict[int, tuple[Variable, ...]] = {
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


def declared(name: str, *, is_pair: bool = False) -> Variable:
    """Return a variable by its codebook name; the five obligations exist for pairs as well.

    Raises KeyError for a name that no variable has.
    """
    return (PAIR_BY_NAME if is_pair else BY_NAME)[name]


def told_at(number: int) -> frozenset[int]:
    """Return the questions whose answers may tell of the codes that are entered at this one."""
    return _TOLD_AT[number]


def of_question(number: int) -> tuple[Variable, ...]:
    """Return the variables that are entered at the question, in the order of the member file."""
    return _ENTERED_AT[number]


def shown_at(number: int) -> tuple[Variable, ...]:
    """Return those that belong to the question too: derived, or entered at another question."""
    return _SHOWN_AT[number]
