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
    every = Annotation.objects.filter(question=question.number).select_related("replaces")
    replaced = {annotation.replaces_id for annotation in every}
    standing = [rule for rule in every if rule.text and rule.pk not in replaced]
    return RulePage(question, standing, [_change(annotation) for annotation in reversed(every)])


def _change(annotation: Annotation) -> RuleStep:
    if annotation.text:
        return RuleStep(
            "Replaced" if annotation.replaces else "Added",
            annotation.text,
            annotation.by_name,
            annotation.at,
        )
    return RuleStep(
        "Ended",
        annotation.replaces.text if annotation.replaces else "",
        annotation.by_name,
        annotation.at,
    )


def standing() -> Annotations:
    """Return the present annotations of the rules of all questions, which are few.

    One query, made when they are read.
    """
    return cast(Annotations, SimpleLazyObject(_standing))


def _standing() -> Annotations:
    found: dict[int, list[Annotation]] = defaultdict(list)
    for annotation in _STANDING.all():
        found[annotation.question].append(annotation)
    return found
