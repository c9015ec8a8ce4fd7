"""How sheets, sections and questions are written in addresses."""

import re

from coding.models.questionnaire import BY_KEY, BY_NUMBER, Question, Section


class SheetConverter:
    """A sheet by its ATOP ID and phase: 4765, or 1020.2."""

    regex = r"[1-9][0-9]{3}(?:\.[1-9])?"  # each address that leads here is also made here

    def to_python(self, value: str) -> tuple[int, int]:
        """Return (ATOP ID, phase)."""
        atop_id, _, phase = value.partition(".")
        return int(atop_id), int(phase or 0)

    def to_url(self, value: object) -> str:
        """Accept the sheet's key."""
        return str(value)


class SectionConverter:
    """A section by its key, such as formation."""

    regex = "|".join(map(re.escape, BY_KEY))

    def to_python(self, value: str) -> Section:
        return BY_KEY[value]

    def to_url(self, value: object) -> str:
        """Accept a section or its key."""
        return value.key if isinstance(value, Section) else str(value)


class QuestionConverter:
    """A question by its printed number."""

    regex = "|".join(str(number) for number in BY_NUMBER)

    def to_python(self, value: str) -> Question:
        return BY_NUMBER[int(value)]

    def to_url(self, value: object) -> str:
        """Accept a question or its number."""
        return str(value.number) if isinstance(value, Question) else str(value)
