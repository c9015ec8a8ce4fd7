"""Finds earlier answers and codes of a sheet: those before some changes, or at a moment."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from coding.codebook.cells import Address, Cells
from coding.codebook.sheet import SheetState
from coding.history.moments import sheet_at
from coding.models import Revision, Sheet
from coding.models.approved_values import approved_state
from coding.models.questionnaire import BY_NUMBER, Question
from coding.models.revision import Origin
from coding.models.times import day_of
from coding.models.variables import declared, home_of
from coding.workflow.going_back import EarlierAnswer
from coding.workflow.visibility import visible_to_all

_PROSE = ""  # stands for the answer where other parts of a question are cells
_Part = tuple[int, str]  # a question, and its prose or a cell
_Value = str | int | None
_JUST_BEFORE = timedelta(microseconds=1)


@dataclass(frozen=True)
class Offer:
    """What can be proposed again at one question; ``remarks`` say what it would replace."""

    earlier: EarlierAnswer
    remarks: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class WayBack:
    """What can be proposed again, and what is left out with the reason."""

    offers: list[Offer]
    left_out: list[tuple[Question, str]]


@dataclass(frozen=True)
class _Target:
    """A part as it stood before the ``first`` change that is undone, and after the last one."""

    old: _Value
    new: _Value
    first: Revision


def changes_of(sheet: Sheet) -> list[Revision]:
    """Return the approved changes of a sheet in the order in which they were decided."""
    return list(visible_to_all().filter(sheet=sheet).select_related("author"))


def before_changes(
    sheet: Sheet,
    changes: Sequence[Revision],
    undone: Collection[Revision],
    *,
    replaces_later: bool = False,
) -> WayBack:
    """Return the answers and codes from before some of the sheet's approved ``changes``.

    Parts that somebody else has changed since are left out; with ``replaces_later`` they are
    offered with a remark. The sheet is loaded with its sections.
    """
    now, left_out = approved_state(sheet), _Reasons()
    for revision in undone:
        if revision.origin == Origin.PRINTED:
            left_out.add(
                revision.question, "The printed sheet does not say which words it changed."
            )
    targets = _targets(sheet, [target for target in undone if target.origin != Origin.PRINTED])
    kept, remarks = {}, _Reasons()
    again = _changed_again(changes, undone, targets)
    for (number, part), target in targets.items():
        why = _why_not(target, _value(now, number, part), again.get((number, part)))
        if why and not replaces_later:
            left_out.add(number, why)
            continue
        if why:
            remarks.add(number, f"{why} This would replace that too.")
        kept[number, part] = target.old
    return _way_back(now, kept, _notes(sheet, changes, targets), remarks, left_out)


def as_of(
    sheet: Sheet, changes: Sequence[Revision], question: Question, moment: datetime
) -> WayBack:
    """Return a question's approved answer and codes at the moment; nothing before the record."""
    then, now = sheet_at(sheet, moment), approved_state(sheet)
    if then is None:
        return WayBack([], [(question, "No answer of the sheet was approved yet.")])
    number, remarks = question.number, _Reasons()
    kept: dict[_Part, _Value] = {(number, _PROSE): then.answers[number]}
    gone = then.coding.members.keys() - now.coding.members.keys()
    for cell in {**now.coding.cells, **then.coding.cells}:
        is_lost = number == _ROSTER and gone.intersection(Address.of(cell).keys)
        if is_lost or home_of(cell) == number:
            kept[home_of(cell), cell] = then.coding.cells.get(cell)
    earlier = [change for change in changes if change.decided_at and change.decided_at <= moment]
    for change in changes[len(earlier) :]:
        if change.question == number:
            remarks.add(number, f"Approved since: the change by {_author_and_day(change)}.")
    notes = {at: f"Goes back to {_author(sheet, at, earlier)}." for at, _ in kept}
    return _way_back(now, kept, notes, remarks, _Reasons())


class _Reasons(dict[int, list[str]]):
    """Sentences by question, each once."""

    def add(self, number: int, sentence: str) -> None:
        texts = self.setdefault(number, [])
        if sentence not in texts:
            texts.append(sentence)


def _targets(sheet: Sheet, undone: Iterable[Revision]) -> dict[_Part, _Target]:
    targets: dict[_Part, _Target] = {}
    for revision in undone:
        for part, old, new in _parts(sheet, revision):
            known = targets.get(part, _Target(old, new, revision))
            targets[part] = replace(known, new=new)
    return targets


def _parts(sheet: Sheet, revision: Revision) -> Iterator[tuple[_Part, _Value, _Value]]:
    """Yield what a change did: each part, what stood there before, and what stood there after."""
    if revision.changes_text:
        yield (revision.question, _PROSE), revision.base, revision.text
    for cell, new in revision.codes.items():
        old = revision.base_codes.get(cell)
        if old != new:
            yield (revision.question, cell), old, new
    for cell, value in _lost_with(sheet, revision).items():
        yield (home_of(cell), cell), value, None


def _lost_with(sheet: Sheet, revision: Revision) -> Cells:
    """Return the codes of the members that the change removed, which were removed with them."""
    members = {Address.of(cell).member for cell, value in revision.codes.items() if value is None}
    off = {key for key in members if f"{key}/member" in revision.codes}
    if not off or revision.decided_at is None:
        return {}
    before = sheet_at(sheet, revision.decided_at - _JUST_BEFORE)
    cells = before.coding.cells.items() if before else ()
    return {
        cell: value
        for cell, value in cells
        if off.intersection(Address.of(cell).keys) and cell not in revision.codes
    }


def _changed_again(
    changes: Sequence[Revision], undone: Collection[Revision], targets: Mapping[_Part, _Target]
) -> dict[_Part, Revision]:
    """Return, for each part, the last later change that is not to be undone."""
    places = {revision.pk: place for place, revision in enumerate(changes)}
    others = [change for change in changes if change.pk not in {revision.pk for revision in undone}]
    again = {}
    for part, target in targets.items():
        behind = places[target.first.pk]
        for other in others:
            if places[other.pk] > behind and _touches(other, part, target):
                again[part] = other
    return again


def _touches(other: Revision, part: _Part, target: _Target) -> bool:
    number, cell = part
    if cell == _PROSE:
        return other.question == number and other.changes_text
    if cell.endswith("/member") and target.old is None:  # its codes would go with it
        member = Address.of(cell).member
        return any(member in Address.of(code).keys for code in other.codes)
    return cell in other.codes


def _why_not(target: _Target, now: _Value, again: Revision | None) -> str:
    if now == target.old:
        return ""
    if again:
        return f"Changed again since, by {_author_and_day(again)}."
    return "" if now == target.new else "Another answer is approved there by now."


def _way_back(
    now: SheetState,
    kept: Mapping[_Part, _Value],
    notes: Mapping[int, str],
    remarks: _Reasons,
    left_out: _Reasons,
) -> WayBack:
    """Group the parts by question, without those that have this value now."""
    texts = {number: value for (number, part), value in kept.items() if part == _PROSE}
    cells = {part: value for (_, part), value in kept.items() if part != _PROSE}
    changed = {c: v for c, v in cells.items() if v != now.coding.cells.get(c)}
    possible, offers = _possible(now, changed), []
    for number in sorted({number for number, _ in kept}):
        text = texts.get(number, now.answers[number])
        new = str(text) if text != now.answers[number] else None
        codes = {cell: value for cell, value in possible.items() if home_of(cell) == number}
        if new is not None or codes:
            earlier = EarlierAnswer(BY_NUMBER[number], notes[number], new, codes)
            offers.append(Offer(earlier, remarks.get(number, [])))
        elif any(home_of(cell) == number for cell in changed):
            left_out.add(number, "The codes are of members that would not be on the roster.")
        elif number not in left_out:
            left_out.add(number, "It is approved as it was then.")
    ordered = sorted(left_out.items())
    return WayBack(
        offers, [(BY_NUMBER[number], why) for number, reasons in ordered for why in reasons]
    )


def _possible(now: SheetState, cells: Mapping[str, _Value]) -> dict[str, int | None]:
    """Return the codes of members that are on the roster, or return to it with these codes.

    Codes of members that are removed are left out.
    """
    rosters = {Address.of(c).member: v for c, v in cells.items() if c.endswith("/member")}
    standing = now.coding.members.keys() | {key for key, value in rosters.items() if value}
    standing -= {key for key, value in rosters.items() if value is None}
    return {
        cell: None if value is None else int(value)
        for cell, value in cells.items()
        if cell.endswith("/member") or standing.issuperset(Address.of(cell).keys)
    }


def _value(state: SheetState, number: int, part: str) -> _Value:
    return state.answers[number] if part == _PROSE else state.coding.cells.get(part)


_ROSTER = declared("member").home


def _notes(
    sheet: Sheet, changes: Sequence[Revision], targets: Mapping[_Part, _Target]
) -> dict[int, str]:
    """Return a note for each question: to whose answer it goes back, and before which change."""
    notes: dict[int, str] = {}
    places = {revision.pk: place for place, revision in enumerate(changes)}
    for (number, _), target in targets.items():
        first = target.first
        whose = _author(sheet, number, changes[: places[first.pk]])
        notes.setdefault(
            number, f"Goes back to {whose}, before the change by {_author_and_day(first)}."
        )
    return notes


def _author(sheet: Sheet, number: int, changes: Sequence[Revision]) -> str:
    """Return whose answer a question had after the changes."""
    at_question = [change for change in changes if change.question == number]
    if at_question:
        return f"the answer by {_author_and_day(at_question[-1])}"
    if sheet.printed_from:
        return f"the answer of the printed sheet {sheet.printed_from}"
    return "the first answer there"


def _author_and_day(revision: Revision) -> str:
    day = day_of(revision.decided_at)
    return f"{revision.author_name} of {day.day} {day:%B %Y}"
