"""Annotations of coding rules: admins add, replace and end them; nothing of them is removed."""

from typing import Any

from coding.codebook.text import canonical
from coding.models import Annotation
from coding.models.people_names import name_of
from coding.models.questionnaire import Question
from coding.workflow import rules
from coding.workflow.announcements import Happening, announce
from coding.workflow.chaining import moment, recorded
from coding.workflow.refusals import NotAllowed, Refused, require

LONGEST = 2000  # characters


@recorded()
def annotate(question: Question, text: str, *, by: Any) -> Annotation:
    """Add an annotation to the coding rule of a question, unless the same text is there already."""
    require(rules.why_not_annotate(by), NotAllowed)
    kept = canonical(text)
    require(why_not_ready_to_annotate(kept), Refused)
    alike = Annotation.objects.standing().filter(question=question.number, text=kept).first()
    return alike or _write(question.number, kept, None, "added", by=by)


@recorded()
def replace(annotation: Annotation, text: str, *, by: Any) -> Annotation:
    """Replace an annotation by one with another text; an equal text changes nothing."""
    require(rules.why_not_annotate(by), NotAllowed)
    kept, standing = canonical(text), _lock(annotation)
    require(why_not_ready_to_annotate(kept), Refused)
    if kept == standing.text:
        return standing
    return _write(standing.question, kept, standing, "replaced", by=by)


@recorded()
def end(annotation: Annotation, *, by: Any) -> Annotation:
    """End the annotation. It stays in the history of the rule."""
    require(rules.why_not_annotate(by), NotAllowed)
    standing = _lock(annotation)
    return _write(standing.question, "", standing, "ended", by=by)


def why_not_ready_to_annotate(text: str) -> rules.Reason:
    """Refuse an empty text, and one too long to be read beside a rule."""
    if not text:
        return "The annotation is empty. Say how the question is coded, and since when."
    if len(text) > LONGEST:
        return f"The annotation has {len(text)} characters. Shorten it: {LONGEST} at most."
    return None


def _lock(annotation: Annotation) -> Annotation:
    """Lock and return the annotation. Raises Refused if it was replaced or ended meanwhile."""
    locked = Annotation.objects.select_for_update().get(pk=annotation.pk)
    later = Annotation.objects.filter(replaces=locked).first()
    if later:
        done = "replaced" if later.text else "ended"
        raise Refused(f"{later.by_name} {done} this annotation meanwhile. Look at it as it is now.")
    return locked


def _write(
    question: int, text: str, replaces: Annotation | None, done: str, *, by: Any
) -> Annotation:
    written = Annotation.objects.create(
        question=question, text=text, replaces=replaces, at=moment(), by=by, by_name=name_of(by)
    )
    announce(Happening(written, done, f"of Q{question} {done}", name_of(by)))
    return written
