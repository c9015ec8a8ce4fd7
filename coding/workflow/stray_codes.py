"""Members that an author has taken off a drafted roster, and the codes drafted for them before."""

from coding.codebook.cells import Address, CellValues
from coding.models import Membership, Revision
from coding.models.variables import declared


def leave_out_strays(revision: Revision) -> None:
    """Take codes out of a revision, about to be submitted, whose member is on no roster.

    That is neither the approved one nor the one that the author proposes: nobody could approve
    them. Until then they stay, since a member that was taken off can be put back; and where the
    author proposes no roster, they wait for one.
    """
    members = {key for cell in revision.codes for key in _keys(cell)}
    if not members or revision.question == declared("member").home:
        return
    standing = {one.key for one in Membership.objects.filter(sheet=revision.sheet_id)}
    if members <= standing:
        return
    proposed = _proposed(revision)
    if proposed is None:
        return
    standing |= proposed
    kept = _of_members(revision.codes, standing)
    if kept != revision.codes:
        revision.codes, revision.base_codes = kept, _of_members(revision.base_codes, standing)
        revision.save(update_fields=["codes", "base_codes"])


def _proposed(revision: Revision) -> set[str] | None:
    """Return the members on the author's roster that is open or came back; None without one."""
    own = Revision.objects.standing().filter(
        sheet=revision.sheet_id,
        author=revision.author_id,
        question=declared("member").home or 0,
    )
    rosters = [one.codes for one in own if any(cell.endswith("/member") for cell in one.codes)]
    if not rosters:
        return None
    return {
        Address.of(cell).member
        for codes in rosters
        for cell, value in codes.items()
        if cell.endswith("/member") and value is not None
    }


def _of_members(cells: CellValues, standing: set[str]) -> CellValues:
    return {cell: value for cell, value in cells.items() if standing.issuperset(_keys(cell))}


def _keys(cell: str) -> list[str]:
    at = Address.of(cell)
    return [key for key in (at.member, at.partner) if key]
