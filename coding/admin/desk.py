"""The import desk and the files stored with sheets, read-only."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from coding.admin.by_person import ByPerson
from coding.admin.read_only import ReadOnly
from coding.models import Batch, DeskFile, Original


@admin.register(Batch)
class BatchAdmin(ReadOnly):
    """Each batch: who uploaded it, and when."""

    list_display = ["name", "by", "at", "remark"]
    list_filter = [("by", ByPerson), "at"]
    list_select_related = ["by"]
    ordering = ["-at", "-id"]
    search_fields = ["name", "by__username", "by__last_name"]


class WithoutContent(ReadOnly):
    """Files are downloaded from pages of the site, and never shown here."""

    exclude = ["content"]

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Any]":
        return super().get_queryset(request).defer("content")


@admin.register(DeskFile)
class DeskFileAdmin(WithoutContent):
    """Each file on the desk, and what became of it."""

    list_display = ["name", "part", "key", "state", "batch", "remark"]
    list_filter = ["state", ("batch__by", ByPerson), "batch__at"]
    list_select_related = ["batch"]
    ordering = ["-batch__at", "-id"]
    search_fields = ["name", "=atop_id", "=sha256"]


@admin.register(Original)
class OriginalAdmin(WithoutContent):
    """Each file that a sheet was read from."""

    list_display = ["name", "sheet", "size", "by_name", "at", "sha256"]
    list_filter = [("by", ByPerson), "at"]
    list_select_related = ["sheet"]
    ordering = ["-at", "-id"]
    search_fields = ["name", "by_name", "=sheet__atop_id", "=sha256"]
