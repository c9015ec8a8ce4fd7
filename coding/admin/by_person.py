"""Filters by person for lists of admin: by name, and only people in the list."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest

from coding.models.people_names import name_and_username

MOST = 200  # people whom a filter offers


def named(people: "QuerySet[User]") -> list[tuple[Any, str]]:
    """Return people's keys and names, sorted by name."""
    listed = people.order_by("first_name", "last_name", "username")[:MOST]
    return [(user.pk, name_and_username(user)) for user in listed]


class ByPerson(admin.RelatedOnlyFieldListFilter):
    """Offers the people that the field of some row refers to."""

    def field_choices(self, field: Any, request: HttpRequest, model_admin: Any) -> Any:
        there = model_admin.get_queryset(request).filter(**{f"{self.field_path}__isnull": False})
        return named(User.objects.filter(pk__in=there.order_by().values(self.field_path)))


class ByUserName(admin.SimpleListFilter):
    """Offers all accounts, for rows that store user names as text."""

    title = "person"
    parameter_name = "person"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        names = dict(User.objects.values_list("pk", "username"))
        return [(names[pk], words) for pk, words in named(User.objects.all())]

    def queryset(self, request: HttpRequest, queryset: "QuerySet[Any]") -> "QuerySet[Any]":
        return queryset.filter(person=self.value()) if self.value() else queryset
