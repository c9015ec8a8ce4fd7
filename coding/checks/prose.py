"""Compare prose with codes: an answer says something plain and the codes say otherwise.

Answers are read as for suggestions; one that is not plain is skipped. People reconcile prose and
codes (reference 2), so every rule here is a warning.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence

from coding.checks import words
from coding.checks.facts import Facts, cells_of
from coding.checks.rule import WARNING, Fault, rule
from coding.codebook.cells import MISSING, Address, is_known
from coding.codebook.coded_dates import entry_date, exit_date
from coding.codebook.derived import derived_of_member, wartime
from coding.suggestions.plain import leading_yes
from coding.suggestions.suggestion import Suggestion

_RECONCILED = "reference 2: prose and codes are reconciled"
_FIX = "Correct the answer or the code; if both are right, say why."

_SIGNATURE, _WAR, _TERMINATION, _CAUSE = 3, 5, 14, 15
_CONDITIONS, _OTHER_LIMITS, _SYMMETRY = 19, 22, 24
_DATES = {_SIGNATURE, _TERMINATION, _CAUSE}
_ELSEWHERE = {4, 16, *_DATES, _CONDITIONS, _OTHER_LIMITS, _SYMMETRY}  # read by rules of their own

_DATE_OF = {_SIGNATURE: ("entry", entry_date), _TERMINATION: ("exit", exit_date)}

# A later phase may repeat when the alliance was signed; an earlier one may say how things are now.
_OF_FIRST_PHASE = {_SIGNATURE, _WAR}
_OF_LAST_PHASE = {_TERMINATION, _CAUSE}

# The code of each question that must not be 0 after “Yes”. Left out are questions that ask for more
# than their codes count (11, 21, 25, 30, 35, 38, 47, 53), and those whose “Yes” a suggestion reads.
_YES = {
    8: "proadd",
    9: "futmem",
    10: "speclgth",
    12: "proren",
    23: "specthrt",
    29: "conwtin",
    31: "milcon",
    32: "milaid",
    34: "subord",
    36: "base",
    39: "acqterr",
    48: "natrefal",
    49: "compag",
    55: "ecaid",
    56: "interv",
}


@rule("answer-and-code", WARNING, source=_RECONCILED)
def a_plain_answer_agrees_with_its_codes(facts: Facts) -> Iterator[Fault]:
    """A plain answer and the codes of its question agree."""
    questions = {suggestion.question for suggestion in facts.suggestions}
    yield from _contradictions(facts, questions - _ELSEWHERE)


@rule("answer-and-dates", WARNING, 4, 14, 15, 3, source=_RECONCILED)
def plain_dates_agree_with_entries_and_exits(facts: Facts) -> Iterator[Fault]:
    """A single date of signature or termination, or “in effect”, agrees with entries and exits."""
    yield from _contradictions(facts, _DATES)


@rule("answer-and-conditions", WARNING, 19, 22, source=_RECONCILED)
def plain_limits_agree_with_conditions(facts: Facts) -> Iterator[Fault]:
    """“None” at question 19 and “No” at 22 agree with the codes of conditions.

    Consultation on request may be named at either question (4235 names it at 22).
    """
    yield from _contradictions(facts, {_CONDITIONS, _OTHER_LIMITS})


@rule("answer-and-symmetry", WARNING, 24, source=_RECONCILED)
def plain_symmetry_agrees_with_asymm(facts: Facts) -> Iterator[Fault]:
    """“Yes” at question 24 agrees with asymm 0, and “No” with asymm 1."""
    yield from _contradictions(facts, {_SYMMETRY})


def _contradictions(facts: Facts, questions: Collection[int]) -> Iterator[Fault]:
    for suggestion in facts.suggestions:
        if suggestion.question not in questions or not _is_about_this_phase(facts, suggestion):
            continue
        cells = _contradicted(facts, suggestion)
        if cells:
            yield Fault(
                f"Question {suggestion.words_from} says {suggestion.reading}; but "
                f"{_codes_in_words(facts, suggestion.question, cells)}.",
                _FIX,
                cells,
                _questions(facts, cells, suggestion.question, suggestion.words_from),
            )


def _is_about_this_phase(facts: Facts, suggestion: Suggestion) -> bool:
    if suggestion.question in _OF_FIRST_PHASE:
        return facts.phase == min(facts.phases)
    return suggestion.question not in _OF_LAST_PHASE or facts.phase == max(facts.phases)


def _contradicted(facts: Facts, suggestion: Suggestion) -> tuple[str, ...]:
    """Return the cells that contradict a suggestion.

    Where the answer says that nobody owes or does something, one member is enough to contradict it.
    Anything else is contradicted only if no member agrees, since a member may differ from the rest
    or have left earlier.
    """
    by_variable: dict[str, list[str]] = defaultdict(list)
    for cell in suggestion.cells:
        by_variable[Address.of(cell).variable].append(cell)
    contradicting: list[str] = []
    for variable, cells in by_variable.items():
        differing = [cell for cell in cells if _differs(facts, variable, cell, suggestion)]
        is_of_all = suggestion.cells[cells[0]] == 0 and suggestion.question not in _DATES
        if is_of_all or len(differing) == len(cells):
            contradicting += differing
    return tuple(contradicting)


def _differs(facts: Facts, variable: str, cell: str, suggestion: Suggestion) -> bool:
    suggested, code = suggestion.cells[cell], facts.codes.get(cell)
    is_day_unknown = suggested == MISSING and variable in ("dayent", "dayexit")
    return is_known(code) and code != suggested and not is_day_unknown


def _codes_in_words(facts: Facts, question: int, cells: Sequence[str]) -> str:
    """Say what the codes say: complete dates as dates, other codes by their labels."""
    what, date_of = _DATE_OF.get(question, ("", None))
    keys = list(dict.fromkeys(Address.of(cell).member for cell in cells))
    dates = dict.fromkeys(date_of(facts.members[key]) for key in keys) if date_of else {}
    dated = [words.day(date) if date.year else "no day yet" for date in dates if date]
    if not dated:
        return _codes_at(facts, cells)
    return f"{words.members(facts, keys)}: {what} on {words.listed(dated)}"


def _codes_at(facts: Facts, cells: Collection[str]) -> str:
    by_value: dict[tuple[str, int], list[str]] = defaultdict(list)
    for cell in cells:
        at = Address.of(cell)
        by_value[at.variable, facts.codes[cell]].append(at.member)
    return "; ".join(
        f"{variable} is {words.value(facts, variable, code)}"
        + (f" for {words.members(facts, keys)}" if any(keys) else "")
        for (variable, code), keys in by_value.items()
    )


def _questions(facts: Facts, cells: Collection[str], *others: int) -> tuple[int, ...]:
    declared = (facts.reference.variables.get(Address.of(cell).variable) for cell in cells)
    homes = (variable.home for variable in declared if variable and variable.home)
    return tuple(dict.fromkeys([*homes, *others]))


@rule("yes-and-code", WARNING, source=_RECONCILED)
def yes_agrees_with_a_code(facts: Facts) -> Iterator[Fault]:
    """An answer “Yes” has a code of its question that is not 0."""
    contradicted = {fault.question for fault in facts.suggestions if _contradicted(facts, fault)}
    for question, variable in _YES.items():
        if question in contradicted or not facts.is_read(question):
            continue
        if not leading_yes(facts.answer(question)):
            continue
        if facts.alliance.get(variable) == 0:
            yield Fault(
                f"Question {question} says “Yes”, but {words.code(facts, variable)}.",
                _FIX,
                (variable,),
                (question,),
            )


@rule("yes-and-war", WARNING, 5, source="reference 4, wartime")
def yes_at_war_agrees_with_cowwar(facts: Facts) -> Iterator[Fault]:
    """An alliance signed during war has a founder whose cowwar is not 0."""
    is_first = facts.phase == min(facts.phases)
    if is_first and leading_yes(facts.answer(_WAR)) and wartime(facts.coding) == 0:
        yield Fault(
            f"Question {_WAR} says “Yes”, but cowwar is 0 for all members that founded the "
            "alliance.",
            "Enter the COW number of the war; if it is no inter-state war of the COW data, say so.",
            cells_of(facts.members, "cowwar"),
        )


@rule("yes-and-limits", WARNING, 22, 19, source=_RECONCILED)
def yes_to_other_limits_agrees_with_a_condition(facts: Facts) -> Iterator[Fault]:
    """Where question 22 says “Yes”, some obligation is conditional."""
    if not leading_yes(facts.answer(_OTHER_LIMITS)):
        return
    if {derived_of_member(codes)["conditio"] for codes in facts.members.values()} == {0}:
        yield Fault(
            f"Question {_OTHER_LIMITS} says “Yes”, but no member has a condition: all of them and "
            "olimob are 0.",
            _FIX,
            cells_of(facts.members, "olimob"),
        )
