"""Makes admin accept only query parameters that its own pages use."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import NotRelationField, get_fields_from_path
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model
from django.http import HttpRequest

OFFERED_LOOKUPS = {"exact", "isnull", "gte", "lt"}


class FilteredAsOffered(admin.ModelAdmin):
    """Refuses other lookups: half a pattern or range would be an error in the database."""

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        is_allowed: bool = super().lookup_allowed(lookup, value, request)  # type: ignore[arg-type]
        return is_allowed and _may_be_offered(self.model, lookup)

    def log_deletions(self, request: HttpRequest, queryset: Any) -> list[Any]:
        """Log each deletion alone: Django writes several at once, past the record's chain."""
        log_one = super().log_deletions
        return [entry for row in queryset for entry in log_one(request, [row])]  # type: ignore[arg-type]

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Any:
        """Return the row of a page. Django would look up an empty field name, and fail."""
        return super().get_object(request, object_id, from_field or None)


def _may_be_offered(model: type[Model], lookup: str) -> bool:
    """Whether this is a field with a lookup that filters use, or no name of the model at all."""
    path, _, how = lookup.rpartition("__")
    try:
        get_fields_from_path(model, path if how in OFFERED_LOOKUPS else lookup)
    except (FieldDoesNotExist, NotRelationField):
        first = lookup.split("__")[0]
        return first != "pk" and not _has(model, first)
    return True


def _has(model: type[Any], name: str) -> bool:
    try:
        model._meta.get_field(name)
    except FieldDoesNotExist:
        return False
    return True
