"""What a reviewer sends: the queue's filter, and a decision."""

from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.db.models import BigIntegerField, QuerySet
from django.http import QueryDict

from coding.forms.in_a_line import InALine
from coding.models import Revision
from coding.models.questionnaire import BY_KEY, BY_NUMBER, SECTIONS
from coding.models.revision import Origin, RevisionQuerySet
from coding.workflow.review import Verdict
from coding.workflow.transitions import Transition, decisions, step_named

GREATEST_ID = BigIntegerField.MAX_BIGINT
IMPORTS = "import"  # stands for revisions filed by an import, in place of a coder
SECTION_CHOICES = [("", "all sections"), *((s.key, f"{s.numeral} {s.title}") for s in SECTIONS)]
QUESTION_CHOICES = [
    ("", "all questions"),
    *((str(number), f"{number} {question.label}") for number, question in BY_NUMBER.items()),
]


def read_id(text: str) -> int | None:
    """Return the id that a page sent; None for what no row can have as its id."""
    if not text.isdecimal() or len(text) > len(str(GREATEST_ID)):
        return None
    pk = int(text)
    return pk if pk <= GREATEST_ID else None


class QueueFilter(forms.Form):
    """The queue's filter. It lives in the address, so that a view of the queue can be shared."""

    coder = forms.CharField(required=False, widget=forms.Select)
    sheet = forms.RegexField(
        r"^\d{4}(\.[1-9])?$",
        required=False,
        widget=forms.TextInput({"placeholder": "ATOP ID", "size": 7}),
        error_messages={"invalid": "“%(value)s” is not a sheet. Write it as 4765 or 1020.2."},
    )
    section = forms.ChoiceField(
        required=False,
        choices=SECTION_CHOICES,
        error_messages={"invalid_choice": "“%(value)s” is not a section. Choose one."},
    )
    question = forms.TypedChoiceField(
        required=False,
        coerce=int,
        empty_value=None,
        choices=QUESTION_CHOICES,
        error_messages={"invalid_choice": "“%(value)s” is not a question. Choose one."},
    )
    helper = InALine("coder", "sheet", "section", "question", button="Filter")

    def __init__(self, query: QueryDict, *, coders: QuerySet[User]) -> None:
        super().__init__(query, auto_id=False)
        self.coders = coders
        box: Any = self.fields["coder"].widget
        box.choices = self._coder_choices  # read only where the filter is shown

    def _coder_choices(self) -> list[tuple[str, str]]:
        """Return the coders, and imports."""
        found = self.coders.values_list("username", "first_name", "last_name")
        names = [(name, f"{first} {last}".strip() or name) for name, first, last in found]
        return [("", "all coders"), *names, (IMPORTS, "imports of changed sheets")]

    def apply(self, revisions: RevisionQuerySet) -> RevisionQuerySet:
        """Return the revisions that the filter lets through; where a value is wrong, none.

        The whole queue under a filter that was asked for would pass for what it lets through.
        """
        if not self.is_valid():
            return revisions.none()
        chosen = self.cleaned_data
        if chosen.get("coder") == IMPORTS:
            revisions = revisions.filter(origin=Origin.IMPORTED)
        elif chosen.get("coder"):
            revisions = revisions.filter(author__username=chosen["coder"])
        if chosen.get("sheet"):
            atop_id, _, phase = chosen["sheet"].partition(".")
            revisions = revisions.filter(sheet__atop_id=atop_id, sheet__phase=phase or 0)
        if chosen.get("section"):
            section = BY_KEY[chosen["section"]]
            revisions = revisions.filter(question__range=(section.first, section.last))
        if chosen.get("question"):
            revisions = revisions.filter(question=chosen["question"])
        return revisions


class Decision(forms.Form):
    """A decision on one revision, bound to what was on the screen."""

    decision = forms.TypedChoiceField(
        choices=lambda: [(one.name, one.label) for one in decisions()], coerce=step_named
    )
    comment = forms.CharField(required=False)
    seen = forms.CharField(required=False)


class ManyDecision(Decision):
    """The same decision on many revisions: ``revision`` and ``seen`` come in pairs."""

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        sent = [read_id(text) for text in data.getlist("revision")]
        self.ids = [pk for pk in sent if pk is not None]
        self.fingerprints = dict(zip(sent, data.getlist("seen"), strict=False))

    def verdicts(
        self, transition: Transition, comment: str, found: dict[int, Revision]
    ) -> list[Verdict]:
        """Return the decision on each, with the fingerprint that its page carried."""
        return [
            Verdict(transition, found[pk], self.fingerprints.get(pk, ""), comment)
            for pk in self.ids
            if pk in found
        ]
