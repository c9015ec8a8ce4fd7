"""Writes notices of announced steps, in the same transaction: neither is stored without the other.

Nobody gets a notice of their own steps, or of what they may not see; people without a role get
none.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Q
from django.utils import timezone

from coding.codebook.batches import batches
from coding.conversation.notice_choices import wants
from coding.conversation.notice_kinds import (
    APPROVED,
    ASSIGNED,
    FREEZE,
    MENTIONED,
    OVERTAKEN,
    REPLIED,
    RETURNED,
    NoticeKind,
)
from coding.models import AssignmentEvent, Comment, Notice, Release, Revision
from coding.models.compiled_queries import CompiledQuery
from coding.models.inserts import insert_new
from coding.models.revision import Status
from coding.models.seal import seal, whole_rows
from coding.workflow import rules
from coding.workflow.announcements import Happening, writers
from coding.workflow.release_steps import ASK
from coding.workflow.transitions import HAND_OVER, step_named
from coding.workflow.visibility import whole_record

_KINDS = {Status.RETURNED: RETURNED, Status.APPROVED: APPROVED}
_READERS = CompiledQuery(
    lambda *people: (
        User.objects.with_perm("coding.view_sheet")
        .filter(pk__in=people)
        .select_related("preferences")
    )
)
_DRAFTS = CompiledQuery(lambda *sheets: whole_record().drafts().filter(sheet__pk__in=sheets))
_AT_ONCE = 200  # keys in one statement


@dataclass(frozen=True)
class Event:
    """One notice to one person, with its kind and place."""

    kind: NoticeKind
    person: int
    happening: Happening
    place: tuple[tuple[str, Any], ...]

    @property
    def key(self) -> tuple[int, int]:
        """A person gets one notice of one step."""
        return self.person, id(self.happening)


def listen() -> None:
    """Write notices from now on; called once, when the app is ready."""
    writers.append(write_notices)


def write_notices(happenings: Sequence[Happening]) -> None:
    events: dict[tuple[int, int], Event] = {}
    for event in _events(happenings):
        if event.person != event.happening.who:
            events.setdefault(event.key, event)
    concerned = sorted({event.person for event in events.values()})
    people = {user.pk: user for user in _in_batches(_READERS, concerned)}
    notices = (
        _notice(event, person) for event in events.values() if (person := people.get(event.person))
    )
    seal(whole_rows(Notice), insert_new([notice for notice in notices if notice]))


def _in_batches(query: CompiledQuery, keys: Sequence[int]) -> Iterator[Any]:
    for some in batches(keys, _AT_ONCE):
        yield from query.all(*some)


def _notice(event: Event, person: User) -> Notice | None:
    """Return the notice for the channels the person wants; None where they want neither."""
    if event.kind.is_for_admins and rules.why_not_run_releases(person):
        return None
    on_site, by_mail = wants(person, event.kind)
    if not on_site and not by_mail:
        return None
    return Notice(
        person=person,
        kind=event.kind.name,
        at=timezone.now(),
        by_name=event.happening.by,
        on_site=on_site,
        by_mail=by_mail,
        **dict(event.place),
    )


def _events(happenings: Sequence[Happening]) -> Iterator[Event]:
    """Yield each notice and its recipient, the most specific kind first where several apply."""
    for happening in happenings:
        if isinstance(happening.subject, Revision):
            yield from _of_revision(happening)
        elif isinstance(happening.subject, Comment):
            yield from _of_comment(happening)
        elif isinstance(happening.subject, Release):
            yield from _of_release(happening)
        elif happening.step == AssignmentEvent.Step.ASSIGN:
            place = (("sheet_id", happening.subject.sheet_id),)
            yield Event(ASSIGNED, happening.subject.coder_id, happening, place)
    approved = [happening for happening in happenings if _target(happening) is Status.APPROVED]
    yield from _of_overtaken(approved)


def _target(happening: Happening) -> Status | None:
    """Return the revision's new state; None for what changes no state, such as reading it."""
    if not isinstance(happening.subject, Revision):
        return None
    try:
        return step_named(happening.step).target
    except KeyError:
        return None


def _place_of(revision: Revision) -> tuple[tuple[str, Any], ...]:
    return (
        ("sheet_id", revision.sheet_id),
        ("question", revision.question),
        ("revision_id", revision.pk),
    )


def _of_revision(happening: Happening) -> Iterator[Event]:
    revision: Revision = happening.subject
    target = _target(happening)
    kind = _KINDS.get(target) if target else None
    if happening.step == HAND_OVER.name:
        for new in whole_record().filter(follows=revision, status=Status.DRAFT):
            if new.author_id:
                yield Event(ASSIGNED, new.author_id, happening, _place_of(new))
    elif kind and revision.author_id:
        yield Event(kind, revision.author_id, happening, _place_of(revision))


def _of_overtaken(approved: Sequence[Happening]) -> Iterator[Event]:
    """Yield the authors of drafts whose approved answer or codes were changed meanwhile."""
    by_place: dict[tuple[int, int], list[Happening]] = {}
    for happening in approved:
        by_place.setdefault((happening.subject.sheet_id, happening.subject.question), []).append(
            happening
        )
    for draft in _in_batches(_DRAFTS, sorted({sheet for sheet, _ in by_place})):
        for happening in by_place.get((draft.sheet_id, draft.question), ()):
            if draft.author_id and _overtakes(happening.subject, draft):
                yield Event(OVERTAKEN, draft.author_id, happening, _place_of(draft))


def _overtakes(revision: Revision, draft: Revision) -> bool:
    is_prose = revision.changes_text and draft.changes_text
    return is_prose or bool({*revision.codes} & {*draft.codes})


def _of_comment(happening: Happening) -> Iterator[Event]:
    """Yield those mentioned, those in the thread, and the author of the revision concerned."""
    comment: Comment = happening.subject
    place = (
        ("sheet_id", comment.sheet_id),
        ("question", comment.question),
        ("comment_id", comment.pk),
    )
    named = User.objects.filter(username__in=comment.mentions).order_by("pk")
    for person in named if comment.mentions else ():
        yield Event(MENTIONED, person.pk, happening, place)
    for pk in _concerned(comment):
        yield Event(REPLIED, pk, happening, place)


def _concerned(comment: Comment) -> Iterable[int]:
    first = comment.thread_id or comment.pk
    of_thread = Comment.objects.filter(Q(pk=first) | Q(thread=first)).order_by("pk")
    rows = list(of_thread.values_list("by", "revision__author"))
    return dict.fromkeys(pk for row in rows for pk in row if pk)


def _of_release(happening: Happening) -> Iterator[Event]:
    if happening.step == ASK.name:
        for person in User.objects.with_perm("coding.change_release"):
            yield Event(FREEZE, person.pk, happening, (("release_id", happening.subject.pk),))
