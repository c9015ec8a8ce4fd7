"""People, their roles, and which coder works on which sheet."""

from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm
from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.views.decorators.http import require_POST

from coding.accounts import limits, second_factor, single_sign_on
from coding.accounts.events import tell
from coding.accounts.links import INVITED_FOR, make_link, send_link
from coding.accounts.passwords import let_owner_change
from coding.accounts.sessions import sign_out
from coding.admin.by_person import ByPerson
from coding.admin.offered_filters import FilteredAsOffered
from coding.admin.read_only import NeverDeleted, ReadOnly
from coding.models import Assignment
from coding.outages import on_one_line
from coding.workflow.assigning import assign, unassign
from coding.workflow.handing_over import active_coders
from coding.workflow.refusals import Refused


@admin.register(Assignment)
class AssignmentAdmin(FilteredAsOffered):
    """Which coder works on which sheet; the site's own page assigns many at once."""

    change_list_template = "coding/admin/assignments.html"
    list_display = ["sheet", "coder", "assigned_at"]
    list_filter = [("coder", ByPerson), "assigned_at"]
    list_select_related = ["sheet", "coder"]
    ordering = ["-assigned_at", "-id"]
    search_fields = [
        *("=sheet__atop_id", "coder__username", "coder__first_name", "coder__last_name"),
    ]
    autocomplete_fields = ["sheet"]

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer active coders only."""
        if db_field.name == "coder":
            kwargs["queryset"] = active_coders()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """An assignment is made or ended, and never turned into another one."""
        return False

    def save_model(self, request: HttpRequest, obj: Assignment, form: Any, change: bool) -> None:
        assign([obj.sheet_id], to=obj.coder, by=request.user)
        obj.pk = Assignment.objects.get(sheet=obj.sheet, coder=obj.coder).pk

    def delete_model(self, request: HttpRequest, obj: Assignment) -> None:
        unassign([obj.sheet_id], of=obj.coder, by=request.user)

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        chosen = list(queryset.select_related("coder"))
        for coder in {assignment.coder for assignment in chosen}:
            sheets = [assignment.sheet_id for assignment in chosen if assignment.coder == coder]
            unassign(sheets, of=coder, by=request.user)


admin.site.unregister(User)
admin.site.unregister(Group)


class NewPerson(AdminUserCreationForm):
    """A new account: invited by a link, or with a first password that its owner changes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        way: Any = self.fields["usable_password"]
        way.label = "First password"
        way.choices = [("false", "None yet: make a link after saving"), ("true", "I choose one")]
        way.initial = "false"
        way.help_text = "One that you choose has to be changed at the first sign-in."


@admin.register(User)
class PersonAdmin(NeverDeleted, FilteredAsOffered, UserAdmin):
    """A person's group makes them reader, coder, reviewer or admin. Accounts are never deleted."""

    change_list_template = "coding/admin/people.html"
    change_form_template = "coding/admin/person.html"
    add_form = NewPerson
    add_fieldsets = (
        (None, {"fields": ("username", "first_name", "last_name", "email", "groups", "is_staff")}),
        ("How the person signs in", {"fields": ("usable_password", "password1", "password2")}),
    )
    list_display = ["username", "first_name", "last_name", "is_active", "roles", "last_login"]
    list_filter = ["groups", "is_active", "is_staff", "last_login", "date_joined"]

    @admin.display(description="Roles")
    def roles(self, person: User) -> str:
        return ", ".join(sorted(group.name for group in person.groups.all()))

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("groups")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Only superusers change superusers: a new password would give away their rights."""
        allowed = super().has_change_permission(request, obj)
        return allowed and not (obj and obj.is_superuser and not request.user.is_superuser)

    def get_urls(self) -> Any:
        """Add actions on one person: making a link, and ending a lock-out."""
        own = [
            path("<int:pk>/link/", self._guarded(self.make_link), name="person-link"),
            path("<int:pk>/let-in/", self._guarded(self.let_in), name="person-let-in"),
        ]
        return [*own, *super().get_urls()]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        shown = {"can_mail": bool(settings.EMAIL_HOST), "sso": settings.OIDC_ISSUER}
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), **shown})

    def _guarded(self, act: Any) -> Any:
        """Require POST, and permission to change this person."""

        def view(request: HttpRequest, pk: int) -> HttpResponse:
            person = get_object_or_404(User, pk=pk)
            if not self.has_change_permission(request, person):
                raise PermissionDenied
            return act(request, person)

        return self.admin_site.admin_view(require_POST(view))

    def make_link(self, request: HttpRequest, person: User) -> HttpResponse:
        """Show a new link for setting a password, and e-mail it if possible."""
        if not person.is_active:
            messages.error(request, "The account is deactivated. Activate it first.")
            return redirect("admin:auth_user_change", person.pk)
        link = make_link(person, valid_for=INVITED_FOR)
        is_wanted = bool("send" in request.POST and person.email and settings.EMAIL_HOST)
        why_not_sent = _why_not_sent(person, link) if is_wanted else None
        tell("link to set a password made", person, request=request, by=request.user)
        self.log_change(request, person, "Made a link to set a password.")
        context = {
            **self.admin_site.each_context(request),
            "title": f"A link for {person.get_full_name() or person.get_username()}",
            "opts": self.opts,
            "person": person,
            "link": link,
            "days": INVITED_FOR.days,
            "is_sent": is_wanted and not why_not_sent,
            "why_not_sent": why_not_sent,
        }
        return TemplateResponse(request, "coding/admin/person_link.html", context)

    def let_in(self, request: HttpRequest, person: User) -> HttpResponse:
        """Forget wrong passwords; if asked, second factors or single sign-on, too."""
        limits.let_in_again(person.get_username())
        tell("let in again", person, request=request, by=request.user)
        if "factors" in request.POST and second_factor.remove_all(person):
            sign_out(person)
            tell("second factors removed", person, request=request, by=request.user)
        if "single_sign_on" in request.POST and single_sign_on.forget(person):
            tell("single sign-on forgotten", person, request=request, by=request.user)
        messages.success(request, f"{person.get_username()} can sign in again.")
        return redirect("admin:auth_user_change", person.pk)

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        """Save the account; the security log records it as it is saved."""
        if "username" in form.changed_data:
            _require_free_name(obj)
        super().save_model(request, obj, form, change)
        if not change and obj.has_usable_password():
            let_owner_change(obj)

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> Any:
        """Make the owner change a password that somebody else chose."""
        before = User.objects.filter(pk=id).values_list("password", flat=True).first()
        answer = super().user_change_password(request, id, form_url)
        person = User.objects.filter(pk=id).first()
        if person and person.password != before and person.pk != request.user.pk:
            if person.has_usable_password():
                let_owner_change(person)
            sign_out(person)
            tell("password set by an admin", person, request=request, by=request.user)
        return answer

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Only a superuser may give rights beyond the roles."""
        fixed = ["last_login", "date_joined"]
        if request.user.is_superuser:
            return fixed
        return [*fixed, "is_superuser", "user_permissions"]


def _require_free_name(person: User) -> None:
    """Raise Refused where another account has the name, in capitals or not.

    The form of a new account asks this too, but not while another one is made at the same moment.
    """
    list(Group.objects.select_for_update(no_key=True).order_by("pk"))  # names are given one by one
    others = User.objects.exclude(pk=person.pk)
    taken = others.filter(username__iexact=person.get_username()).first()
    if taken:
        raise Refused(
            f"There is an account “{taken.get_username()}” already. Nothing was saved: open that "
            "one in the list of people, or choose another name; capitals make no difference."
        )


def _why_not_sent(person: User, link: str) -> str | None:
    """Send the invitation; return why the mail server did not take it."""
    try:
        send_link(person, link, valid_for=INVITED_FOR, invited=person.last_login is None)
    except OSError as error:  # all errors of smtplib, too
        return on_one_line(error)
    return None


@admin.register(Group)
class RoleAdmin(ReadOnly):
    """The roles and their permissions, made by a migration."""
