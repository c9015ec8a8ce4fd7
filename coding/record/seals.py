"""Whether rows that come and go, roles and rights, and what Django declares are as sealed."""

from collections.abc import Iterator

from django.db import connection

from coding.models import Seal
from coding.models.seal import place_of
from coding.models.sealed_rows import every_sealed
from coding.record.faults import Misfit


def faults() -> Iterator[Misfit]:
    """Yield each row that the site did not write last, each without a seal, and each that is gone.

    A row that owns nothing, such as a person without roles, has no seal.
    """
    seals = dict(Seal.objects.values_list("place", "content"))
    for covered in every_sealed():
        for key, row in covered.rows(connection):
            place = place_of(covered, key)
            seal, content = seals.pop(place, None), covered.content(row)
            if seal is None and not (covered.owned and covered.is_blank(row)):
                yield Misfit(place, "It has no seal: it was written past the site.", "no row")
            elif seal not in (None, content):
                found = "It is not as the site wrote it last."
                yield Misfit(place, found, f"as its content was, {seal}")
    for place, content in seals.items():
        yield Misfit(place, "The row is gone.", f"there, with the content {content}")
