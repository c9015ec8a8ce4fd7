"""A sheet that was read: what it says, what was corrected in reading it, and what was not read."""

from dataclasses import dataclass

from coding.codebook.sheet import SheetContent
from coding.sheets.document import Repair, Unread, doubtful, is_recognised
from coding.sheets.understanding.appendix import CODES


@dataclass(frozen=True)
class ParsedSheet(SheetContent):
    """The content of a printed sheet, what was corrected in reading it, and what was not read."""

    repairs: tuple[Repair, ...] = ()
    unread: tuple[Unread, ...] = ()

    @property
    def left_out_codes(self) -> bool:
        """Whether there were numeric codes below the sheet; they are not read."""
        return any(repair.what == CODES for repair in self.repairs)

    @property
    def is_recognised(self) -> bool:
        return is_recognised(self.repairs)

    @property
    def doubts(self) -> tuple[Repair, ...]:
        return doubtful(self.repairs)
