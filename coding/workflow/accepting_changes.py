"""Accepts what somebody changed past the site, of rows that are no part of the record.

An operator sometimes has to: the last admin who lost a telephone is let in from a shell, say. The
chain keeps that it was so; who accepted it, and why, stands in the security log.
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection

from coding.models.covered_by_chain import beside_the_record
from coding.models.covered_rows import Covered
from coding.models.next_numbers import NEXT_NUMBERS, go_on_behind_the_last_row, numbered
from coding.models.seal import seal
from coding.models.sealed_rows import every_sealed
from coding.workflow.chaining import note_accepted, recorded
from coding.workflow.refusals import Refused


@recorded()
def accept(place: str) -> None:
    """Take a row as it stands now, or that it is gone; ``place`` as verify names it.

    Of a table whose last rows were lost, SQLite numbers the next one behind those that are there.
    """
    name, _, key = place.partition(":")[0].strip().rpartition(" ")
    sealed = {covered.name: covered for covered in every_sealed()}
    linked = {
        covered.name: covered for covered in beside_the_record() if not covered.is_written_once
    }
    if name in linked:
        note_accepted(linked[name], _key(linked[name], key))
    elif name in sealed:
        seal(sealed[name], [_key(sealed[name], key)])
    elif name == NEXT_NUMBERS and key in numbered() and connection.vendor == "sqlite":
        go_on_behind_the_last_row(numbered()[key])
    else:
        raise Refused(
            f"“{place}” cannot be accepted as it stands. Only what verify names of people, roles, "
            "runs, rows that come and go, and numbers that SQLite gives next can: as "
            "“auth_user 3”. docs/verify.md says what to do with others."
        )


def _key(covered: Covered, text: str) -> Any:
    try:
        return covered.model._meta.pk.to_python(text)
    except ValidationError:
        raise Refused(f"“{text}” is no key of {covered.name}. Write it as verify does.") from None
