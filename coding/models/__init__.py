"""What is kept: the five sections of the questionnaire, sheets, revisions, releases."""

from coding.models.context import Context
from coding.models.documentation import Documentation
from coding.models.formation import Formation
from coding.models.institutionalization import Institutionalization
from coding.models.obligations import Obligations
from coding.models.release import Release
from coding.models.revision import Revision, RevisionEvent
from coding.models.sheet import Assignment, Sheet

__all__ = [
    "Assignment",
    "Context",
    "Documentation",
    "Formation",
    "Institutionalization",
    "Obligations",
    "Release",
    "Revision",
    "RevisionEvent",
    "Sheet",
]
