"""What the five section models have in common: one row per sheet, approved answers only."""

from typing import ClassVar

from django.db import models

from coding.models.answer_fields import Answer
from coding.models.counted_codes import CountedCodes
from coding.models.sheet import Sheet
from coding.models.tracking import Tracked


class SectionRow(CountedCodes, Tracked):
    """The approved answers to the questions of one printed section of one sheet.

    A proposal never stands here: it lives in Revision until a reviewer approves it.
    """

    numeral: ClassVar[str]
    title: ClassVar[str]
    counts = (*CountedCodes.counts, "answered")

    sheet = models.OneToOneField(Sheet, on_delete=models.PROTECT, related_name="%(class)s")
    # Before the prose, so that lists can read it without reading pages of text.
    answered = models.PositiveSmallIntegerField(default=0, editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"Section {self.numeral} of {self.sheet}"

    def count(self) -> None:
        """Count the answers too."""
        super().count()
        answers = [field.name for field in self._meta.local_fields if isinstance(field, Answer)]
        self.answered = sum(bool(getattr(self, name)) for name in answers)
