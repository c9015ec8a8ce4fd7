"""A proposal in a few words."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from coding.codebook.cells import Address, CellValues, Coding
from coding.codebook.coded_dates import EXIT
from coding.history.codes_in_words import Names, date_in_words, name_of_member, names_listed
from coding.models import Revision
from coding.pages.loaded_sheet import LoadedSheet


def in_words(
    loaded: LoadedSheet, revision: Revision, approved: str, replaced: CellValues
) -> list[str]:
    """Describe the changes to the ``approved`` answer and to the sheet's codes.

    ``replaced`` holds the approved values of the cells that it proposes.
    """
    given = revision.codes.items()
    changed = {cell: value for cell, value in given if value != replaced.get(cell)}
    is_coded = bool(loaded.cells_at(revision.question))
    codes = _ProposedCodes(changed, replaced, loaded.approved.coding, is_coded, loaded.names)
    return [*_prose_in_words(revision, approved), *codes.in_words()]


def _prose_in_words(revision: Revision, approved: str) -> Iterator[str]:
    if not revision.changes_text:
        return
    if revision.text == approved:
        yield "The answer as it is approved already"
    elif not approved:
        yield "First answer"
    elif not revision.text:
        yield "Answer emptied"
    else:
        yield "Answer changed"


@dataclass(frozen=True)
class _ProposedCodes:
    """The cells that a proposal changes, the values they replace, and all approved codes.

    ``is_coded`` says that a code of the question is approved.
    """

    changed: CellValues
    replaced: CellValues
    coding: Coding
    is_coded: bool
    names: Names

    def in_words(self) -> Iterator[str]:
        if self.joining:
            yield f"Joins: {self._named(self.joining)}"
        if self.taken_off:
            yield f"Taken off the roster: {self._named(self.taken_off)}"
        if self.leaving:
            yield f"Leaves: {names_listed(map(self._with_exit, self.leaving))}"
        strangers = {key for at in self.rest for key in at.keys if key not in self.coding.members}
        yield from self._of_known([at.cell for at in self.rest if strangers.isdisjoint(at.keys)])
        if strangers:
            yield f"Codes of members that are not approved yet: {self._named(sorted(strangers))}"

    def _of_known(self, cells: list[str]) -> Iterator[str]:
        new = [cell for cell in cells if self.replaced.get(cell) is None]
        back = [cell for cell in cells if self.changed[cell] is None]
        if len(new) + len(back) < len(cells):
            yield "Codes changed"
        if new:
            yield "Codes added" if self.is_coded else "First codes"
        if back:
            yield "Codes cleared"

    @cached_property
    def joining(self) -> list[str]:
        return [key for key, value in self._rosters if value is not None]

    @cached_property
    def taken_off(self) -> list[str]:
        return [key for key, value in self._rosters if value is None]

    @property
    def _rosters(self) -> Iterator[tuple[str, int | None]]:
        for cell, value in self.changed.items():
            at = Address.of(cell)
            if at.variable == "member":
                yield at.member, value

    @cached_property
    def leaving(self) -> list[str]:
        """The approved members that get a first year of exit."""
        return [
            key
            for key in self.coding.members
            if self.changed.get(f"{key}/yrexit") and not self.replaced.get(f"{key}/yrexit")
        ]

    @cached_property
    def rest(self) -> list[Address]:
        """The cells except those of members that come and go."""
        already, at = {*self.joining, *self.taken_off}, map(Address.of, self.changed)
        return [
            address
            for address in at
            if already.isdisjoint(address.keys)
            and not (address.member in self.leaving and address.variable in EXIT)
        ]

    def _named(self, keys: list[str]) -> str:
        return names_listed(name_of_member(key, self.names) for key in keys)

    def _with_exit(self, key: str) -> str:
        cells = {**self.coding.cells, **self.changed}
        return f"{name_of_member(key, self.names)} ({date_in_words(cells, key, 'exit')})"
