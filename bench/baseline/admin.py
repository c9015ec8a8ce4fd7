"""Plain admin with SimpleHistoryAdmin, as one would register the models on the first day.

Two kindnesses keep it from drowning in its own defaults: a proposal's sheet is chosen by ID rather
than from a list of thousands, and lists join what they show, with as many rows as the site's.
"""

from typing import Any

from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest
from simple_history.admin import SimpleHistoryAdmin

from bench.baseline.models import Proposal, Sheet
from bench.questionnaire import CODES, LABELS, SECTIONS, field_of, section_of

QUEUE_ROWS, LIST_ROWS = 25, 50  # rows of a page, as on the site


@admin.register(Sheet)
class SheetAdmin(SimpleHistoryAdmin):
    """The answers of a sheet, section by section."""

    list_display = ["atop_id", field_of(4), field_of(3)]
    list_per_page = LIST_ROWS
    search_fields = ["=atop_id", *map(field_of, LABELS)]
    fieldsets = [
        (None, {"fields": ["atop_id"]}),
        *(
            (key.title(), {"fields": [field_of(n) for n in LABELS if section_of(n) == key]})
            for key in SECTIONS
        ),
        *([("Codes", {"fields": list(CODES)})] if settings.BENCH_CODES else []),
    ]


@admin.register(Proposal)
class ProposalAdmin(SimpleHistoryAdmin):
    """The queue. Setting a proposal to approved writes its text into the answer."""

    list_display = ["sheet", "question", "author", "submitted_at"]
    list_filter = ["status"]
    list_select_related = ["sheet", "author"]
    list_per_page = QUEUE_ROWS
    raw_id_fields = ["sheet", "author"]

    def save_model(self, request: HttpRequest, obj: Proposal, form: Any, change: bool) -> None:
        """Save; an approved text becomes the answer, with its history row."""
        super().save_model(request, obj, form, change)
        if obj.status == "approved" and "status" in form.changed_data:
            setattr(obj.sheet, field_of(obj.question), obj.text)
            obj.sheet._change_reason = obj.note  # type: ignore[attr-defined]
            obj.sheet.save()
