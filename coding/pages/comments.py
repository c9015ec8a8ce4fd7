"""The comments at a question, next to its answer and on a page of their own."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from coding.conversation.comment_threads import Thread, threads_at
from coding.models import Comment, Revision, Sheet
from coding.models.questionnaire import Question
from coding.models.revision import Status
from coding.workflow import rules
from coding.workflow.mentions import parts_of
from coding.workflow.visibility import may_see

THREADS, REMARKS = 5, 3  # the latest ones, which are not folded


@dataclass(frozen=True)
class ShownRemark:
    """One comment. ``about`` is the proposal that it is about, if the reader may see it."""

    comment: Comment
    about: Revision | None

    @property
    def parts(self) -> list[tuple[str, bool]]:
        """Its text in parts, with mentions marked."""
        return parts_of(self.comment.text, self.comment.mentions)


@dataclass(frozen=True)
class ShownThread:
    """A thread with its comments in order."""

    pk: int
    is_open: bool
    remarks: list[ShownRemark]

    @property
    def begins(self) -> str:
        """The first comment, which is shown for a folded thread."""
        return self.remarks[0].comment.text

    @property
    def between(self) -> list[ShownRemark]:
        """The comments folded between the first and the last ones, where there are many."""
        return self.remarks[1:-REMARKS] if len(self.remarks) > 2 * REMARKS else []

    @property
    def last(self) -> list[ShownRemark]:
        """The comments after the first, or after the folded ones."""
        return self.remarks[1 + len(self.between) :]


@dataclass(frozen=True)
class RefusedRemark:
    """A comment that was refused, and why; the form shows it again."""

    thread: int | None
    text: str
    why_not: str


@dataclass(frozen=True)
class Discussion:
    """All comments at a question.

    ``back`` is the change under review that the page shows, ``query`` the queue's filter on that
    page.
    """

    sheet: Sheet
    question: Question
    threads: list[ShownThread]
    why_not_comment: str | None
    proposals: list[Revision]  # that a new comment may be about
    back: int | None = None
    query: str = ""
    sent: RefusedRemark | None = None

    @property
    def open(self) -> list[ShownThread]:
        return [thread for thread in self.threads if thread.is_open]

    @property
    def older(self) -> list[ShownThread]:
        """The open threads before the latest ones; none instead of a single one."""
        older = self.open[:-THREADS]
        return older if len(older) > 1 else []

    @property
    def latest(self) -> list[ShownThread]:
        return self.open[len(self.older) :]

    @property
    def resolved(self) -> list[ShownThread]:
        return [thread for thread in self.threads if not thread.is_open]

    def is_sent_to(self, threads: Iterable[ShownThread]) -> bool:
        """Whether the refused comment belongs to one of the threads."""
        return self.sent is not None and self.sent.thread in {thread.pk for thread in threads}

    def sent_to(self, thread: int | None) -> RefusedRemark | None:
        """Return the refused comment of a thread; None stands for a new thread."""
        return self.sent if self.sent and self.sent.thread == thread else None


def discussion_at(
    sheet: Sheet, question: Question, user: Any, *, proposals: Iterable[Revision]
) -> Discussion:
    """Return the comments at a question; ``proposals`` are the changes shown on the page."""
    return Discussion(
        sheet=sheet,
        question=question,
        threads=[_shown_thread(thread, user) for thread in threads_at(sheet, question)],
        why_not_comment=rules.why_not_comment(user),
        proposals=[
            proposal
            for proposal in proposals
            if proposal.question == question.number and proposal.status == Status.PENDING
        ],
    )


def _shown_thread(thread: Thread, user: Any) -> ShownThread:
    remarks = [ShownRemark(remark, _about(remark, user)) for remark in thread.remarks]
    return ShownThread(thread.first.pk, thread.is_open, remarks)


def _about(comment: Comment, user: Any) -> Revision | None:
    about = comment.revision
    return about if about and may_see(about, user) else None
