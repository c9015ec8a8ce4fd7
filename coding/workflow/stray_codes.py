"""Codes drafted for members that the author's roster no longer lists."""

from collections.abc import Iterable

from coding.codebook.cells import Address, CellValues
from coding.models import Revision
from coding.models.variables import declared


def leave_out_strays(revision: Revision, approved: Iterable[str]) -> None:
    """Remove codes of members that are on no roster from a revision that is being submitted.

    Neither the ``approved`` roster nor the one that the author proposes lists them, so nobody could
    approve them. Drafts keep them, since the author may put the member back. Where the author
    proposes no roster, the codes wait for one.
    """
    members = {key for cell in revision.codes for key in Address.of(cell).keys}
    if not members or revision.question == declared("member").home:
        return
    standing = {*approved}
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
    own = Revision.objects.standing().filter(
        sheet=revision.sheet_id, author=revision.author_id, question=declared("member").home or 0
    )
    rosters = [
        draft.codes for draft in own if any(cell.endswith("/member") for cell in draft.codes)
    ]
    if not rosters:
        return None
    return {
        Address.of(cell).member
        for codes in rosters
        for cell, value in codes.items()
        if cell.endswith("/member") and value is not None
    }


def _of_members(cells: CellValues, standing: set[str]) -> CellValues:
    return {
        cell: value for cell, value in cells.items() if standing.issuperset(Address.of(cell).keys)
    }
