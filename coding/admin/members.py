"""Members and what they owe each other: read like their sheet, searched and filtered by code."""

from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets
from django.db.models import QuerySet
from django.http import HttpRequest

from coding.admin.coded import code_filters, coded_at, in_words
from coding.admin.read_only import NeverWritten, TrackedReadOnly
from coding.history.codes_in_words import date_in_words
from coding.models import Membership, PairObligation
from coding.models.questionnaire import QUESTIONS
from coding.models.variables import BY_NAME, PAIR_BY_NAME

_OF_MEMBERS = [variable for variable in BY_NAME.values() if variable.where == "membership"]
_OWED = [in_words(variable) for variable in PAIR_BY_NAME.values()]
_STATES_OF_PAIR = ("sheet", "giver__member", "receiver__member")


class ReadWithSheet(NeverWritten):
    """Rows for people who may view sheets, with the relations in ``joined`` loaded."""

    joined: tuple[str, ...]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().get_queryset(request)  # type: ignore[misc]
        return rows.select_related(*self.joined)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.has_perm("coding.view_sheet"))


@admin.display(description="Entry", ordering="yrent")
def entered(member: Membership) -> str:
    return date_in_words(vars(member), "", "ent")


@admin.display(description="Exit", ordering="yrexit")
def left(member: Membership) -> str:
    """Return when a member left, or that the agreement is in effect for it."""
    return date_in_words(vars(member), "", "exit")


@admin.display(description="From", ordering="giver__member")
def giver(pair: PairObligation) -> str:
    return f"{pair.giver.key} {pair.giver.member.name}"


@admin.display(description="To", ordering="receiver__member")
def receiver(pair: PairObligation) -> str:
    return f"{pair.receiver.key} {pair.receiver.member.name}"


@admin.display(description="What is owed")
def owed(pair: PairObligation) -> str:
    return ", ".join(name for name in PAIR_BY_NAME if getattr(pair, name)) or "nothing"


@admin.display(description="Codes of the alliance that differ for this member")
def own_codes(member: Membership) -> str:
    """The member's own codes, such as "cowid 2005"; each database keeps JSON in another order."""
    own = ((name, variable) for name, variable in BY_NAME.items() if name in member.own)
    listed = (f"{name} {variable.describe(member.own[name])}" for name, variable in own)
    return "\n".join(listed) or "none"


def _fieldsets() -> list[Any]:
    """Return the member's identity, then its codes by question."""
    first = (None, {"fields": ["sheet", "member", "spell", entered, left, own_codes]})
    by_question = [
        (f"{question.number}. {question.label}", {"fields": coded})
        for question in QUESTIONS
        if (coded := coded_at(question, "M"))
    ]
    return [first, *by_question]


@admin.register(Membership)
class MembershipAdmin(ReadWithSheet, TrackedReadOnly):
    """A state's time in an alliance, with its codes."""

    list_display = ["sheet", "member", "spell", entered, left]
    ordering = ["sheet__atop_id", "sheet__phase", "member_id", "spell"]
    list_filter = ["spell", *code_filters(_OF_MEMBERS)]
    search_fields = ["=sheet__atop_id", "=member__code", "member__name"]
    fieldsets = _fieldsets()
    readonly_fields: ClassVar[Any] = flatten_fieldsets(fieldsets)
    show_facets = admin.ShowFacets.NEVER
    joined = ("sheet", "member")


@admin.register(PairObligation)
class PairObligationAdmin(ReadWithSheet, TrackedReadOnly):
    """What one member owes another, where that differs from what it owes the rest."""

    list_display = ["sheet", giver, receiver, owed]
    list_filter = code_filters(PAIR_BY_NAME.values())
    ordering = ["sheet__atop_id", "sheet__phase", "giver", "receiver"]
    search_fields = ["=sheet__atop_id", "giver__member__name", "receiver__member__name"]
    fields: ClassVar[Any] = ["sheet", giver, receiver, *_OWED]
    readonly_fields = fields
    show_facets = admin.ShowFacets.NEVER
    joined = _STATES_OF_PAIR


class MembershipInline(ReadWithSheet, admin.TabularInline):
    """The members on their sheet's page, with links to their codes."""

    model = Membership
    fields: ClassVar[Any] = ["member", "spell", entered, left]
    readonly_fields = fields
    show_change_link = True
    joined = ("sheet", "member")


class PairObligationInline(ReadWithSheet, admin.TabularInline):
    """What members owe each other, on the page of their sheet."""

    model = PairObligation
    fields: ClassVar[Any] = [giver, receiver, owed]
    readonly_fields = fields
    show_change_link = True
    joined = _STATES_OF_PAIR
