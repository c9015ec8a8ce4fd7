"""The field classes a section model is declared with: one class per kind of answer.

A kind knows how its answer is asked for (rows, placeholder), where it stands on the printed
sheet, and what can be read out of it. Nothing here knows a form, a view or the workflow.
"""

import re
from typing import Any

from django.db import models

_SPACES = re.compile(r"[^\S\n]+")
_LINE_ENDS = re.compile(r"\r\n|[\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029]")
# Control characters and lone surrogates, which neither a database nor a PDF can hold.
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0e-\x1b\x1f\x7f-\x9f\ud800-\udfff]")


def canonical(text: str) -> str:
    """Return an answer in the one form in which it is kept.

    Paragraphs are separated by a single newline; inside a paragraph, runs of white space are one
    space; empty paragraphs and control characters are gone. Words and their order never change.
    """
    lines = _LINE_ENDS.split(text)
    paragraphs = (_SPACES.sub(" ", _UNPRINTABLE.sub("", line)).strip() for line in lines)
    return "\n".join(paragraph for paragraph in paragraphs if paragraph)


class Answer(models.TextField):
    """The prose answer to one printed question, exactly as approved; "" when left blank.

    ``number`` and ``wording`` are the printed sheet's; ``label`` names the question in navigation
    and tables; ``help`` is the coding rule in our own words.
    """

    rows = 3
    placeholder = ""
    inline = False  # printed on the question's own line rather than below it
    revisable = True

    def __init__(
        self, number: int, wording: str, *, label: str, help: str = "", **options: Any
    ) -> None:
        self.number = number
        self.wording = wording
        self.label = label
        self.help = help
        options.setdefault("blank", True)
        options.setdefault("default", "")
        super().__init__(verbose_name=f"{number} · {label}", help_text=help, **options)

    def deconstruct(self) -> Any:
        """Describe the column only: wording and help may change without a migration."""
        name, _path, _args, kwargs = super().deconstruct()
        for declared in ("verbose_name", "help_text"):
            kwargs.pop(declared, None)
        return name, "django.db.models.TextField", [], kwargs

    def clone(self) -> "Answer":
        """Copy with the declaration; simple-history copies every field of a tracked model."""
        return type(self)(self.number, self.wording, label=self.label, help=self.help)


class Prose(Answer):
    """Running text, often with quotations and several paragraphs."""

    rows = 5


class YesNo(Answer):
    """A question the sheet asks to be answered with Yes or No, and described if Yes."""

    placeholder = "Yes or No; if Yes, describe and cite the article."


class Short(Answer):
    """A few words."""

    rows = 1


class Line(Short):
    """A short answer, printed on the question's own line."""

    inline = True


class Identifier(Line):
    """The sheet's own number. It is set when the sheet is started and is not revised."""

    revisable = False


class Dates(Answer):
    """One or more dates, with their sources."""

    rows = 2

    @staticmethod
    def first_year(answer: str) -> str:
        """Return the first year named in the answer, or ""."""
        found = re.search(r"\b(1[89]\d\d|20\d\d)\b", answer)
        return found.group() if found else ""


class Members(Answer):
    """States, one a line, as "365 Russia" or "Kazakhstan (705)"."""

    placeholder = "One state a line: COW country code and name."

    @staticmethod
    def names(answer: str) -> list[str]:
        """Return the states' names without their COW country codes, in printed order."""
        names = (
            re.sub(r"^\W*\d{1,4}\W+|\W*\d{1,4}\W*$", "", line).strip(" .;,")
            for line in answer.splitlines()
        )
        return [name for name in names if name]
