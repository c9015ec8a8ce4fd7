"""The phases of an alliance: which there are, starting the next one, taking its answers over."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from coding.codebook.sheet import key_of
from coding.decorators import View, coder_only, load_sheet, starter_only
from coding.models import Sheet
from coding.models.compiled_queries import Prepared
from coding.models.questionnaire import BY_NUMBER, Question
from coding.pages.open_revisions import Mark
from coding.workflow import phases, rules
from coding.workflow.phase_numbers import FIRST
from coding.workflow.refusals import NotAllowed, Refused

Key = tuple[int, int]


@dataclass(frozen=True)
class Phase:
    """One phase as a link to its sheet."""

    pk: int
    number: int
    key: str
    follows: int | None
    is_recorded: bool


@dataclass(frozen=True)
class Place:
    """Where a sheet stands among the phases of its alliance, and what a person may do about it."""

    here: Phase
    all: list[Phase] = field(default_factory=list)
    may_start: bool = False
    may_take_over: bool = False
    has_own_drafts: bool = False

    @property
    def has_others(self) -> bool:
        """Whether the alliance has more than this one phase."""
        return len(self.all) > 1

    @property
    def count(self) -> int:
        """How many phases are in the record."""
        return sum(one.is_recorded for one in self.all)

    @property
    def said(self) -> str:
        """The place in words."""
        if not self.here.is_recorded:
            return f"Phase {self.here.number}, nothing of it approved yet"
        if self.count == 1:
            return "The only phase so far; another one is being written"
        return f"Phase {self.here.number} of {self.count}"

    @property
    def before(self) -> Phase | None:
        """The phase that this one follows."""
        return next((one for one in self.all if one.pk == self.here.follows), None)

    @property
    def beside(self) -> list[Phase]:
        """The phases that run parallel: they follow the same one."""
        follows, pk = self.here.follows, self.here.pk
        return [one for one in self.all if follows and one.follows == follows and one.pk != pk]

    @property
    def is_followed(self) -> bool:
        """Whether another phase follows this one, so that a further one would run parallel."""
        return any(one.follows == self.here.pk for one in self.all)

    @property
    def own(self) -> "list[Own]":
        """What each phase says of itself alone."""
        return own_of_a_phase()


@dataclass(frozen=True)
class Own:
    """Something that each phase says of itself alone, and the question where it does."""

    question: Question
    what: str


def own_of_a_phase() -> list[Own]:
    """Return what the next phase does not take over, in printed order."""
    listed = [BY_NUMBER[number] for number in phases.own_questions()]
    return [
        Own(one, one.label if one.number in phases.OWN_PROSE else "Dates of entry")
        for one in listed
    ]


_BESIDE = Prepared(
    lambda sheet: (
        Sheet.objects.filter(atop_id__in=Sheet.objects.filter(pk=sheet).values("atop_id"))
        .order_by("phase")
        .values_list("pk", "phase", "follows_id", "entered_at")
    )
)


def place_of(sheet: Sheet, user: Any, marks: Mapping[int, list[Mark]]) -> Place:
    """Return where the sheet stands among the phases of its alliance; one query."""
    found = [
        Phase(pk, phase or FIRST, key_of(sheet.atop_id, phase), follows, entered is not None)
        for pk, phase, follows, entered in _BESIDE.rows(sheet.pk)
    ]
    here = next(one for one in found if one.pk == sheet.pk)
    has_own = any(mark.is_own for of_question in marks.values() for mark in of_question)
    is_new = here.follows is not None and not here.is_recorded
    return Place(
        here,
        found,
        may_start=here.is_recorded and rules.why_not_start(user) is None,
        may_take_over=is_new and not has_own and rules.why_not_propose(user) is None,
        has_own_drafts=is_new and has_own,
    )


def or_first_phase(view: View) -> View:
    """Let the number of an alliance that has phases stand for the first of them.

    What was the only sheet is phase 1 since another phase entered the record. Addresses of before
    lead on to it, and a page that was open then can still save what is typed into it.
    """

    @wraps(view)
    def found(request: HttpRequest, key: Key, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, key, *args, **kwargs)
        except Http404:
            atop_id, phase = key
            if phase or not Sheet.objects.filter(atop_id=atop_id, phase=FIRST).exists():
                raise
        if request.method == "GET" and request.resolver_match:
            first = {**kwargs, "key": key_of(atop_id, FIRST)}
            address = reverse(request.resolver_match.view_name, kwargs=first)
            query = request.GET.urlencode()
            return redirect(f"{address}?{query}" if query else address)
        return view(request, (atop_id, FIRST), *args, **kwargs)

    return found


@starter_only
def phase_start(request: HttpRequest, key: Key) -> HttpResponse:
    """Say what starting the next phase does; start it, with drafts for a coder to go on from."""
    sheet = load_sheet(key)
    if request.method == "POST":
        return _start(request, sheet)
    listed = phases.phases_of(sheet.atop_id)
    number = phases.next_number(listed)
    context = {
        "sheet": sheet,
        "phase": sheet.phase or FIRST,
        "number": number,
        "coming": key_of(sheet.atop_id, number),
        "becomes": key_of(sheet.atop_id, FIRST) if sheet.phase == 0 else "",
        "standing": phases.following(sheet, listed),
        "reason_against": phases.why_not_ready_to_be_followed(sheet, listed, parallel=True),
        "own": own_of_a_phase(),
        "ends": [BY_NUMBER[one] for one in phases.end_questions()],
    }
    return render(request, "coding/sheets/phase_start.html", context)


def _start(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    said = request.POST.get("number", "")
    try:
        started = phases.start_phase(
            sheet,
            by=request.user,
            parallel="parallel" in request.POST,
            number=int(said) if said.isdecimal() else None,
        )
    except NotAllowed:
        raise
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("coding:phase-start", sheet.key)
    messages.success(request, f"Phase {started.phase} of {started.atop_id} is started.")
    return redirect("coding:sheet-read", started.key)


@coder_only
def phase_take_over(request: HttpRequest, key: Key) -> HttpResponse:
    """Give the coder drafts that say what the phase before says."""
    sheet = load_sheet(key)
    if request.method != "POST":  # signing in again leads here by a link
        return redirect("coding:sheet-read", sheet.key)
    try:
        taken = phases.carry_over(sheet, by=request.user)
    except NotAllowed:
        raise
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        drafts = "1 draft" if len(taken) == 1 else f"{len(taken)} drafts"
        messages.success(request, f"{drafts} of {sheet.key} say what the phase before says.")
    return redirect("coding:sheet-read", sheet.key)
