"""Whether a line stands where only the head or foot of a page does, by the lines around it."""

import re
from itertools import accumulate

from coding.sheets.document import PageLine
from coding.sheets.lines.sentences import breaks_off

# A line that only a head or foot of a page is like, wherever it stands.
_LIKE_AN_EDGE = re.compile(
    r"(?:p\.|page|pg\.?)\s?\d{1,3}(?:\s*(?:of|/)\s*\d{1,3})?|\[\d{1,3}\]|[-–—]\s*\d{1,3}\s*[-–—]"
    r"|\d{1,3}\s*(?:of|/)\s*\d{1,3}",
    re.IGNORECASE,
)


class Surroundings:
    """What stands before and after each line, blank lines left out."""

    def __init__(self, lines: tuple[PageLine, ...]) -> None:
        self.lines = lines
        self.before = [*accumulate((line.text for line in lines), _latest, initial=".")]
        self.after = [*accumulate((line.text for line in reversed(lines)), _latest, initial="")]
        self.after.reverse()

    def is_set_apart(self, index: int) -> bool:
        """Whether a line is between blanks, interrupts a sentence, or looks like a head or foot."""
        if _LIKE_AN_EDGE.fullmatch(self.lines[index].text):
            return True
        around = (self.lines[max(index - 1, 0) : index], self.lines[index + 1 : index + 2])
        if not any(line.text for neighbours in around for line in neighbours):
            return True
        return self.is_inside_sentence(index)

    def is_inside_sentence(self, index: int) -> bool:
        return breaks_off(self.before[index], self.after[index + 1])


def _latest(before: str, text: str) -> str:
    return text or before
