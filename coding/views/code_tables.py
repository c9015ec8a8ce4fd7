"""The boxes and tables in which codes are typed, put together in Python.

A sheet of 59 members has over a thousand boxes at one question; the template engine would take
seconds for them (docs/benchmarks.md). With few members the variables stand below one another with
their labels and each member is a column; with many, each member is a row and the boxes are narrow.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from coding.codebook.cells import Address
from coding.forms.codes import MISSING_SIGN, written
from coding.models.variables import BY_NAME, VariableInfo

FEW = 6  # members that stand side by side


@dataclass(frozen=True)
class Member:
    """One spell of a state in the alliance, as tables show it."""

    key: str
    name: str
    entry: str
    exit: str
    is_new: bool = False


@dataclass(frozen=True)
class Group:
    """Variables that share one column: a date's parts, or a single variable."""

    label: str
    variables: tuple[VariableInfo, ...]

    @property
    def heading(self) -> str:
        """What the column is called: the codebook's name, or the date's."""
        one = len(self.variables) == 1
        return self.variables[0].name if one else self.label


@dataclass(frozen=True)
class Boxes:
    """What the boxes of one question hold, and what was typed where it could not be kept."""

    shown: Mapping[str, int | None]
    typed: Mapping[str, str]
    prefix: str = ""

    def text(self, cell: str) -> str:
        """What stands in the box."""
        return self.typed[cell] if cell in self.typed else written(self.shown.get(cell))


def one_box(
    variable: VariableInfo, cell: str, boxes: Boxes, label: str, *, narrow: bool = False
) -> str:
    """Return the box for one cell: a list of its labelled codes, or a field for a number."""
    name = f'name="{boxes.prefix}code:{cell}" data-cell="{cell}" aria-label="{escape(label)}"'
    return _control(variable, name, boxes.text(cell), narrow=narrow)


def _control(variable: VariableInfo, name: str, text: str, *, narrow: bool) -> str:
    if variable.codes and not narrow:
        options = _options(variable.name, bool(variable.missing) or text == MISSING_SIGN)
        if text and f'value="{escape(text)}"' not in options:  # published without a label
            options += f'<option value="{escape(text)}">{escape(text)} (no label)</option>'
        chosen = f'<option value="{escape(text)}"'
        return f"<select {name}>{options.replace(f'{chosen}>', f'{chosen} selected>', 1)}</select>"
    size = 4 if variable.kind.most > 99 and not variable.codes else 2
    return (
        f'<input {name} value="{escape(text)}" size="{size}" inputmode="numeric" '
        f'autocomplete="off" class="code">'
    )


@lru_cache(maxsize=512)
def _options(name: str, may_be_missing: bool) -> str:
    variable = BY_NAME[name]
    parts = ['<option value="">not coded yet</option>']
    parts += [
        f'<option value="{value}">{escape(variable.describe(value))}</option>'
        for value in variable.codes
    ]
    if may_be_missing:
        reason = f" – {variable.missing}" if variable.missing else ""
        parts.append(f'<option value="{MISSING_SIGN}">missing{escape(reason)}</option>')
    return "".join(parts)


def member_table(
    groups: Sequence[Group], members: Sequence[Member], boxes: Boxes, *, is_roster: bool = False
) -> SafeString:
    """Return the table in which members' codes are typed."""
    if len(members) <= FEW and not is_roster:
        return mark_safe(_side_by_side(groups, members, boxes))
    return mark_safe(_row_by_row(groups, members, boxes, is_roster=is_roster))


def _side_by_side(groups: Sequence[Group], members: Sequence[Member], boxes: Boxes) -> str:
    several = len(members) > 1
    heads = "".join(f'<th scope="col">{_member_head(member)}</th>' for member in members)
    rows = "".join(
        f'<tr><th scope="row">{_group_head(group)}</th>'
        + (f"<td>{_all_boxes(group, boxes, narrow=False)}</td>" if several else "")
        + "".join(f"<td>{_cell_boxes(group, one, boxes, narrow=False)}</td>" for one in members)
        + "</tr>"
        for group in groups
    )
    every = '<th scope="col">All</th>' if several else ""
    return _table(f'<tr><th scope="col">Code</th>{every}{heads}</tr>', rows, "beside")


def _row_by_row(
    groups: Sequence[Group], members: Sequence[Member], boxes: Boxes, *, is_roster: bool
) -> str:
    narrow = len(members) > FEW
    dates = "" if is_roster else '<th scope="col">Entry</th>'
    heads = "".join(f'<th scope="col">{_group_head(group)}</th>' for group in groups)
    off = '<th scope="col">Take off</th>' if is_roster else ""
    head = f'<tr><th scope="col">Member</th>{dates}{heads}{off}</tr>'
    if len(members) > 1:
        every = "".join(f"<td>{_all_boxes(group, boxes, narrow=narrow)}</td>" for group in groups)
        blank = "" if is_roster else "<td></td>"
        end = "<td></td>" if is_roster else ""
        head += f'<tr class="all"><th scope="row">Same for all</th>{blank}{every}{end}</tr>'
    rows = []
    for member in members:
        cells = "".join(
            f"<td>{_cell_boxes(group, member, boxes, narrow=narrow)}</td>" for group in groups
        )
        entry = "" if is_roster else f"<td>{escape(member.entry)}</td>"
        take_off = f"<td>{_take_off(member, boxes)}</td>" if is_roster else ""
        rows.append(f'<tr><th scope="row">{_name(member)}</th>{entry}{cells}{take_off}</tr>')
    return _table(head, "".join(rows), "rows") + (_legend(groups) if narrow else "")


def _table(head: str, rows: str, layout: str) -> str:
    return (
        f'<div class="scroll" tabindex="0"><table class="codes {layout}">'
        f"<thead>{head}</thead><tbody>{rows}</tbody></table></div>"
    )


def _name(member: Member) -> str:
    new = ' <span class="chip draft">new</span>' if member.is_new else ""
    return f"{escape(member.name)}{new}"


def _member_head(member: Member) -> str:
    return f'{_name(member)}<span class="soft">{escape(_spell(member))}</span>'


def _spell(member: Member) -> str:
    return f"{member.entry} – {member.exit}" if member.exit else member.entry


def _group_head(group: Group) -> str:
    label = f'<span class="soft">{escape(group.label)}</span>' if len(group.variables) == 1 else ""
    return f"<b>{escape(group.heading)}</b>{label}"


def _cell_boxes(group: Group, member: Member, boxes: Boxes, *, narrow: bool) -> str:
    parts = (
        one_box(
            variable,
            Address(variable.name, member.key).cell,
            boxes,
            f"{variable.name} of {member.name}",
            narrow=narrow,
        )
        for variable in group.variables
    )
    return "".join(parts)


def _all_boxes(group: Group, boxes: Boxes, *, narrow: bool) -> str:
    parts = []
    for variable in group.variables:
        name = (
            f'name="{boxes.prefix}all:{variable.name}" data-all="{variable.name}" '
            f'aria-label="{variable.name}: the same for all members"'
        )
        control = _control(variable, name, "", narrow=narrow)
        parts.append(control.replace("not coded yet", "each its own", 1))
    return "".join(parts)


def _take_off(member: Member, boxes: Boxes) -> str:
    cell = Address("member", member.key).cell
    state = boxes.text(cell)
    return (
        f'<input type="hidden" name="{boxes.prefix}code:{cell}" data-cell="{cell}" value="{state}">'
        f'<input type="checkbox" name="{boxes.prefix}remove:{member.key}" value="1" '
        f'aria-label="Take {escape(member.name)} off the roster">'
    )


def _legend(groups: Iterable[Group]) -> str:
    """Tell what the numbers in narrow boxes mean; variables with the same codes share a line."""
    by_codes: dict[str, list[str]] = {}
    for group in groups:
        for variable in group.variables:
            said = " · ".join(variable.describe(value) for value in variable.codes)
            if variable.missing:
                said += f"{' · ' if said else ''}{MISSING_SIGN} missing"
            by_codes.setdefault(said, []).append(variable.name)
    lines = "".join(
        f"<dt>{escape(', '.join(names))}</dt><dd>{escape(said)}</dd>"
        for said, names in by_codes.items()
        if said
    )
    return f'<dl class="legend">{lines}</dl>'


def pair_table(
    variables: Sequence[VariableInfo], giver: Member, receivers: Sequence[Member], boxes: Boxes
) -> SafeString:
    """Return what one member owes each other one; an empty box says "as it owes all"."""
    heads = "".join(f'<th scope="col"><b>{escape(one.name)}</b></th>' for one in variables)
    rows = []
    for receiver in receivers:
        cells = "".join(f"<td>{_pair_box(one, giver, receiver, boxes)}</td>" for one in variables)
        rows.append(f'<tr><th scope="row">{_name(receiver)}</th>{cells}</tr>')
    head = f'<tr><th scope="col">toward</th>{heads}</tr>'
    return mark_safe(_table(head, "".join(rows), "rows pairs"))


def _pair_box(variable: VariableInfo, giver: Member, receiver: Member, boxes: Boxes) -> str:
    cell = Address(variable.name, giver.key, receiver.key).cell
    label = f"{variable.name} of {giver.name} toward {receiver.name}"
    return one_box(variable, cell, boxes, label, narrow=True)
