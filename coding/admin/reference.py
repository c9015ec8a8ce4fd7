"""States and wars: edited here or by load_reference, with who, when and why; never deleted."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from simple_history.admin import SimpleHistoryAdmin

from coding.admin.offered_filters import FilteredAsOffered
from coding.admin.read_only import NeverDeleted, TrackedReadOnly
from coding.admin.text_box import TextBox
from coding.models import Participation, State, StateSpell, War
from coding.models.reference import Reference
from coding.workflow.reference_import import save_by_hand


class ReasonForm(forms.ModelForm):
    """A row with the reason for its change, and for changes of the rows below it."""

    why = forms.CharField(
        label="Why",
        widget=TextBox(attrs={"rows": 2}),
        help_text="Kept in the history of every row that changes.",
    )


class ReferenceAdmin(NeverDeleted, FilteredAsOffered, SimpleHistoryAdmin):
    """A state or a war. Unchanged rows are not written."""

    form = ReasonForm
    history_list_display = ["author_name"]
    list_filter = ["source"]
    key: str

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """The number cannot change: other rows and the sheets' codes refer to it."""
        return [self.key] if obj else []

    def save_model(self, request: HttpRequest, obj: Reference, form: Any, change: bool) -> None:
        if set(form.changed_data) - {"why"}:
            save_by_hand(obj, by=request.user, reason=form.cleaned_data["why"])

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        for row in formset.save(commit=False):
            save_by_hand(row, by=request.user, reason=form.cleaned_data["why"])


class SpellInline(admin.TabularInline):
    """Spells on the page of their state or war; each links to its own history."""

    extra = 0
    can_delete = False
    show_change_link = True


class StateSpellInline(SpellInline):
    """When a state was in the COW system, and in the Gleditsch-Ward list."""

    model = StateSpell
    fields = ["system", "begin", "end", "withdrawn", "listed_as", "source"]


class ParticipationInline(SpellInline):
    """Who fought in a war, on which side, from when to when."""

    model = Participation
    fields = [
        *("state", "side", "begin", "begin_day_known", "end", "end_day_known"),
        *("withdrawn", "source"),
    ]
    autocomplete_fields = ["state"]


@admin.register(State)
class StateAdmin(ReferenceAdmin):
    """States by COW country code."""

    key = "code"
    fields = ["code", "abbreviation", "name", "source", "why"]
    list_display = ["code", "abbreviation", "name", "is_cow_state", "source"]
    search_fields = ["=code", "=abbreviation", "name"]
    inlines = [StateSpellInline]

    @admin.display(description="COW state", boolean=True)
    def is_cow_state(self, state: State) -> bool:
        return state.is_cow_state

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("spells")


@admin.register(War)
class WarAdmin(ReferenceAdmin):
    """Inter-state wars by COW number; the search finds them by participants, too."""

    key = "number"
    fields = ["number", "name", "source", "why"]
    list_display = ["number", "name", "source"]
    search_fields = ["=number", "name", "participations__state__name"]
    inlines = [ParticipationInline]


@admin.register(StateSpell)
class StateSpellAdmin(TrackedReadOnly):
    """Memberships in the two systems with their history, changed on the state's page."""

    list_display = ["state", "system", "begin", "end", "source", "withdrawn"]
    list_filter = ["system", "withdrawn"]
    list_select_related = ["state"]
    search_fields = ["=state__code", "state__name"]


@admin.register(Participation)
class ParticipationAdmin(TrackedReadOnly):
    """Who fought where, with its history, changed on the war's page."""

    list_display = ["war", "state", "side", "begin", "end", "source", "withdrawn"]
    list_filter = ["withdrawn"]
    list_select_related = ["state", "war"]
    search_fields = ["=war__number", "war__name", "=state__code", "state__name"]
