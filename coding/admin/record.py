"""The record: sheets, approved answers, revisions and each step that was taken."""

from django.contrib import admin

from coding.admin.read_only import ReadOnly, TrackedReadOnly
from coding.models import Revision, RevisionEvent, Sheet
from coding.models.questionnaire import SECTIONS


@admin.register(Sheet)
class SheetAdmin(TrackedReadOnly):
    """Sheets by ATOP ID."""

    list_display = ["key", "atop_id", "phase", "printed_from", "started_at", "entered_at"]
    search_fields = ["=atop_id", "printed_from", "formation__members"]
    list_filter = ["phase"]


class SectionAdmin(TrackedReadOnly):
    """The approved answers of one section."""

    list_display = ["sheet", "answered"]
    list_select_related = ["sheet"]
    search_fields = ["=sheet__atop_id"]


for section in SECTIONS:
    searched = ["=sheet__atop_id", *(question.key for question in section.questions)]
    admin.site.register(
        section.model,
        type(f"{section.model.__name__}Admin", (SectionAdmin,), {"search_fields": searched}),
    )


@admin.register(Revision)
class RevisionAdmin(ReadOnly):
    """Revisions, with where they stand."""

    list_display = ["sheet", "question", "author_name", "status", "saved_at", "decided_at"]
    list_filter = ["status", "origin", "question"]
    list_select_related = ["sheet"]
    search_fields = ["=sheet__atop_id", "author_name", "text", "note", "comment"]


@admin.register(RevisionEvent)
class RevisionEventAdmin(ReadOnly):
    """Each step that was taken, as one log."""

    list_display = ["at", "step", "revision", "by_name", "comment", "batch"]
    list_filter = ["step"]
    list_select_related = ["revision__sheet"]
    search_fields = ["=revision__sheet__atop_id", "by_name", "comment", "batch"]
