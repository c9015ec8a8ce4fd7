"""Why a file is refused: where, which rule, what was found, and how to fix it."""

from collections.abc import Sequence
from dataclasses import KW_ONLY, dataclass

from coding.codebook.text import is_unseen, name_of_character

LONGEST_QUOTE = 120


def quoted(text: str) -> str:
    """Return text between quotation marks, on one line and shortened to what a reader needs.

    Invisible characters are named: "12‹zero width space›3".
    """
    line = " ".join(text[: 4 * LONGEST_QUOTE].split())
    if len(line) > LONGEST_QUOTE:
        line = line[: LONGEST_QUOTE - 1].rstrip() + "…"
    return quoted_whole(line)


def quoted_whole(text: str) -> str:
    """Return text between quotation marks, on one line, with all of its words."""
    return f"“{visible(' '.join(text.split()))}”"


def visible(text: str) -> str:
    """Return text, such as a file's name, with what a terminal would obey or not show named."""
    return text if text.isprintable() else "".join(map(_shown_letter, text))


def _shown_letter(letter: str) -> str:
    is_control = letter < " " or letter == "\x7f"
    return f"‹{name_of_character(letter)}›" if is_control or is_unseen(letter) else letter


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong in a file; ``line`` is None or ``column`` "" if it concerns none.

    Lines count from 1, which in a table is the header. ``place`` is the position as shown by the
    program that people open the file with, such as "cell B12".
    """

    file: str
    rule: str
    fix: str
    _: KW_ONLY
    found: str = ""
    line: int | None = None
    column: str = ""
    question: int | None = None  # of a printed sheet whose lines have no numbers, as in Word
    place: str = ""

    def __str__(self) -> str:
        line = "" if self.line is None else f", line {self.line}"
        line += "" if self.question is None else f", question {self.question}"
        column = f", column {self.column}" if self.column else ""
        column += f" ({self.place})" if self.place else ""
        found = f" Found: {quoted(self.found)}." if self.found else ""
        return f"{visible(self.file)}{line}{column}: {self.rule}{found} {self.fix}"


class UnreadableFile(Exception):
    """Raised by what reads one kind of file: the rule that it breaks, the fix, what was found.

    ``line`` is given if one line breaks the rule. The reader does not know the file's name.
    """

    def __init__(self, rule: str, fix: str, *, found: str = "", line: int | None = None) -> None:
        super().__init__(rule)
        self.rule, self.fix, self.found, self.line = rule, fix, found, line

    def problem(self, file: str) -> Problem:
        return Problem(file, self.rule, self.fix, found=self.found, line=self.line)


class FileRefused(Exception):
    """A file was refused; ``problems`` holds all problems found, not only the first."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))
