"""Proposed answers and what became of them."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Case, F, OuterRef, Q, Subquery, When

from coding.models.inserts import SavedOften
from coding.models.questionnaire import BY_NUMBER, QUESTIONS, Question
from coding.models.sheet import Sheet
from coding.models.times import day_of
from coding.models.tracking import USER, WriteRefused


class Status(models.TextChoices):
    """Where a revision stands."""

    DRAFT = "draft", "draft"  # its author writes; saved by itself
    PENDING = "pending", "in review"  # in the queue; nobody changes it, others decide
    APPROVED = "approved", "approved"  # its text became the answer
    RETURNED = "returned", "returned"  # sent back with a comment; its author may write a new one
    WITHDRAWN = "withdrawn", "withdrawn"  # given up by its author

    @property
    def is_open(self) -> bool:
        """Whether a step can still be taken; the others are ends."""
        return self in (Status.DRAFT, Status.PENDING)

    @property
    def is_decided(self) -> bool:
        return self in (Status.APPROVED, Status.RETURNED)


OPEN = tuple(status for status in Status if status.is_open)
DECIDED = tuple(status for status in Status if status.is_decided)
_IN_USE = Q(sheet__put_aside="")
CAME_BACK = Q(_IN_USE, status=Status.RETURNED, followed_by=None)  # its author has not taken it up
# What was typed was deleted again. Status first: it spares databases the text of other revisions.
_PROPOSES_NOTHING = Q(status=Status.DRAFT) & Q(note="", follows=None, codes={}, text=F("base"))


class Origin(models.TextChoices):
    """How a revision came about."""

    WRITTEN = "written", "written here"
    IMPORTED = "imported", "filed by the import of a changed sheet"
    PRINTED = "printed", "noted on the printed sheet"


class RevisionQuerySet(models.QuerySet["Revision"]):
    """Names the usual selections; nothing is open on a sheet that was put aside."""

    def open(self) -> RevisionQuerySet:
        """Drafts that propose something, and pending revisions."""
        return self.filter(_IN_USE, status__in=OPEN).exclude(_PROPOSES_NOTHING)

    def drafts(self) -> RevisionQuerySet:
        """Drafts that propose something."""
        return self.open().filter(status=Status.DRAFT)

    def standing(self) -> RevisionQuerySet:
        """Drafts, pending revisions, and returned ones that were not taken up again."""
        return self.filter(_IN_USE, Q(status__in=OPEN) | CAME_BACK).exclude(_PROPOSES_NOTHING)

    def pending(self) -> RevisionQuerySet:
        """What waits in the queue, oldest first."""
        return self.filter(status=Status.PENDING).order_by("submitted_at", "id")

    def approved(self) -> RevisionQuerySet:
        """Approved changes in the order of the record."""
        return self.filter(status=Status.APPROVED).order_by(*as_decided())

    def delete(self) -> tuple[int, dict[str, int]]:
        raise WriteRefused("Revision: nothing that was saved can be removed.")


class Revision(SavedOften):
    """A proposed new answer to one question of one sheet, by one author: prose, codes, or both.

    ``base`` is the approved answer that the proposal was written against; once approved, it is the
    answer that was replaced. ``codes`` holds only the cells that would change (cell → value, None
    for "not coded yet"), ``base_codes`` what they replace. ``edits`` detects stale saves.
    """

    Status = Status
    Origin = Origin

    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="revisions")
    question = models.PositiveSmallIntegerField()
    author = models.ForeignKey(
        USER, null=True, blank=True, on_delete=models.PROTECT, related_name="revisions"
    )
    author_name = models.CharField(max_length=200)
    origin = models.CharField(max_length=10, choices=Origin.choices, default=Origin.WRITTEN)
    follows = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="followed_by"
    )
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT)

    text = models.TextField(blank=True)
    note = models.TextField(blank=True)
    base = models.TextField(blank=True)
    codes = models.JSONField(blank=True, default=dict)
    base_codes = models.JSONField(blank=True, default=dict)
    warnings = models.JSONField(
        blank=True,
        default=list,
        help_text="Warnings that the author passed, each with the reason given.",
    )
    edits = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        USER, null=True, blank=True, on_delete=models.PROTECT, related_name="decisions"
    )
    decided_by_name = models.CharField(
        max_length=200, blank=True, default="", help_text="As the record keeps it."
    )
    comment = models.TextField(blank=True, help_text="The reviewer's words.")
    suggestion = models.JSONField(
        blank=True,
        default=dict,
        help_text="What its reviewer suggests instead: “text” and “codes”. Empty where nothing is.",
    )
    words_by = models.ForeignKey(
        USER,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Who suggested its words, or wrote them first; they do not approve them.",
    )
    words_also_by = models.JSONField(
        blank=True, default=list, help_text="Through whose hands the same words went as well: ids."
    )
    brought_by = models.JSONField(blank=True, default=list, help_text="Who else imported it: ids.")
    version = models.CharField(
        max_length=20, blank=True, help_text="Label of the release the change belongs to."
    )
    printed_note = models.TextField(
        blank=True, help_text="The revision note as it stands on the printed sheet."
    )
    objects = RevisionQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        permissions = [
            ("propose_revision", "Can propose revisions"),
            ("decide_revision", "Can approve and return revisions of others"),
        ]
        indexes = [
            models.Index(fields=["status", "submitted_at", "id"], name="revision_queue"),
            models.Index(fields=["sheet", "question", "status"], name="revision_of_question"),
            models.Index(fields=["author", "status", "saved_at"], name="revision_of_author"),
            models.Index(fields=["sheet", "status", "decided_at"], name="revision_decided"),
            models.Index(fields=["status", "saved_at"], name="revision_saved"),
            models.Index(fields=["status", "decided_at", "sheet"], name="revision_changed"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(question__gte=1, question__lte=len(QUESTIONS)),
                name="revision_question_exists",
            ),
            models.UniqueConstraint(
                fields=["sheet", "question", "author"],
                condition=Q(status__in=OPEN, origin=Origin.WRITTEN),
                name="revision_one_open_per_author",
            ),
            models.UniqueConstraint(
                fields=["sheet", "question"],
                condition=Q(status__in=OPEN, origin=Origin.IMPORTED),
                name="revision_one_open_import",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | Q(author=None) | ~Q(decided_by=F("author")),
                name="revision_not_decided_by_author",
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.APPROVED)
                | Q(decided_by=None)
                | Q(words_by=None)
                | ~Q(decided_by=F("words_by")),
                name="revision_not_approved_by_whose_words_it_says",
            ),
            models.CheckConstraint(
                condition=Q(status__in=[*DECIDED], decided_at__isnull=False)
                | Q(status__in=[*OPEN, Status.WITHDRAWN], decided_at=None, decided_by=None),
                name="revision_decision_is_dated",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[*DECIDED])
                | Q(decided_by__isnull=False)
                | Q(origin=Origin.PRINTED),
                name="revision_decision_has_a_reviewer",
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.RETURNED) | ~Q(comment=""),
                name="revision_return_has_a_comment",
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.PENDING) | Q(submitted_at__isnull=False),
                name="revision_pending_is_submitted",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sheet} Q{self.question} by {self.author_name}"

    def delete(self, *args: object, **kwargs: object) -> tuple[int, dict[str, int]]:
        raise WriteRefused("Revision: nothing that was saved can be removed.")

    @property
    def asked(self) -> Question:
        return BY_NUMBER[self.question]

    @property
    def wording(self) -> str:
        return self.asked.plain.wording_in(self.version)

    @property
    def changes_text(self) -> bool:
        """Whether it proposes a new answer in prose, and not codes alone."""
        return self.text != self.base

    @property
    def can_be_undone(self) -> bool:
        """Whether the replaced answer is known; printed revision notes do not include it."""
        return self.status == Status.APPROVED and self.origin != Origin.PRINTED

    @property
    def proposes_nothing(self) -> bool:
        """Whether it is a draft that equals what is approved, and has no note."""
        says_something = self.changes_text or self.note or self.codes or self.follows_id
        return self.status == Status.DRAFT and not says_something

    @property
    def note_lines(self) -> list[str]:
        """The revision notes of an approved revision, as printed at the end of the sheet."""
        if self.printed_note:
            return self.printed_note.splitlines()
        if self.status != Status.APPROVED or not self.version or not self.decided_at:
            return []
        day = day_of(self.decided_at)
        on = f"{day:%B} {day.day}, {day.year}"
        return [f"Version {self.version}: Q{self.question} revised by {self.author_name} on {on}"]

    @property
    def is_open(self) -> bool:
        return Status(self.status).is_open


class RevisionEvent(SavedOften):
    """One step of a revision, with the revision's content then and what it would replace.

    Inserting the event takes the step: a trigger updates the revision (coding/protection). Events
    are never changed.
    """

    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="events")
    step = models.CharField(max_length=20)
    by = models.ForeignKey(
        USER, null=True, blank=True, on_delete=models.PROTECT, related_name="revision_events"
    )
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField()
    text = models.TextField(blank=True)
    base = models.TextField(blank=True, default="")
    codes = models.JSONField(blank=True, default=dict)
    base_codes = models.JSONField(blank=True, default=dict)
    comment = models.TextField(blank=True)
    suggestion = models.JSONField(blank=True, default=dict)
    warnings = models.JSONField(blank=True, default=list)
    version = models.CharField(max_length=20, blank=True, default="")
    batch = models.CharField(
        max_length=32, blank=True, help_text="Shared by the steps of one action on many revisions."
    )

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["at", "id"], name="revision_event_log")]

    def __str__(self) -> str:
        return f"{self.step} by {self.by_name}"


def as_decided() -> tuple[Any, ...]:
    """Return the order of approved changes: printed ones by date, then ours as recorded."""
    is_printed = Q(origin=Origin.PRINTED)
    last_step = RevisionEvent.objects.filter(revision=OuterRef("pk")).order_by("-id")
    return (
        Case(When(is_printed, then=0), default=1),
        Case(When(is_printed, then=F("decided_at"))),
        Subquery(last_step.values("id")[:1]),
        F("id"),
    )
