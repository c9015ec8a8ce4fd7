"""Per coder, reviewer and release: what is done, and what is open."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Count, Q

from coding.models import Assignment, Release
from coding.models.people_names import shared_names
from coding.models.release import newest_first
from coding.models.revision import Status
from coding.pages.overview.counts import load_counts
from coding.pages.overview.decided import Decided, count_by, since
from coding.pages.overview.waiting import Person, WaitingChanges
from coding.workflow.release_steps import ReleaseStage
from coding.workflow.visibility import sees_all, visible_to


@dataclass(frozen=True)
class CoderLine:
    """One coder's work; ``drafts`` is None where the viewer may not know the number."""

    person: Person
    assigned: int
    drafts: int | None
    in_review: int
    came_back: int
    approved: int
    approved_in_all: int


@dataclass(frozen=True)
class ReviewerLine:
    """One reviewer's decisions: since the day, and in all."""

    person: Person
    approved: int
    returned: int
    in_all: int


@dataclass(frozen=True)
class ReleaseLine:
    """A release with its state, and the number of changes approved for it."""

    release: Release
    stage: str
    changes: int


def coders(viewer: Any, day: date, decided: Counter[Decided]) -> list[CoderLine]:
    """Return a line for everybody who writes or is assigned a sheet; four queries."""
    assigned = _count_by_person("coder", Assignment.objects.all())
    drafts = _count_by_person("author", visible_to(viewer).drafts())
    counts = load_counts()
    in_review, came_back = (_by_coder(some) for some in (counts.coders, counts.reviewers))
    approved = {
        decision: n for decision, n in decided.items() if decision.status == Status.APPROVED
    }
    in_all: Counter[Any] = count_by(lambda decision: decision.author, approved.items())
    lately = count_by(lambda decision: decision.author, since(day, Counter(approved)))
    people = _people_by_key({*assigned, *drafts, *in_all}, {*in_review, *came_back})
    return [
        CoderLine(
            person=person,
            assigned=assigned[pk],
            drafts=drafts[pk] if sees_all(viewer) or pk == viewer.pk else None,
            in_review=in_review[person.username],
            came_back=came_back[person.username],
            approved=lately[pk],
            approved_in_all=in_all[pk],
        )
        for pk, person in people.items()
    ]


def reviewers(day: date, decided: Counter[Decided]) -> list[ReviewerLine]:
    """Return a line for everybody who decided; two queries."""
    lately = count_by(lambda decision: (decision.reviewer, decision.status), since(day, decided))
    in_all = count_by(lambda decision: decision.reviewer, decided.items())
    return [
        ReviewerLine(person, lately[pk, Status.APPROVED], lately[pk, Status.RETURNED], in_all[pk])
        for pk, person in _people_by_key(set(in_all), set()).items()
    ]


def releases(decided: Counter[Decided]) -> list[ReleaseLine]:
    """Return each release with the number of changes that were approved for it; one query."""
    approved = ((step, n) for step, n in decided.items() if step.status == Status.APPROVED)
    changes = count_by(lambda step: step.release, approved)
    return [
        ReleaseLine(release, ReleaseStage.of(release).name.lower(), changes[release.label])
        for release in newest_first(Release.objects.all())
    ]


def _count_by_person(column: str, rows: Any) -> Counter[Any]:
    counted = rows.order_by().values_list(f"{column}_id").annotate(number=Count("pk"))
    return Counter(dict(counted))


def _by_coder(waiting: Iterable[WaitingChanges]) -> Counter[str]:
    """Count waiting changes by the coder's user name."""
    counted: Counter[str] = Counter()
    for group in waiting:
        counted[group.coder.username] += group.number
    return counted


def _people_by_key(keys: set[Any], usernames: set[str]) -> Mapping[Any, Person]:
    meant = Q(pk__in=keys - {None}) | Q(username__in=usernames)
    people = User.objects.filter(meant).order_by("first_name", "last_name", "pk")
    rows = people.values_list("pk", "username", "first_name", "last_name")
    shared = shared_names()
    return {pk: Person.of(shared, *name) for pk, *name in rows}
