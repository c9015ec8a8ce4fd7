"""Codes in words, for a sheet and for a list of changes."""

from calendar import month_abbr
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from coding.codebook.cells import MISSING, Address, CellValues, Codes, Coding, state_and_spell
from coding.codebook.derived import active, derived_of_member
from coding.codebook.variables import Variable
from coding.models.questionnaire import Question
from coding.models.reference import read_lists
from coding.models.variables import (
    VARIABLES,
    by_question,
    declared,
    other_variables_at,
    variables_at,
)

Names = Mapping[int, str]  # COW country code → name of the state
KeptVariables = Mapping[str, Variable]
_Step = tuple[str, bool, int | None, int | None]  # a variable, whether of a pair, before and after
MOST_NAMED = 6
_NTH = {2: "2nd", 3: "3rd"}
PLACES = {(variable.name, variable.scope == "P"): place for place, variable in enumerate(VARIABLES)}
_DATE_ENDINGS = {"yrent": ("entry", "ent"), "yrexit": ("exit", "exit")}
_DATE_PARTS = frozenset({"moent", "dayent", "moexit", "dayexit"})


@dataclass(frozen=True)
class CodeLine:
    """One code of a question in words; ``who`` is "" where it holds for all its members."""

    name: str
    label: str
    value: str = ""
    who: str = ""
    is_derived: bool = False


@dataclass(frozen=True)
class CodeChange:
    """One code that changes; if ``who`` shows a number of members, ``everybody`` names them."""

    name: str
    label: str
    old: str
    new: str
    who: str = ""
    everybody: str = ""

    def __str__(self) -> str:
        who = f" ({self.who})" if self.who else ""
        return f"{self.name}{who}: {self.old} → {self.new}"


def names_of(codes: Iterable[int]) -> Names:
    """Return the names of states by their COW codes; one query, none where there is no code."""
    wanted = set(codes)
    states = read_lists().states if wanted else {}
    return {code: states[code].name for code in sorted(wanted & states.keys())}


def states_in(*proposals: Mapping[str, int | None]) -> set[int]:
    """Return the COW codes of the states that the proposals' cells belong to."""
    ats = [Address.of(cell) for cells in proposals for cell in cells]
    return {state_and_spell(key)[0] for at in ats for key in at.keys}


def name_of_member(key: str, names: Names) -> str:
    """Return a member as people read it: "365 Russia", or "651 Egypt (2nd time)"."""
    state, spell = state_and_spell(key)
    name = f"{state} {names.get(state, '')}".strip()
    return name if spell == 1 else f"{name} ({_NTH.get(spell, f'{spell}th')} time)"


def date_in_words(cells: Mapping[str, int | None], key: str, ending: str) -> str:
    """Return a member's date of entry ("ent") or exit ("exit"): "25 May 1992", "in effect", ""."""
    start = f"{key}/" if key else ""
    year, month, day = (cells.get(f"{start}{part}{ending}") for part in ("yr", "mo", "day"))
    if year is None:
        return ""
    if year == 0:
        return "in effect"
    named = month_abbr[month] if month and 0 < month <= 12 else ""
    known_day = None if day == MISSING else day
    return " ".join(str(part) for part in (known_day, named, year) if part)


def lines_of(
    question: Question,
    coding: Coding,
    names: Names,
    kept: KeptVariables | None = None,
    *,
    names_all: bool = True,
) -> list[CodeLine]:
    """Return the codes that are entered at the question, and those that follow from them.

    ``kept`` has the variables of a release by name, with the labels that it keeps. Unless it
    ``names_all``, members are counted where more than a few have a code.
    """
    lines = []
    for variable in _as_kept(variables_at(question.number), kept):
        if variable.scope == "P" or variable.name in _DATE_PARTS:
            continue
        if variable.scope == "A":
            lines += _alliance_lines(variable, coding, names)
        elif variable.name == "member":
            everybody = ", ".join(name_of_member(key, names) for key in coding.members)
            lines += [CodeLine("member", variable.label, everybody)] if everybody else []
        else:
            lines += _member_lines(variable, coding, names, names_all=names_all)
    derived = _as_kept(other_variables_at(question.number), kept)
    return [*lines, *_derived_lines(derived, coding, names), *_pair_lines(question, coding, names)]


def _as_kept(variables: Iterable[Variable], kept: KeptVariables | None) -> Iterable[Variable]:
    """Return variables as a release has them, without those that it lacks."""
    if kept is None:
        return variables
    return [kept[code.name] for code in variables if code.name in kept and code.scope != "P"]


def merge_alike(lines: Iterable[CodeLine]) -> list[CodeLine]:
    """Merge lines with the same value and members into one: "defense, offense 0 no"."""
    alike: dict[tuple[str, str, bool], list[CodeLine]] = defaultdict(list)
    for line in lines:
        alike[line.value, line.who, line.is_derived].append(line)
    return [
        CodeLine(
            ", ".join(line.name for line in group),
            "; ".join(f"{line.name}: {line.label}" for line in group),
            value,
            who,
            is_derived,
        )
        for (value, who, is_derived), group in alike.items()
    ]


def _alliance_lines(variable: Variable, coding: Coding, names: Names) -> list[CodeLine]:
    name, label, lines = variable.name, variable.label, []
    if name in coding.alliance:
        value = coding.alliance[name]
        state = f" {names[value]}" if variable.is_state and value in names else ""
        lines.append(CodeLine(name, label, f"{variable.describe(value)}{state}"))
    own = {key: codes[name] for key, codes in coding.members.items() if name in codes}
    for key, differing in own.items():
        who = name_of_member(key, names)
        lines.append(CodeLine(name, label, variable.describe(differing), who))
    return lines


def _member_lines(
    variable: Variable, coding: Coding, names: Names, *, names_all: bool
) -> list[CodeLine]:
    name, label = variable.name, variable.label
    if name in _DATE_ENDINGS:
        label, ending = _DATE_ENDINGS[name]
        name, cells = label, coding.cells
        values = {key: date_in_words(cells, key, ending) for key in coding.members}
    else:
        values = {
            key: variable.describe(codes[name])
            for key, codes in coding.members.items()
            if name in codes
        }
    given = {key: value for key, value in values.items() if value}
    return _by_value(CodeLine(name, label), given, coding, names, names_all=names_all)


def _by_value(
    line: CodeLine, values: Mapping[str, str], coding: Coding, names: Names, *, names_all: bool
) -> list[CodeLine]:
    """Return the line for each value, with the members that have it; none named where all do.

    Where every member has a value, the largest of several groups may be called "all others".
    """
    holders: dict[str, list[str]] = defaultdict(list)
    for key, value in values.items():
        holders[value].append(key)
    if len(holders) == 1 and len(values) == len(coding.members):
        return [replace(line, value=next(iter(holders)))]
    usual, most = max(holders.items(), key=lambda held: len(held[1]), default=("", []))
    are_others = len(values) == len(coding.members) and len(most) > MOST_NAMED
    lines = [
        replace(line, value=value, who=_who_has(keys, coding, names, names_all))
        for value, keys in holders.items()
        if not (are_others and keys is most)
    ]
    if are_others:
        lines.append(replace(line, value=usual, who="all others"))
    return lines


def _who_has(keys: Sequence[str], coding: Coding, names: Names, names_all: bool) -> str:
    if len(keys) > MOST_NAMED and not names_all:
        return f"{len(keys)} of {len(coding.members)} members"
    return ", ".join(name_of_member(key, names) for key in keys)


def _derived_lines(variables: Iterable[Variable], coding: Coding, names: Names) -> list[CodeLine]:
    wanted = {v.name: v for v in variables if not v.is_coded}
    if not wanted:
        return []
    lines = []
    if "active" in wanted and (value := active(coding)) is not None:
        variable = wanted["active"]
        lines.append(CodeLine("active", variable.label, variable.describe(value), is_derived=True))
    follows = {key: derived_of_member(codes) for key, codes in coding.members.items()}
    for name, variable in wanted.items():
        values = {
            key: variable.describe(codes[name])
            for key, codes in follows.items()
            if codes.get(name) is not None
        }
        if values:
            line = CodeLine(name, variable.label, is_derived=True)
            lines += _by_value(line, values, coding, names, names_all=True)
    return lines


def _pair_lines(question: Question, coding: Coding, names: Names) -> list[CodeLine]:
    lines = []
    for (giver, receiver), codes in coding.pairs.items():
        home = declared(next(iter(codes)), is_pair=True).home if codes else None
        if question.number == home:
            text = ", ".join(f"{name} {value}" for name, value in codes.items())
            who = members_in_words(Address("", giver, receiver), names)
            lines.append(CodeLine("owes", "owes this partner something else", text, who))
    return lines


def changes(
    proposed: Mapping[str, int | None],
    replaced: Mapping[str, int | None],
    names: Names,
    kept: KeptVariables | None = None,
) -> list[CodeChange]:
    """Return what the cells change, in the order of the codebook; equal changes stand together.

    Members are in the order of their codes: of JSON, PostgreSQL keeps no order and SQLite does.
    """
    together: dict[_Step, list[str]] = defaultdict(list)
    for cell in sorted(proposed, key=_members_in):
        new = proposed[cell]
        old, at = replaced.get(cell), Address.of(cell)
        if old != new:
            if at.variable == "member":  # so that all who join form one group
                old, new = old and 1, new and 1
            together[at.variable, bool(at.partner), old, new].append(members_in_words(at, names))
    in_order = sorted(together.items(), key=lambda change: PLACES[change[0][:2]])
    return [_change(step, who, kept or {}) for step, who in in_order]


def _members_in(cell: str) -> list[tuple[int, int]]:
    return [state_and_spell(key) for key in Address.of(cell).keys]


def _change(step: _Step, who: Sequence[str], kept: KeptVariables) -> CodeChange:
    name, is_pair, old, new = step
    variable = (None if is_pair else kept.get(name)) or declared(name, is_pair=is_pair)
    if variable.name == "member":
        words = ("joins", "") if old is None else ("", "is taken off")
        return CodeChange("member", variable.label, words[1], words[0], ", ".join(who))
    words = (variable.describe(old), variable.describe(new))
    everybody = ", ".join(who) if len(who) > MOST_NAMED else ""
    return CodeChange(variable.name, variable.label, *words, names_listed(who), everybody)


def changes_at(before: Codes, after: Codes, names: Names) -> dict[int, list[CodeChange]]:
    """Return what changed between two moments, by the question at which it is entered."""
    changed: CellValues = {
        cell: after.get(cell)
        for cell in before.keys() | after.keys()
        if before.get(cell) != after.get(cell)
    }
    return {number: changes(cells, before, names) for number, cells in by_question(changed).items()}


def members_in_words(at: Address, names: Names) -> str:
    """Return whose code it is: "365 Russia", "200 … toward 220 …"; "" for the alliance's."""
    return " toward ".join(name_of_member(key, names) for key in at.keys)


def names_listed(names: Iterable[str]) -> str:
    """Return names with commas; of many, the first ones and how many others."""
    named = [name for name in names if name]
    if len(named) > MOST_NAMED:
        others = len(named) - MOST_NAMED + 1
        return f"{', '.join(named[: MOST_NAMED - 1])} and {others} others"
    return ", ".join(named)
