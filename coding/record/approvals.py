"""What approved revisions said, to tell whether a change in history follows from one."""

from typing import Any

from django.db import connection

from coding.codebook.cells import Address, CellValues, member_key
from coding.models import Revision
from coding.models.covered_rows import Covered
from coding.models.membership import Membership, PairObligation
from coding.models.questionnaire import BY_NUMBER, IDENTIFIER
from coding.models.revision import Status

_IDENTITY = ("id", "sheet_id", "member", "spell", "giver_id", "receiver_id")

Said = tuple[str, str, CellValues]  # the field of the question, the answer, the codes


class Approvals:
    """What each approved revision wrote; read once, as nearly all history refers to one."""

    def __init__(self) -> None:
        fields = ("status", "question", "text", "codes")
        rows = Covered.of(Revision, fields=fields).rows(connection)
        self._said: dict[int, Said] = {
            pk: (BY_NUMBER[row["question"]].key, row["text"], row["codes"])
            for pk, row in rows
            if row["status"] == Status.APPROVED and row["question"] in BY_NUMBER
        }

    def explain(
        self, model: Any, row: dict[str, Any], name: str, was: Any, *, is_new: bool
    ) -> bool:
        """Whether the new value of a column follows from a revision, or needs none.

        Rows without a revision come from an import: it brings rows, fills in what was not coded,
        and gives a sheet another number.
        """
        if is_new and name in _IDENTITY:
            return True
        explained = self._said.get(row["revision_id"] or 0)
        if explained is None:
            return is_new or was in (None, {}) or name in (IDENTIFIER.key, "own")
        value, (question, text, codes) = row[name], explained
        if name == question:
            return bool(value == text)
        if model is Membership:
            return _of_member(row, name, was, codes)
        if model is PairObligation:
            return any(">" in cell and cell.endswith(f"/{name}") for cell in codes)
        return name in codes and codes[name] == value


def _of_member(row: dict[str, Any], name: str, was: Any, codes: CellValues) -> bool:
    key = member_key(row["member"], row["spell"])
    recorded = {
        Address.of(cell).variable: value
        for cell, value in codes.items()
        if cell.startswith(f"{key}/")
    }
    if name != "own":
        return name in recorded and recorded[name] == row[name]
    changed = {code for code in {*row[name], *(was or {})} if row[name].get(code) != was.get(code)}
    return all(recorded.get(code) == row[name].get(code) for code in changed)
