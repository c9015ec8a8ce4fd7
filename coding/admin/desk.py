"""The import desk and the files kept with sheets, to be read."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from coding.admin.read_only import ReadOnly
from coding.models import Batch, DeskFile, Original


@admin.register(Batch)
class BatchAdmin(ReadOnly):
    """Each batch: who put it on the desk, and when."""

    list_display = ["name", "by", "at", "remark"]
    list_select_related = ["by"]
    search_fields = ["name"]


class WithoutContent(ReadOnly):
    """Files are sent from pages of the site, and never shown here."""

    exclude = ["content"]

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Any]":
        return super().get_queryset(request).defer("content")


@admin.register(DeskFile)
class DeskFileAdmin(WithoutContent):
    """Each file on the desk, and what became of it."""

    list_display = ["name", "part", "key", "state", "batch", "remark"]
    list_filter = ["state"]
    list_select_related = ["batch"]
    search_fields = ["name", "=atop_id", "=sha256"]


@admin.register(Original)
class OriginalAdmin(WithoutContent):
    """Each file that a sheet was read from."""

    list_display = ["name", "sheet", "size", "by_name", "at", "sha256"]
    list_select_related = ["sheet"]
    search_fields = ["name", "=sheet__atop_id", "=sha256"]
