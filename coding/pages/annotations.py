"""The coding rule of a question with its annotations, present and past."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from django.utils.functional import SimpleLazyObject

from coding.models import Annotation
from coding.models.compiled_queries import CompiledQuery
from coding.models.questionnaire import Question

_STANDING = CompiledQuery(lambda: Annotation.objects.standing())
Annotations = Mapping[int, list[Annotation]]  # by the number of their question


@dataclass(frozen=True)
class RuleStep:
    """One step in the history of a rule: what was added, replaced or ended."""

    done: str
    text: str
    by: str
    at: datetime


@dataclass(frozen=True)
class RulePage:
    """What the page of a rule shows; the newest change comes first."""

    question: Question
    annotations: list[Annotation]
    changes: list[RuleStep]


def load_rule(question: Question) -> RulePage:
    every = list(Annotation.objects.filter(question=question.number).select_related("replaces"))
    replaced = {annotation.replaces_id for annotation in every}
    standing = [added for added in every if added.text and added.pk not in replaced]
    return RulePage(question, standing, [_step(annotation) for annotation in reversed(every)])


def _step(annotation: Annotation) -> RuleStep:
    done, text = "Replaced" if annotation.replaces else "Added", annotation.text
    if not text:
        done, text = "Ended", annotation.replaces.text if annotation.replaces else ""
    return RuleStep(done, text, annotation.by_name, annotation.at)


def standing() -> Annotations:
    """Return the present annotations of the rules of all questions, which are few.

    One query, made when they are read.
    """
    return cast(Annotations, SimpleLazyObject(_standing))


def _standing() -> Annotations:
    by_question: dict[int, list[Annotation]] = defaultdict(list)
    for annotation in _STANDING.all():
        by_question[annotation.question].append(annotation)
    return by_question
