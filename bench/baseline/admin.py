"""Plain admin with SimpleHistoryAdmin, as one would register the models on the first day.

Two kindnesses keep it from drowning in its own defaults: a proposal's sheet is chosen by ID rather
than from a list of thousands, and lists join what they show, with as many rows as the site's.
"""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from simple_history.admin import SimpleHistoryAdmin

from bench.baseline.models import FIELDS, Proposal, Sheet
from bench.content import LIST_ROWS, QUEUE_ROWS


@admin.register(Sheet)
class SheetAdmin(SimpleHistoryAdmin):
    """The answers of a sheet."""

    list_display = ["atop_id", "members", "signature_dates"]
    list_per_page = LIST_ROWS
    search_fields = ["=atop_id", "members"]


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
            setattr(obj.sheet, FIELDS[obj.question], obj.text)
            obj.sheet._change_reason = obj.note  # type: ignore[attr-defined]
            obj.sheet.save()
