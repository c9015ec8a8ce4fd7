"""The comments at a question, as they stand beside its answer and on a page of their own."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from coding.conversation.threads import Thread, threads_at
from coding.models import Comment, Revision, Sheet
from coding.models.questionnaire import Question
from coding.models.revision import Status
from coding.workflow import rules
from coding.workflow.mentions import parts_of
from coding.workflow.visibility import may_see

THREADS, REMARKS = 5, 3  # the latest, which are not folded up


@dataclass(frozen=True)
class ShownRemark:
    """One comment. ``about`` is the proposal that it is about, if the reader may see it."""

    comment: Comment
    about: Revision | None

    @property
    def parts(self) -> list[tuple[str, bool]]:
        """Its words, those that mention somebody apart."""
        return parts_of(self.comment.text, self.comment.mentions)


@dataclass(frozen=True)
class ShownThread:
    """A thread with its comments in order."""

    pk: int
    is_open: bool
    remarks: list[ShownRemark]

    @property
    def begins(self) -> str:
        """Its first words, by which one that is folded up is known."""
        return self.remarks[0].comment.text

    @property
    def between(self) -> list[ShownRemark]:
        """The comments between the first and the last ones, where there are many."""
        return self.remarks[1:-REMARKS] if len(self.remarks) > 2 * REMARKS else []

    @property
    def last(self) -> list[ShownRemark]:
        """What follows on the first, or on what is between."""
        return self.remarks[1 + len(self.between) :]


@dataclass(frozen=True)
class RefusedRemark:
    """What somebody sent that was not done, and why: it stands in its box again."""

    thread: int | None
    text: str
    why_not: str


@dataclass(frozen=True)
class Discussion:
    """All that is said at a question.

    ``back`` is the change under review on whose page it stands, ``query`` the queue's of that page.
    """

    sheet: Sheet
    question: Question
    threads: list[ShownThread]
    why_not_comment: str | None
    proposals: list[Revision] = field(default_factory=list)  # that a new comment may be about
    back: int | None = None
    query: str = ""
    sent: RefusedRemark | None = None

    @property
    def open(self) -> list[ShownThread]:
        return [one for one in self.threads if one.is_open]

    @property
    def older(self) -> list[ShownThread]:
        """The open threads before the latest ones; none where they would be one alone."""
        older = self.open[:-THREADS]
        return older if len(older) > 1 else []

    @property
    def latest(self) -> list[ShownThread]:
        return self.open[len(self.older) :]

    @property
    def resolved(self) -> list[ShownThread]:
        return [one for one in self.threads if not one.is_open]

    def is_sent_to(self, threads: Iterable[ShownThread]) -> bool:
        """Whether something was sent to one of the threads, and was not done."""
        return self.sent is not None and self.sent.thread in {one.pk for one in threads}

    def sent_to(self, thread: int | None) -> RefusedRemark | None:
        """Return what was sent to a thread, or as a new one, and was not done."""
        return self.sent if self.sent and self.sent.thread == thread else None


def discussion_at(
    sheet: Sheet,
    question: Question,
    user: Any,
    *,
    proposals: Iterable[Revision] = (),
    back: int | None = None,
    query: str = "",
    sent: RefusedRemark | None = None,
) -> Discussion:
    """Return what is said at a question; ``proposals`` are those that stand there."""
    return Discussion(
        sheet,
        question,
        [_shown(one, user) for one in threads_at(sheet, question)],
        rules.why_not_comment(user),
        [
            one
            for one in proposals
            if one.question == question.number and one.status == Status.PENDING
        ],
        back,
        query,
        sent,
    )


def _shown(thread: Thread, user: Any) -> ShownThread:
    remarks = [ShownRemark(one, _about(one, user)) for one in thread.remarks]
    return ShownThread(thread.first.pk, thread.is_open, remarks)


def _about(comment: Comment, user: Any) -> Revision | None:
    about = comment.revision
    return about if about and may_see(about, user) else None
