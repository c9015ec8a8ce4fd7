"""What a person corrects on a page of the import desk, as the page sends it."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from coding.codebook.text import as_typed
from coding.forms.sheets import read_key
from coding.models.questionnaire import BY_NUMBER
from coding.sheets.document import PageLine
from coding.sheets.understanding.corrections import Act, PageCorrection
from coding.sheets.understanding.parts import Whose

OF_QUESTIONS = (Whose.ANSWER, Whose.QUESTION)
GIVEN = {
    Whose.ANSWER: "the answer to a question",
    Whose.QUESTION: "the wording of a question",
    Whose.NOTE: "a revision note",
    Whose.HEADING: "a section heading",
    Whose.TITLE: "the title block",
    Whose.EDGE: "head or foot of a page",
    Whose.LEFT_OUT: "left out, for a reason",
}
PARAGRAPHS = {Act.BEGIN: "the beginning of a paragraph", Act.JOIN: "more of the paragraph above"}
WHAT = [(key.name, words) for key, words in (*GIVEN.items(), *PARAGRAPHS.items())]


class _CorrectionForm(forms.Form):
    """Reads a correction of these lines of the page."""

    def __init__(self, *args: Any, lines: Sequence[PageLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._lines = {line.number: line.text for line in lines}

    def clean(self) -> dict[str, Any]:
        """Add the correction, if the fields are valid."""
        if not self.errors:
            self.cleaned_data["correction"] = self.read(self.cleaned_data)
        return self.cleaned_data

    def read(self, sent: dict[str, Any]) -> PageCorrection:
        """Return the correction. Raises ValidationError."""
        raise NotImplementedError


class GiveLines(_CorrectionForm):
    """Lines, or words of one line, and what they are: an answer, a note, a heading and so on."""

    first = forms.IntegerField(error_messages={"required": "Name the line."})
    last = forms.IntegerField(required=False)
    words = forms.CharField(required=False)
    what = forms.ChoiceField(choices=WHAT)
    question = forms.IntegerField(required=False)
    why = forms.CharField(required=False, max_length=300)

    def read(self, sent: dict[str, Any]) -> PageCorrection:
        first, what = sent["first"], sent["what"]
        last = sent["last"] or first
        missing = next((number for number in (first, last) if number not in self._lines), None)
        if missing is not None or last < first:
            raise ValidationError(f"There are no lines {first} to {last} on the page.")
        if what in Act.__members__:
            return PageCorrection(Act[what], first)
        whose = Whose[what]
        question = sent["question"] if whose in OF_QUESTIONS else None
        if whose in OF_QUESTIONS and question not in BY_NUMBER:
            raise ValidationError(f"Name the question, 1 to {max(BY_NUMBER)}.")
        why = as_typed(sent["why"]) if whose is Whose.LEFT_OUT else ""
        if whose is Whose.LEFT_OUT and not why:
            raise ValidationError("Say why the lines are left out.")
        start, end = self._columns(first, last, sent["words"])
        return PageCorrection(Act.GIVE, first, last, whose, question, why, start, end)

    def _columns(self, first: int, last: int, words: str) -> tuple[int, int | None]:
        """Return where the words stand in their line; the whole line where no words are named."""
        if not words:
            return 0, None
        if last != first:
            raise ValidationError("Words are named of one line alone.")
        start = self._lines[first].find(words)
        if start < 0:
            raise ValidationError(f"Line {first} does not have the words “{words}”.")
        return start, start + len(words)


class LeaveBlank(_CorrectionForm):
    """A question that is missing from the page."""

    question = forms.IntegerField()

    def read(self, sent: dict[str, Any]) -> PageCorrection:
        if sent["question"] not in BY_NUMBER:
            raise ValidationError("There is no such question.")
        return PageCorrection(Act.BLANK, question=sent["question"])


class Identify(_CorrectionForm):
    """The sheet's number, such as 4765 or 1020.2."""

    sheet = forms.CharField(error_messages={"required": "Name the sheet, such as 4765 or 1020.2."})

    def read(self, sent: dict[str, Any]) -> PageCorrection:
        key = read_key(sent["sheet"])
        if key is None:
            raise ValidationError("Name the sheet, such as 4765 or 1020.2.")
        return PageCorrection(Act.IDENTIFY, atop_id=key[0], phase=key[1])


CORRECTION_FORMS: dict[str, type[_CorrectionForm]] = {
    "give": GiveLines,
    "blank": LeaveBlank,
    "identify": Identify,
}
