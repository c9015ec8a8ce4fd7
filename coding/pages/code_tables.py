"""The tables in which members' codes are typed, put together in Python.

A sheet of 59 members has over a thousand boxes at one question; the template engine would take
seconds for them (docs/benchmarks.md). With few members the variables stand below one another with
their labels and each member is a column; with many, each member is a row and the boxes are narrow.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from coding.codebook.cells import Address
from coding.codebook.variables import Variable
from coding.forms.typed_codes import MISSING_SIGN
from coding.pages.code_boxes import Boxes, control, one_box

FEW = 6  # members that stand side by side
_NO_BREAK = "\N{NO-BREAK SPACE}"


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
    variables: tuple[Variable, ...]

    @property
    def heading(self) -> str:
        """What the column is called: the codebook's name, or the date's."""
        one = len(self.variables) == 1
        return self.variables[0].name if one else self.label


def member_table(groups: Sequence[Group], members: Sequence[Member], boxes: Boxes) -> SafeString:
    """Return the table in which members' codes are typed."""
    if len(members) <= FEW:
        return mark_safe(_side_by_side(groups, members, boxes) + _legend(groups, narrow=False))
    rows = [
        f"<tr>{_row_head(member)}<td>{escape(member.entry)}</td>{cells}</tr>"
        for member, cells in _rows(groups, members, boxes, narrow=True)
    ]
    head = _head(groups, members, boxes, before="Entry", narrow=True)
    return mark_safe(_table(head, "".join(rows), "rows") + _legend(groups, narrow=True))


def roster_table(
    groups: Sequence[Group], members: Sequence[Member], leaving: Sequence[Member], boxes: Boxes
) -> SafeString:
    """Return the table of the members themselves: each can be taken off, and put back.

    ``leaving`` are members that the draft takes off.
    """
    narrow = len(members) > FEW
    rows = [
        f"<tr>{_row_head(member)}{cells}<td>{_take_off(member, boxes)}</td></tr>"
        for member, cells in _rows(groups, members, boxes, narrow=narrow)
    ]
    rows += [
        f'<tr class="leaving">{_row_head(member)}<td colspan="{len(groups)}">'
        f"is taken off once this is approved</td><td>{_put_back(member, boxes)}</td></tr>"
        for member in leaving
    ]
    head = _head(groups, members, boxes, after="Take off", narrow=narrow)
    return mark_safe(_table(head, "".join(rows), "rows") + _legend(groups, narrow=narrow))


def _side_by_side(groups: Sequence[Group], members: Sequence[Member], boxes: Boxes) -> str:
    several = len(members) > 1
    heads = "".join(f'<th scope="col">{_member_head(member)}</th>' for member in members)
    rows = "".join(
        f'<tr><th scope="row">{_group_head(group)}</th>'
        + (f'<td class="all">{_all_boxes(group, boxes, narrow=False)}</td>' if several else "")
        + "".join(f"<td>{_cell_boxes(group, one, boxes, narrow=False)}</td>" for one in members)
        + "</tr>"
        for group in groups
    )
    every = '<th scope="col" class="all">Same for all</th>' if several else ""
    return _table(f'<tr><th scope="col">Code</th>{every}{heads}</tr>', rows, "beside")


def _rows(
    groups: Sequence[Group], members: Iterable[Member], boxes: Boxes, *, narrow: bool
) -> Iterable[tuple[Member, str]]:
    for member in members:
        cells = (f"<td>{_cell_boxes(group, member, boxes, narrow=narrow)}</td>" for group in groups)
        yield member, "".join(cells)


def _head(
    groups: Sequence[Group],
    members: Sequence[Member],
    boxes: Boxes,
    *,
    narrow: bool,
    before: str = "",
    after: str = "",
) -> str:
    """Return the rows that stay in sight: the columns' names, and a box for all members each."""
    names = [f'<th scope="col">{_group_head(group)}</th>' for group in groups]
    every = [f"<td>{_all_boxes(group, boxes, narrow=narrow)}</td>" for group in groups]
    if before:
        names.insert(0, f'<th scope="col">{before}</th>')
        every.insert(0, "<td></td>")
    if after:
        names.append(f'<th scope="col">{after}</th>')
        every.append("<td></td>")
    head = f'<tr><th scope="col">Member</th>{"".join(names)}</tr>'
    if len(members) > 1:
        head += f'<tr class="all"><th scope="row">Same for all</th>{"".join(every)}</tr>'
    return head


def _table(head: str, rows: str, layout: str, label: str = "Codes of the members") -> str:
    return (
        f'<div class="scroll {layout}" tabindex="0" role="region" aria-label="{escape(label)}">'
        f'<table class="codes {layout}"><thead>{head}</thead><tbody>{rows}</tbody></table></div>'
    )


def _row_head(member: Member) -> str:
    return f'<th scope="row">{_name(member)}</th>'


def _name(member: Member) -> str:
    new = ' <span class="chip draft">new</span>' if member.is_new else ""
    return f"{escape(member.name)}{new}"


def _member_head(member: Member) -> str:
    return f'{_name(member)}<span class="soft">{escape(_spell(member))}</span>'


def _spell(member: Member) -> str:
    spell = f"{member.entry} – {member.exit}" if member.exit else member.entry
    return spell.replace(" ", _NO_BREAK).replace(f"{_NO_BREAK}–{_NO_BREAK}", " – ")


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
        box = control(variable, name, "", narrow=narrow)
        parts.append(box.replace("not coded yet", "each its own", 1))
    return "".join(parts)


def _take_off(member: Member, boxes: Boxes) -> str:
    cell = Address("member", member.key).cell
    state = escape(boxes.text(cell))
    return (
        f'<input type="hidden" name="{boxes.prefix}code:{cell}" data-cell="{cell}" value="{state}">'
        f'<input type="checkbox" name="{boxes.prefix}remove:{member.key}" value="1" '
        f'data-take-off="{state}" aria-label="Take {escape(member.name)} off the roster">'
    )


def _put_back(member: Member, boxes: Boxes) -> str:
    """Return the box that undoes it: where it is ticked, its value comes second, and counts."""
    cell = Address("member", member.key).cell
    state = boxes.approved[cell]
    return (
        f'<input type="hidden" name="{boxes.prefix}code:{cell}" data-cell="{cell}" value="">'
        f'<label><input type="checkbox" name="{boxes.prefix}code:{cell}" value="{state}" '
        f'data-put-back="{state}" aria-label="Put {escape(member.name)} back"> put back</label>'
    )


def _legend(groups: Iterable[Group], *, narrow: bool) -> str:
    """Tell what the numbers in the boxes mean; variables with the same codes share a line."""
    by_codes: dict[str, list[str]] = {}
    for group in groups:
        for variable in group.variables:
            if variable.codes and not narrow:
                continue  # the lists show their labels themselves
            said = [variable.describe(value) for value in variable.codes]
            if variable.missing:
                said.append(f"{MISSING_SIGN} missing: {variable.missing}")
            by_codes.setdefault(" · ".join(said), []).append(variable.name)
    lines = [
        f"<dt>{', '.join(names) if len(by_codes) > 1 else 'Each'}</dt><dd>{escape(said)}</dd>"
        for said, names in by_codes.items()
        if said
    ]
    return f'<dl class="legend">{"".join(lines)}</dl>' if lines else ""


def pair_table(
    variables: Sequence[Variable], giver: Member, receivers: Sequence[Member], boxes: Boxes
) -> SafeString:
    """Return what one member owes each other one; an empty box says "as it owes all"."""
    heads = "".join(f'<th scope="col"><b>{escape(one.name)}</b></th>' for one in variables)
    rows = []
    for receiver in receivers:
        cells = "".join(f"<td>{_pair_box(one, giver, receiver, boxes)}</td>" for one in variables)
        rows.append(f"<tr>{_row_head(receiver)}{cells}</tr>")
    head = f'<tr><th scope="col">toward</th>{heads}</tr>'
    label = f"What {giver.name} owes each other member"
    return mark_safe(_table(head, "".join(rows), "rows pairs", label))


def _pair_box(variable: Variable, giver: Member, receiver: Member, boxes: Boxes) -> str:
    cell = Address(variable.name, giver.key, receiver.key).cell
    label = f"{variable.name} of {giver.name} toward {receiver.name}"
    return one_box(variable, cell, boxes, label, narrow=True)
