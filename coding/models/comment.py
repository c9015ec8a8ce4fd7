"""What people say to each other about a question of a sheet: kept for ever, part of no answer."""

from __future__ import annotations

from django.db import models
from django.db.models import Exists, OuterRef, Q

from coding.models.questionnaire import BY_NUMBER, QUESTIONS, Question
from coding.models.revision import Revision
from coding.models.sheet import Sheet
from coding.models.tracking import USER


class Remark(models.TextChoices):
    """What a row of a thread does."""

    SAY = "say", "written"
    RESOLVE = "resolve", "resolved"
    REOPEN = "reopen", "opened again"


class CommentQuerySet(models.QuerySet["Comment"]):
    """Names the usual selections of comments."""

    def open_threads(self) -> CommentQuerySet:
        """Comments that begin a thread which is unresolved or was reopened.

        Threads on sheets that were put aside are left out.
        """
        of_thread = Comment.objects.order_by().filter(thread=OuterRef("pk"))
        reopened = Comment.objects.order_by().filter(
            thread=OuterRef("thread"), step=Remark.REOPEN, pk__gt=OuterRef("pk")
        )
        resolved = of_thread.filter(~Exists(reopened), step=Remark.RESOLVE)
        return self.filter(~Exists(resolved), thread=None, sheet__put_aside="")


class Comment(models.Model):
    """One comment at a question, written once: it begins a thread, or belongs to ``thread``.

    Resolving and reopening a thread are comments too, with or without text. ``mentions`` has the
    user names mentioned in it, ``revision`` the proposal that it is about.
    """

    Step = Remark

    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="+")
    question = models.PositiveSmallIntegerField()
    thread = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    step = models.CharField(max_length=10, choices=Remark.choices, default=Remark.SAY)
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField()
    text = models.TextField(blank=True)
    mentions = models.JSONField(default=list)
    revision = models.ForeignKey(Revision, null=True, on_delete=models.PROTECT, related_name="+")

    objects = CommentQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["id"]
        indexes = [models.Index(fields=["sheet", "question", "id"], name="comment_of_question")]
        constraints = [
            models.CheckConstraint(
                condition=Q(question__gte=1, question__lte=len(QUESTIONS)),
                name="comment_question_exists",
            ),
            models.CheckConstraint(
                condition=Q(step__in=[Remark.RESOLVE, Remark.REOPEN], thread__isnull=False)
                | Q(step=Remark.SAY) & ~Q(text=""),
                name="comment_says_something",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sheet} Q{self.question} by {self.by_name}"

    @property
    def asked(self) -> Question:
        return BY_NUMBER[self.question]
