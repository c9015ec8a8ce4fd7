"""The record: sheets, approved answers, revisions and each step that was taken."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets, unquote
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html

from coding.admin.by_person import ByPerson
from coding.admin.coded import code_filters, coded_at
from coding.admin.members import MembershipInline, PairObligationInline
from coding.admin.read_only import ReadOnly, TrackedReadOnly
from coding.history.codes_in_words import changes, names_of, states_in
from coding.models import Revision, RevisionEvent, Sheet
from coding.models.questionnaire import SECTIONS, Section
from coding.models.variables import BY_NAME
from coding.workflow.check_counts import count_stale
from coding.workflow.visibility import steps_visible_to, tell_of_drafts_read, visible_to


@admin.register(Sheet)
class SheetAdmin(TrackedReadOnly):
    """Sheets, the newest first."""

    ordering = ["-started_at", "-id"]

    list_display = [
        *("key", "atop_id", "phase", "printed_from", "started_at", "entered_at"),
        "checks_open",
    ]
    list_select_related = ["check_count"]
    readonly_fields = ["checks_open"]
    search_fields = [
        *("=atop_id", "printed_from", "formation__members"),
        *("=memberships__member__code", "memberships__member__name"),
    ]
    list_filter = ["started_at", "entered_at", ("assignments__coder", ByPerson), "phase"]
    inlines = [MembershipInline, PairObligationInline]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """List the sheets with the current findings of the checks."""
        count_stale()
        return super().changelist_view(request, extra_context)

    @admin.display(description="checks open")
    def checks_open(self, sheet: Sheet) -> str:
        """Return the number of findings in the sheet, with a link to them."""
        counted = getattr(sheet, "check_count", None)
        if counted is None or counted.found is None:
            return "not counted"
        address = reverse("coding:sheet-to-do", args=[sheet.key])
        return format_html('<a href="{}">{}</a>', address, counted.found)


class SectionAdmin(TrackedReadOnly):
    """The approved answers of one section with their codes, question by question."""

    list_display = ["sheet", "answered"]
    list_select_related = ["sheet"]
    show_facets = admin.ShowFacets.NEVER


def _admin_of(section: Section) -> type[SectionAdmin]:
    by_question = [
        (f"{question.number}. {question.label}", {"fields": [question.key, *codes]})
        for question in section.questions
        for codes in [coded_at(question, "A")]
    ]
    fieldsets: list[Any] = [(None, {"fields": ["sheet", "answered"]}), *by_question]
    declared = {
        "fieldsets": fieldsets,
        "readonly_fields": flatten_fieldsets(fieldsets),
        "search_fields": ["=sheet__atop_id", *(question.key for question in section.questions)],
        "list_filter": code_filters(code for code in BY_NAME.values() if code.where == section.key),
    }
    return type(f"{section.model.__name__}Admin", (SectionAdmin,), declared)


for section in SECTIONS:
    admin.site.register(section.model, _admin_of(section))


class ToldOnSite(ReadOnly):
    """A revision and its events, whose history is on the site's own page."""

    names_revision = "pk"
    visible: Callable[[Any], QuerySet[Any]]
    readonly_fields = ["changed_codes"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request) & self.visible(request.user)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Show one row; reading somebody else's draft is announced to the security log."""
        row = self.get_object(request, unquote(object_id))
        if row is not None and self.has_view_permission(request, row):
            tell_of_drafts_read([getattr(row, "revision", row)], by=request.user)
        return super().change_view(request, object_id, form_url, extra_context)

    @admin.display(description="Codes")
    def changed_codes(self, row: Any) -> str:
        """Return a line for each changed code: "estmode: 0 non-treaty → 1 treaty"."""
        names = names_of(states_in(row.codes))
        return "\n".join(map(str, changes(row.codes, row.base_codes, names)))

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        """Redirect to the site's page; admin's own log does not have the workflow's steps."""
        row = self.get_object(request, unquote(object_id))
        if row is None or not self.has_view_permission(request, row):
            return super().history_view(request, object_id, extra_context)
        return redirect("coding:revision-read", getattr(row, self.names_revision))


_DECIDED = ("decided_at", "decided_by_name")


@admin.register(Revision)
class RevisionAdmin(ToldOnSite):
    """Revisions with their state."""

    list_display = ["sheet", "question", "author_name", "status", "saved_at", *_DECIDED]
    list_filter = [
        *("status", ("author", ByPerson), ("decided_by", ByPerson)),
        *("saved_at", "submitted_at", "decided_at", "origin", "question"),
    ]
    ordering = ["-saved_at", "-id"]
    list_select_related = ["sheet"]
    search_fields = [
        *("=sheet__atop_id", "author_name", "decided_by_name"),
        *("text", "note", "comment"),
    ]
    exclude = ["codes", "base_codes", "suggestion"]
    visible = staticmethod(visible_to)


@admin.register(RevisionEvent)
class RevisionEventAdmin(ToldOnSite):
    """Each step that was taken."""

    names_revision = "revision_id"
    list_display = ["at", "step", "revision", "by_name", "comment", "batch"]
    list_filter = ["step", ("by", ByPerson), "at"]
    ordering = ["-at", "-id"]
    list_select_related = ["revision__sheet"]
    search_fields = ["=revision__sheet__atop_id", "by_name", "comment", "batch"]
    exclude = ["codes", "suggestion"]
    visible = staticmethod(steps_visible_to)
