"""What admins add to a question's coding rule, as practice changes. It is kept for ever."""

from django.db import models
from django.db.models import Q, QuerySet

from coding.models.tracking import USER


class AnnotationQuerySet(QuerySet["Annotation"]):
    """Names the usual selections of annotations."""

    def standing(self) -> "AnnotationQuerySet":
        """Annotations that are neither replaced nor ended."""
        return self.filter(replaced_by=None).exclude(text="")


class Annotation(models.Model):
    """A sentence beside the coding rule of a question: "Since 2019 we code …". Written once.

    Another one may replace it; one without text ends it. Both say who, and when.
    """

    question = models.PositiveSmallIntegerField()
    text = models.TextField(blank=True, help_text="Blank: what it replaces is ended.")
    replaces = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by"
    )
    at = models.DateTimeField()
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=200)

    objects = AnnotationQuerySet.as_manager()

    class Meta:
        default_permissions = ("add", "view")
        ordering = ["question", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text="") | Q(replaces__isnull=False),
                name="annotation_says_or_ends_something",
            ),
        ]

    def __str__(self) -> str:
        return f"Annotation {self.pk} of question {self.question}"
