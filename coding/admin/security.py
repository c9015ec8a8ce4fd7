"""The security log, to be read and filtered; nobody changes it."""

from datetime import datetime

from django.contrib import admin

from coding.admin.by_person import ByUserName
from coding.admin.read_only import ReadOnly
from coding.models import SecurityEvent


@admin.register(SecurityEvent)
class SecurityEventAdmin(ReadOnly):
    """Who signed in, was refused, got rights, published, imported, read drafts; and from where."""

    list_display = ["when", "kind", "person", "about", "address", "more"]
    list_filter = ["kind", ByUserName, "at"]
    ordering = ["-at", "-id"]
    search_fields = ["person", "about", "=address", "more"]
    show_facets = admin.ShowFacets.NEVER

    @admin.display(description="When", ordering="at")
    def when(self, event: SecurityEvent) -> datetime:
        return event.at
