"""Releases: opened and described here, frozen and published on their own page."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import TextField
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from simple_history.admin import SimpleHistoryAdmin

from coding.admin.by_person import ByPerson
from coding.admin.offered_filters import FilteredAsOffered
from coding.admin.read_only import NeverDeleted
from coding.admin.text_box import TextBox
from coding.datasets.documents.publication import FORMS, require_form
from coding.datasets.release import UNRELEASED, DatasetRelease, is_nightly
from coding.history.compared_sides import NOW
from coding.models import Release
from coding.models.release import DESCRIPTION
from coding.releases.downloads import LATEST
from coding.workflow.release_steps import describe

DESCRIBED = ("label", "cut_off", *DESCRIPTION)
RESERVED = (LATEST, NOW, "compare", "compare.csv", UNRELEASED)  # words used by addresses


class ReleaseForm(forms.ModelForm):
    """What an admin enters about a release."""

    def clean(self) -> dict[str, Any] | None:
        """Refuse a second open release, since changes approved now belong to one."""
        others = Release.objects.filter(frozen_at=None).exclude(pk=self.instance.pk)
        if others.exists():
            raise ValidationError(
                f"Release {others.get()} is open. It is frozen before the next one is opened."
            )
        for name in FORMS:
            try:
                require_form(name, self.cleaned_data.get(name, ""))
            except ValueError as unfit:
                self.add_error(name, str(unfit))
        return super().clean()

    def clean_label(self) -> str:
        """Refuse a label that cannot be part of file names or addresses."""
        label: str = self.cleaned_data["label"]
        if label.lower() in RESERVED:
            raise ValidationError(f"“{label}” has a meaning of its own here. Give another label.")
        if is_nightly(label):
            raise ValidationError(f"“{label}” is how a night's export is called, and no release.")
        try:
            DatasetRelease(label, timezone.now().date())
        except ValueError as unfit:
            raise ValidationError(str(unfit)) from unfit
        return label


@admin.register(Release)
class ReleaseAdmin(NeverDeleted, FilteredAsOffered, SimpleHistoryAdmin):
    """Releases. Changes approved now belong to the open one; a frozen one cannot change."""

    form = ReleaseForm
    formfield_overrides = {TextField: {"widget": TextBox}}
    list_display = ["label", "cut_off", "frozen_at", "frozen_by", "published_at"]
    list_filter = ["frozen_at", "published_at", ("frozen_by", ByPerson)]
    list_select_related = ["frozen_by"]
    search_fields = ["label", "note"]
    fields = [*DESCRIBED, "what_next"]

    def get_readonly_fields(self, request: HttpRequest, obj: Release | None = None) -> list[str]:
        is_frozen = obj is not None and not obj.is_open
        return [*(DESCRIBED if is_frozen else ()), "what_next"]

    @admin.display(description="Next step")
    def what_next(self, release: Release) -> SafeString | str:
        if release.pk is None:
            return "Save it first. Then it can be frozen and published."
        words = "Release gate and freeze" if release.is_open else "Files and publication"
        return format_html(
            '<a href="{}">{}</a>', reverse("coding:release-gate", args=[release.label]), words
        )

    def save_model(self, request: HttpRequest, obj: Release, form: Any, change: bool) -> None:
        if form.has_changed() and describe(obj, by=request.user):
            self.message_user(
                request,
                "The request to freeze the release has lapsed, since what the release says of "
                "itself was changed. Ask for the freeze again.",
                messages.WARNING,
            )
