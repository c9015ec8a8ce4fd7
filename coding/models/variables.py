"""The variables of the member file, as the models declare them.

Everything that needs the numeric codes (forms, checks, import, differences, exports, the
codebook) reads them here, so that each stays declared once, beside its question.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache, lru_cache
from itertools import chain
from typing import TypeVar

from django.core.exceptions import ImproperlyConfigured
from django.db import models

from coding.codebook.cells import Address, Cells, Coding, cell_of
from coding.codebook.column_order import RELEASE_5_1, in_order
from coding.codebook.declarations import mistakes_in
from coding.codebook.derived import NAMES_IN_RULES
from coding.codebook.questionnaire import Questionnaire
from coding.codebook.variables import NO_YES, Variable
from coding.datasets.formats.about import why_unfit
from coding.models.code_fields import Declared, Derived, DerivedText, StateCode
from coding.models.membership import Membership, PairObligation
from coding.models.questionnaire import QUESTIONS, SECTIONS

Value = TypeVar("Value", int, int | None)


class _OfSheet:
    """Variables of the member file that come from the sheet's identity."""

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
    """The variable of the membership's state, a foreign key that is entered as a state's code."""

    member = StateCode("COW country code of the member", 4)
    member.set_attributes_from_name("member")


class _OfRelease:
    """Variables of the member file that come from the record of a release."""

    new5 = Derived("alliance new in release 5.0", codes=NO_YES)
    rev5 = Derived("coding changed between releases 4.0 and 5.0", codes=NO_YES)
    version = DerivedText("version of the dataset")


def _declared_on(place: type, scope: str, where: str) -> Iterator[Variable]:
    fields = place._meta.local_fields if issubclass(place, models.Model) else []
    for declared in (*fields, *vars(place).values()):
        if isinstance(declared, Declared):
            yield replace(declared.variable, scope=scope, where=where)


_MODULES: tuple[tuple[Variable, ...], ...] = (
    tuple(_declared_on(_OfSheet, "A", "sheet")),
    tuple(_declared_on(_OfRoster, "M", "membership")),
    *(tuple(_declared_on(section.model, "A", section.key)) for section in SECTIONS),
    tuple(_declared_on(Membership, "M", "membership")),
    tuple(_declared_on(_OfRelease, "R", "release")),
)


def each_once(variables: Iterable[Variable]) -> dict[str, Variable]:
    """Return variables by name. Raises ImproperlyConfigured for a name that occurs twice."""
    by_name: dict[str, Variable] = {}
    for variable in variables:
        if variable.name in by_name:
            places = f"{by_name[variable.name].where} and {variable.where}"
            raise ImproperlyConfigured(
                f"The variable “{variable.name}” is declared twice: in {places}. Give one of the"
                " two another name."
            )
        by_name[variable.name] = variable
    return by_name


_DECLARED = each_once(chain(*_MODULES))


def require_declared(names: Iterable[str], place: str) -> None:
    """Raise ImproperlyConfigured for a name in a list that no variable has."""
    for name in names:
        if name not in _DECLARED:
            raise ImproperlyConfigured(
                f"{place} names the variable “{name}”, which is declared nowhere. Declare it "
                f"beside its question in coding/models, or mend {place}."
            )


def require_sound(variables: Iterable[Variable]) -> None:
    """Raise ImproperlyConfigured for declarations that some form or file could not have."""
    numbers = [question.number for question in QUESTIONS]
    if mistakes := [
        mistake for variable in variables for mistake in mistakes_in(variable, numbers)
    ]:
        raise ImproperlyConfigured(" ".join(mistakes))
    if mistakes := [*why_unfit(tuple(variable for variable in variables if variable.scope != "P"))]:
        raise ImproperlyConfigured(" ".join(mistakes))


require_declared(RELEASE_5_1, "coding/codebook/column_order.py")
require_declared(NAMES_IN_RULES, "coding/codebook/derived.py")
COLUMNS: tuple[str, ...] = tuple(in_order([code.name for code in module] for module in _MODULES))

BY_NAME: dict[str, Variable] = {name: _DECLARED[name] for name in COLUMNS}
PAIR_BY_NAME: dict[str, Variable] = {
    variable.name: variable for variable in _declared_on(PairObligation, "P", "pair")
}
VARIABLES: tuple[Variable, ...] = (*BY_NAME.values(), *PAIR_BY_NAME.values())
require_declared((code.settled_by for code in VARIABLES if code.settled_by), "“settled_by”")
require_sound(VARIABLES)
QUESTIONNAIRE = Questionnaire(tuple(question.plain for question in QUESTIONS), VARIABLES)


def declared(name: str, *, is_pair: bool = False) -> Variable:
    """Return a variable by its codebook name; the five obligations exist for pairs as well.

    Raises KeyError for a name that no variable has.
    """
    return (PAIR_BY_NAME if is_pair else BY_NAME)[name]


def variable_of(at: Address) -> Variable:
    """Return the variable of a cell. Raises KeyError for a name that no variable has."""
    return declared(at.variable, is_pair=bool(at.partner))


@lru_cache(maxsize=1 << 15)  # the same cells recur by hundreds
def home_of(cell: str) -> int:
    """Return the question at which a cell is entered."""
    return variable_of(Address.of(cell)).home or 0


def by_question(cells: Mapping[str, Value]) -> dict[int, dict[str, Value]]:
    """Return cells under the question at which each is entered."""
    grouped: dict[int, dict[str, Value]] = defaultdict(dict)
    for cell, value in cells.items():
        grouped[home_of(cell)][cell] = value
    return dict(grouped)


def at_question(coding: Coding, question: int) -> Cells:
    """Return the codes that are entered at a question, by their cells."""
    entered = variables_at(question)
    own = [variable.name for variable in entered if variable.scope != "P"]
    of_pairs = [variable.name for variable in entered if variable.scope == "P"]
    cells = {name: coding.alliance[name] for name in own if name in coding.alliance}
    for key, codes in coding.members.items() if own else ():
        cells |= {cell_of(name, key): codes[name] for name in own if name in codes}
    for pair, codes in coding.pairs.items() if of_pairs else ():
        cells |= {cell_of(name, *pair): codes[name] for name in of_pairs if name in codes}
    return cells


@cache
def variables_at(number: int) -> tuple[Variable, ...]:
    """Return the variables that are entered at the question, in the order of the member file."""
    return tuple(code for code in VARIABLES if code.is_coded and code.home == number)


@cache
def other_variables_at(number: int) -> tuple[Variable, ...]:
    """Return the question's other variables: derived, or entered at another question."""
    entered = variables_at(number)
    return tuple(code for code in VARIABLES if number in code.questions and code not in entered)


@cache
def questions_telling_of(number: int) -> frozenset[int]:
    """Return the questions whose answers may tell of the codes that are entered at this one."""
    return frozenset({number}.union(*(variable.questions for variable in variables_at(number))))
