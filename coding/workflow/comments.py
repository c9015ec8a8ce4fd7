"""Comments on a question: words without a decision. They are never changed; one corrects another.

A thread begins with a comment. Whoever comments may resolve it and open it again.
"""

from datetime import timedelta
from typing import Any

from coding.codebook.text import as_typed
from coding.models import Comment, Revision, Sheet
from coding.models.comment import Remark
from coding.models.people_names import name_of
from coding.models.questionnaire import Question
from coding.workflow import rules
from coding.workflow.announcements import Happening, announce
from coding.workflow.chaining import moment, recorded
from coding.workflow.locks import lock_sheet
from coding.workflow.mentions import mentioned_in, people_to_mention, why_not_mentioned
from coding.workflow.refusals import NotAllowed, require
from coding.workflow.visibility import is_private

LONGEST = 10_000  # characters of one comment
_TWICE = timedelta(minutes=1)  # the same words within this time are a double click


@recorded()
def comment(
    sheet: Sheet, question: Question, text: str, *, by: Any, about: Revision | None = None
) -> Comment:
    """Begin a thread at a question; ``about`` is the proposal there that it discusses."""
    require(rules.why_not_comment(by), NotAllowed)
    words = as_typed(text)
    mentions = _checked(words)
    require(why_not_about(about, sheet, question))
    sheet = lock_sheet(sheet)
    begun = Comment.objects.filter(sheet=sheet, question=question.number, thread=None)
    twice = _sent_twice(begun.last(), Remark.SAY, words, by)
    if twice:
        return twice
    new = Comment(sheet=sheet, question=question.number, revision=about, mentions=mentions)
    return _write(new, words, by)


@recorded()
def reply(thread: Comment, text: str, *, by: Any, step: Remark = Remark.SAY) -> Comment:
    """Go on with a thread: say something, resolve it, or open it again, with words or without."""
    require(rules.why_not_comment(by), NotAllowed)
    words = as_typed(text)
    mentions = _checked(words) if words or step == Remark.SAY else []
    sheet = lock_sheet(thread.sheet)
    of_thread = Comment.objects.filter(thread=thread)
    twice = _sent_twice(of_thread.last(), step, words, by)
    if twice:
        return twice
    is_open = Comment.objects.filter(pk=thread.pk).open_threads().exists()
    require(why_not_ready_to(step, of_thread, is_open=is_open))
    new = Comment(sheet=sheet, question=thread.question, thread=thread, step=step)
    new.mentions = mentions
    return _write(new, words, by)


def why_not_about(about: Revision | None, sheet: Sheet, question: Question) -> rules.Reason:
    """Refuse a proposal of another question, and one that not everybody may see."""
    if about is None:
        return None
    is_here = about.sheet_id == sheet.pk and about.question == question.number
    if is_here and not is_private(about):
        return None
    return "It is not in review here any more. Comment on the question instead."


def why_not_ready_to(step: Remark, of_thread: Any, *, is_open: bool) -> rules.Reason:
    """Refuse a step that was taken already; name who took it."""
    if step == Remark.SAY or is_open == (step == Remark.RESOLVE):
        return None
    last = of_thread.exclude(step=Remark.SAY).last()
    return f"Already {last.get_step_display()} by {last.by_name}." if last else "It is open."


def _checked(text: str) -> list[str]:
    """Return who is mentioned in a comment. Raises Refused if the text cannot be stored."""
    require(None if text else "There is nothing in the box. Write the comment, then send it.")
    long = f"The comment has {len(text):,} characters, and {LONGEST:,} are kept. Send it in parts."
    require(long if len(text) > LONGEST else None)
    people = people_to_mention() if "@" in text else {}
    mentions, unknown = mentioned_in(text, people)
    require(why_not_mentioned(unknown, people))
    return mentions


def _sent_twice(last: Comment | None, step: Remark, text: str, by: Any) -> Comment | None:
    """Return what was said last, if this person said just that a moment ago."""
    if last is None or (last.by_id, last.step, last.text) != (by.pk, step, text):
        return None
    return last if moment() - last.at < _TWICE else None


def _write(new: Comment, text: str, by: Any) -> Comment:
    new.text, new.by, new.by_name, new.at = text, by, name_of(by), moment()
    new.save(force_insert=True)
    announce(Happening(new, new.step, new.get_step_display(), new.by_name, by.pk))
    return new
