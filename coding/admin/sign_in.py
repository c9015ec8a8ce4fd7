"""Sign-in locks; hides allauth's own models, which have pages of their own."""

from allauth.account.admin import EmailAddress
from allauth.mfa.admin import Authenticator
from allauth.socialaccount.admin import SocialAccount, SocialApp, SocialToken
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from coding.accounts.events import tell
from coding.accounts.limits import is_reached
from coding.admin.offered_filters import FilteredAsOffered
from coding.models import SignInAttempts

# Nobody may read secrets of second factors; a person's page removes them. Imported from allauth's
# admin modules, which register them.
for model in (EmailAddress, Authenticator, SocialAccount, SocialApp, SocialToken):
    admin.site.unregister(model)


@admin.register(SignInAttempts)
class SignInAttemptsAdmin(FilteredAsOffered):
    """Wrong passwords that still count; deleting a row ends its lock."""

    list_display = ["__str__", "failures", "is_held_back", "since", "until"]
    search_fields = ["username", "address"]
    ordering = ["-failures", "-until"]

    def get_queryset(self, request: HttpRequest) -> "QuerySet[SignInAttempts]":
        return super().get_queryset(request).filter(until__gt=timezone.now(), failures__gt=0)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    @admin.display(description="Held back", boolean=True)
    def is_held_back(self, attempts: SignInAttempts) -> bool:
        return is_reached(attempts)

    def delete_model(self, request: HttpRequest, obj: SignInAttempts) -> None:
        super().delete_model(request, obj)
        tell("let in again", obj, request=request, by=request.user)

    def delete_queryset(self, request: HttpRequest, queryset: "QuerySet[SignInAttempts]") -> None:
        names = [str(attempts) for attempts in queryset]
        super().delete_queryset(request, queryset)
        for name in names:
            tell("let in again", name, request=request, by=request.user)
