"""A sheet that was read: what it says, what was corrected in reading it, and what was not read."""

from dataclasses import dataclass

from coding.codebook.sheet import SheetContent
from coding.models.questionnaire import QUESTIONS, SECTIONS
from coding.sheets.appendix import LEFT_OUT
from coding.sheets.document import Repair, Unread


@dataclass(frozen=True)
class ParsedSheet(SheetContent):
    """The content of a printed sheet, what was corrected in reading it, and what was not read."""

    repairs: tuple[Repair, ...] = ()
    unread: tuple[Unread, ...] = ()

    @property
    def left_out_codes(self) -> bool:
        """Whether there were numeric codes below the sheet; they are not read."""
        return any(repair.what == LEFT_OUT for repair in self.repairs)

    @property
    def is_blank_form(self) -> bool:
        """Whether nothing is answered but what names the sheet and its coder."""
        says = (n for section in SECTIONS[:-1] for n in range(section.first, section.last + 1))
        return not any(self.answers.get(n) for n in says if n != QUESTIONS[0].number)

    @property
    def doubts(self) -> tuple[Repair, ...]:
        """What may not be as it stands on the page, and should be looked at."""
        return tuple(repair for repair in self.repairs if repair.doubtful)
