"""Rows that count their codes whenever they are saved, so that lists need not read them."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from django.db import models

from coding.codebook.still_to_do import count_row
from coding.models.code_fields import Code


class CountedCodes(models.Model):
    """How many codes of the row are asked for, and how many of these are given."""

    counts: Sequence[str] = ("codes_given", "codes_asked")

    codes_given = models.PositiveSmallIntegerField(default=0, editable=False)
    codes_asked = models.PositiveSmallIntegerField(default=0, editable=False)

    class Meta:
        abstract = True

    def write_down(self) -> None:
        self.count()
        super().write_down()  # type: ignore[misc]

    def count(self) -> None:
        """Count anew what the row holds."""
        declared = codes_on(type(self))
        codes = {variable.name: getattr(self, variable.name) for variable in declared}
        self.codes_given, self.codes_asked = count_row(codes, declared)


@cache
def codes_on(model: type[models.Model]) -> tuple[Any, ...]:
    return tuple(field for field in model._meta.local_fields if isinstance(field, Code))
