"""Sheets selected for assignment by an address, and the coders who could take them."""

import hashlib
from collections import Counter
from dataclasses import dataclass
from functools import reduce
from operator import add, or_
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Count, F, Q, Sum
from django.http import QueryDict

from coding.codebook.counted_nouns import counted
from coding.codebook.still_to_do import Progress
from coding.forms.sheet_filter import SheetFilter
from coding.forms.sheets import read_key
from coding.models import Assignment, AssignmentEvent, Sheet
from coding.models.people_names import name_of, with_username
from coding.models.progress import progress_of
from coding.models.questionnaire import BY_KEY, QUESTIONS
from coding.pages.sheet_list import keys_found
from coding.pages.sheet_order import assignees
from coding.pages.titled_sheets import titled
from coding.workflow.handing_over import active_coders

MOST = 100  # sheets that are listed
LATEST = 20  # steps in the history of one sheet


@dataclass(frozen=True)
class Workload:
    """A person with the number of assigned sheets, and of open answers on them."""

    person: User
    sheets: int
    open_answers: int
    here: int  # number of the page's sheets that are theirs

    @property
    def name(self) -> str:
        """The name with the user name, since names may be shared."""
        return with_username(name_of(self.person), self.person.get_username())

    @property
    def option(self) -> str:
        """The name with the workload, for a list of people."""
        sheets = counted(self.sheets, "sheet")
        return f"{self.name} – {sheets}, {self.open_answers} answers open"


@dataclass(frozen=True)
class Assigning:
    """The page's content. ``seen`` is a fingerprint of the sheets and their coders."""

    keys: list[int]
    listed: list[Sheet]
    progress: dict[int, Progress]
    assignees: dict[int, list[str]]
    coders: list[Workload]
    holders: list[Workload]  # people who have some of the sheets, former coders too
    history: list[AssignmentEvent]
    seen: str

    @property
    def only(self) -> Sheet | None:
        """The sheet, if there is only one."""
        return self.listed[0] if len(self.keys) == 1 else None

    @property
    def further(self) -> int:
        """How many sheets are not listed."""
        return len(self.keys) - len(self.listed)


def load_assigning(query: QueryDict, viewer: Any) -> Assigning:
    """Load the sheets ticked by id, or else all that the filter in the address finds."""
    keys = _ticked_sheets(query) if "sheet" in query else keys_found(SheetFilter.of(query), viewer)
    having = Assignment.objects.filter(sheet__in=keys).order_by("sheet", "coder")
    pairs = list(having.values_list("sheet", "coder"))
    here = Counter(coder for _, coder in pairs)
    loads, coders = _loads(), list(active_coders())
    holders = User.objects.filter(pk__in=here).order_by("first_name", "last_name", "username")
    listed = _sheets_in_order(keys[:MOST])
    events = AssignmentEvent.objects.filter(sheet__in=keys).order_by("-id")[:LATEST]
    return Assigning(
        keys=keys,
        listed=listed,
        progress=progress_of(listed),
        assignees=assignees([sheet.pk for sheet in listed]),
        coders=[
            Workload(person, *loads.get(person.pk, (0, 0)), here[person.pk]) for person in coders
        ],
        holders=[Workload(holder, *loads[holder.pk], here[holder.pk]) for holder in holders],
        history=list(events) if len(keys) == 1 else [],
        seen=hashlib.sha256(repr((sorted(keys), pairs)).encode()).hexdigest()[:20],
    )


def _ticked_sheets(query: QueryDict) -> list[int]:
    """Return the keys of the ticked sheets, in the order of their IDs."""
    named = {key for text in query.getlist("sheet") if (key := read_key(text))}
    ticked = [Q(atop_id=atop_id, phase=phase) for atop_id, phase in named]
    sheets = Sheet.objects.filter(reduce(or_, ticked, Q(pk__in=[])))
    return [*sheets.order_by("atop_id", "phase").values_list("pk", flat=True)]


def _sheets_in_order(keys: list[int]) -> list[Sheet]:
    sheets = {sheet.pk: sheet for sheet in titled(Sheet.objects.filter(pk__in=keys))}
    return [sheets[pk] for pk in keys]


def _loads() -> dict[int, tuple[int, int]]:
    """Return how many sheets each person has, and how many answers on them are open."""
    answered = reduce(add, (F(f"sheet__{key}__answered") for key in BY_KEY))
    loads = Assignment.objects.order_by().values("coder").annotate(n=Count("pk"), did=Sum(answered))
    return {
        coder: (sheets, sheets * len(QUESTIONS) - did)
        for coder, sheets, did in loads.values_list("coder", "n", "did")
    }
