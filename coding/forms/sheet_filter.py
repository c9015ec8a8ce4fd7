"""The filter of the list of sheets. It lives in the address, so that a view can be shared."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from crispy_forms.utils import render_crispy_form
from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import QueryDict
from django.utils.safestring import SafeString

from coding.conversation.comment_threads import has_open
from coding.forms.errors import errors_of
from coding.forms.layouts import OneLineForm
from coding.forms.moments import FirstMomentField
from coding.forms.queue_filter import AGE_CHOICES, SECTION_CHOICES, of_age
from coding.models import Assignment, Membership, Sheet
from coding.models.progress import has_findings, lacks_anything, lacks_codes, with_answered
from coding.models.questionnaire import BY_KEY
from coding.models.revision import CAME_BACK, Status
from coding.models.section_stages import Stage, at_stage
from coding.models.variables import BY_NAME
from coding.search.finding import in_force
from coding.search.full_text import sheets_of_members
from coding.search.query import FIRST_YEAR, LAST_YEAR
from coding.search.state_names import state_named
from coding.workflow.visibility import visible_to, whole_record

SHOWN = {
    "": "all sheets",
    "assigned": "assigned to me",
    "open": "with open changes",
    "to-do": "with something still to do",
    "codes": "with codes still to do",
    "checks": "with checks open",
    "comments": "with open comments",
    "new": "nothing approved yet",
}
SORTS = {
    "": "closest, or by ATOP ID",
    "id": "by ATOP ID",
    "-id": "by ATOP ID, highest first",
    "title": "by title",
    "-title": "by title, from Z to A",
    "assignee": "by assignee",
    "-assignee": "by assignee, from Z to A",
    "progress": "least done first",
    "-progress": "most done first",
    "-changed": "latest approval first",
    "changed": "oldest approval first",
}
OBLIGATIONS = ("defense", "offense", "neutral", "nonagg", "consul")
OBLIGATION_CHOICES = [("", "any"), *((name, BY_NAME[name].label) for name in OBLIGATIONS)]
CAME_BACK_STATUS = "came-back"
STATUS_CHOICES = [("", "any"), *Status.choices, (CAME_BACK_STATUS, "returned, not taken up yet")]
ME, NOBODY = "me", "nobody"
_PERSON = {"placeholder": f"name, or “{ME}”", "size": 12}
_ASSIGNEE = {"placeholder": f"name, “{ME}”, “{NOBODY}”", "size": 16}


class SheetFilter(forms.Form):
    """The words searched for, what to show, and further conditions, all of which must hold."""

    q = forms.CharField(required=False)  # its input is in the page's head
    show = forms.ChoiceField(required=False, choices=list(SHOWN.items()), label="Show")
    sort = forms.ChoiceField(required=False, choices=list(SORTS.items()), label="In order")
    state = forms.CharField(
        required=False, label="Member", widget=forms.TextInput({"placeholder": "state", "size": 12})
    )
    obligation = forms.ChoiceField(required=False, choices=OBLIGATION_CHOICES)
    year = forms.IntegerField(
        required=False,
        label="In force in",
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        widget=forms.TextInput({"placeholder": "year", "size": 5, "inputmode": "numeric"}),
        error_messages={
            "invalid": "In force in: a year has four digits.",
            "min_value": f"In force in: years are {FIRST_YEAR} to {LAST_YEAR}.",
            "max_value": f"In force in: years are {FIRST_YEAR} to {LAST_YEAR}.",
        },
    )
    section = forms.ChoiceField(required=False, label="Section", choices=SECTION_CHOICES)
    stage = forms.ChoiceField(
        required=False, label="Section that is", choices=[("", "any"), *Stage.choices]
    )
    status = forms.ChoiceField(required=False, label="Changes that are", choices=STATUS_CHOICES)
    waiting = forms.ChoiceField(required=False, label="Waiting", choices=AGE_CHOICES)
    since = FirstMomentField(required=False, label="Decided since")
    coder = forms.CharField(required=False, label="Coder", widget=forms.TextInput(_PERSON))
    reviewer = forms.CharField(required=False, label="Reviewer", widget=forms.TextInput(_PERSON))
    assignee = forms.CharField(
        required=False, label="Assigned to", widget=forms.TextInput(_ASSIGNEE)
    )
    checks = forms.ChoiceField(
        required=False, choices=[("", "any"), ("open", "open"), ("none", "none open")]
    )
    todo = forms.ChoiceField(
        required=False,
        label="Still to do",
        choices=[("", "any"), ("anything", "something"), ("nothing", "nothing")],
    )
    FIRST = ("show", "sort")
    ABOUT = ("state", "obligation", "year", "checks", "todo")
    WORK = ("section", "stage", "status", "waiting", "since", "coder", "reviewer", "assignee")
    MORE = (*ABOUT, *WORK)

    @classmethod
    def of(cls, query: QueryDict) -> "SheetFilter":
        """Read the address. An unknown choice, as from an old link, is ignored."""
        data = {name: query.get(name, "").replace("\x00", "").strip() for name in cls.base_fields}
        for name, field in cls.base_fields.items():
            choices = getattr(field, "choices", None)
            if choices and data[name] not in dict(choices):
                data[name] = ""
        form = cls(data, auto_id="%s")
        form.is_valid()
        return form

    @property
    def words(self) -> str:
        return str(self.data.get("q", ""))

    @property
    def shown(self) -> str:
        return str(self.cleaned_data.get("show", ""))

    @property
    def sorted_by(self) -> str:
        return str(self.cleaned_data.get("sort", ""))

    @property
    def has_more(self) -> bool:
        """Whether one of the further conditions is set."""
        return any(self.data.get(name) for name in self.MORE)

    @property
    def is_set(self) -> bool:
        return bool(self.words or self.shown or self.has_more)

    @property
    def parameters(self) -> list[tuple[str, str]]:
        """The parameters of the address, for another form on the page."""
        return [(name, value) for name, value in self.data.items() if value]

    @property
    def first_boxes(self) -> SafeString:
        return _laid_out(self.FIRST, self._given(self.FIRST))

    @property
    def more_boxes(self) -> SafeString:
        return _laid_out(self.MORE, self._given(self.MORE))

    def _given(self, names: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
        return tuple((name, self.data.get(name, "")) for name in names)

    complaints = property(errors_of)

    def clean_state(self) -> frozenset[int] | None:
        """Return the states matching a name, an abbreviation or a code."""
        named = self.cleaned_data["state"]
        if not named:
            return None
        states = state_named(named)
        if not states:
            raise forms.ValidationError(f"Member: no state is called “{named}”.")
        return states

    def apply(self, sheets: QuerySet[Sheet], user: Any) -> QuerySet[Sheet]:
        """Return the sheets that meet the conditions; none where a condition is invalid."""
        if self.errors:
            return sheets.none()
        data = self.cleaned_data
        if data["state"]:
            sheets = sheets.filter(pk__in=sheets_of_members(data["state"]))
        owes = Q(**{data["obligation"]: 1}) if data["obligation"] else Q()
        held = in_force(data["year"], data["year"]) if data["year"] else Q()
        if owes | held:  # of the same member
            sheets = sheets.filter(_of_a_member(owes & held))
        if data["assignee"]:
            sheets = sheets.filter(_assigned_to(data["assignee"], user))
        if data["stage"]:
            section = BY_KEY[data["section"]] if data["section"] else None
            sheets = sheets.filter(at_stage(data["stage"], section))
        if changes := self._of_changes(user):
            sheets = sheets.filter(
                Exists(visible_to(user).filter(*changes, sheet=OuterRef("pk")).order_by())
            )
        if data["checks"]:
            has_any = has_findings(BY_KEY.get(data["section"]))
            sheets = sheets.filter(has_any if data["checks"] == "open" else ~has_any)
        if data["todo"]:
            lacks = lacks_anything() if data["todo"] == "anything" else ~lacks_anything()
            sheets = with_answered(sheets).filter(lacks)
        return _SHOWING[self.shown](sheets, user) if self.shown else sheets

    def _of_changes(self, user: Any) -> list[Q]:
        """Return the conditions that one change on the sheet must meet."""
        data, conditions = self.cleaned_data, []
        if data["status"]:
            came_back = data["status"] == CAME_BACK_STATUS
            conditions.append(CAME_BACK if came_back else Q(status=data["status"]))
        if data["waiting"]:
            conditions.append(Q(status=Status.PENDING) & of_age(data["waiting"]))
        if data["since"]:
            conditions.append(Q(decided_at__gte=data["since"]))
        if data["coder"]:
            conditions.append(person_named(data["coder"], user, "author"))
        if data["reviewer"]:
            conditions.append(person_named(data["reviewer"], user, "decided_by"))
        if data["section"] and (conditions or not (data["stage"] or data["checks"])):
            section = BY_KEY[data["section"]]
            conditions.append(Q(question__range=(section.first, section.last)))
        return conditions


def _of_a_member(condition: Q) -> Exists:
    return Exists(Membership.objects.filter(condition, sheet=OuterRef("pk")).order_by())


def person_named(named: str, user: Any, path: str = "") -> Q:
    """Return the condition for a person by user name or parts of the name; "me" is the user."""
    way = f"{path}__" if path else ""
    if named.lower() == ME:
        return Q(**{f"{way}pk": user.pk})
    by_name = Q()
    for word in named.split():
        by_name &= Q(**{f"{way}first_name__icontains": word}) | Q(
            **{f"{way}last_name__icontains": word}
        )
    return Q(**{f"{way}username__iexact": named}) | by_name


def _assigned_to(named: str, user: Any) -> Q:
    """Return the condition for sheets that are assigned to a person, or to nobody."""
    of_sheet = Assignment.objects.filter(sheet=OuterRef("pk")).order_by()
    if named.lower() == NOBODY:
        return ~Q(Exists(of_sheet))
    return Q(Exists(of_sheet.filter(person_named(named, user, "coder"))))


def _assigned(sheets: QuerySet[Sheet], user: Any) -> QuerySet[Sheet]:
    return sheets.filter(_assigned_to(ME, user))


def _open(sheets: QuerySet[Sheet], user: Any) -> QuerySet[Sheet]:
    return sheets.filter(Exists(whole_record().open().filter(sheet=OuterRef("pk"))))


_SHOWING: dict[str, Callable[[QuerySet[Sheet], Any], QuerySet[Sheet]]] = {
    "assigned": _assigned,
    "open": _open,
    "to-do": lambda sheets, user: with_answered(sheets).filter(lacks_anything()),
    "codes": lambda sheets, user: sheets.filter(lacks_codes()),
    "checks": lambda sheets, user: sheets.filter(has_findings()),
    "comments": lambda sheets, user: sheets.filter(has_open()),
    "new": lambda sheets, user: sheets.filter(entered_at=None),
}


@lru_cache(200)
def _laid_out(names: tuple[str, ...], chosen: tuple[tuple[str, str], ...]) -> SafeString:
    """Render some fields, cached by their values: Django takes long for each."""
    form = SheetFilter(initial=dict(chosen), auto_id="%s")
    form.helper = OneLineForm(*names, button="Show")  # type: ignore[attr-defined]
    return SafeString(render_crispy_form(form))
