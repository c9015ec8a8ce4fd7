"""Setting a password: changing one's own, after an invitation, or after forgetting one."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import SetPasswordForm
from django.contrib.auth.views import PasswordChangeView
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from coding.accounts import limits
from coding.accounts.browsers import address_of
from coding.accounts.events import tell
from coding.accounts.links import (
    RESET_FOR,
    hold_link,
    make_link,
    person_of,
    send_link_later,
    who_forgot,
)
from coding.accounts.sessions import sign_out
from coding.forms.sign_in import Forgotten, OwnPassword


class ChangePassword(PasswordChangeView):
    """Changes one's own password; other browsers are signed out."""

    form_class = OwnPassword

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "request": self.request}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        account = getattr(self.request.user, "account", None)
        must = bool(account and account.must_change_password)
        return super().get_context_data(**kwargs, must=must)

    def form_valid(self, form: Any) -> HttpResponse:
        answer = super().form_valid(form)
        self.request.session.save()
        sign_out(self.request.user, but=self.request.session.session_key)
        return answer


@sensitive_post_parameters()
@never_cache
@login_not_required
def password_link(request: HttpRequest, token: str) -> HttpResponse:
    """Let the holder of the link set a password, once."""
    person = person_of(token)
    if person is None:
        return _link_ended(request)
    form = SetPasswordForm(person, request.POST or None)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            if not hold_link(token):
                return _link_ended(request)
            form.save()
            sign_out(person)
        limits.let_in_again(person.get_username())
        tell("password set by link", person, request=request)
        messages.success(request, "Your password is set. Sign in with it.")
        return redirect("account_login")
    context = {"form": form, "person": person}
    return render(request, "registration/password_link.html", context)


def _link_ended(request: HttpRequest) -> HttpResponse:
    context = {"can_mail": bool(settings.EMAIL_HOST), "contact": settings.CONTACT}
    return render(request, "coding/account/link_ended.html", context, status=410)


@never_cache
@login_not_required
def password_forgotten(request: HttpRequest) -> HttpResponse:
    """Send a link, or say whom to ask; the answer does not reveal whether an account exists."""
    can_mail = bool(settings.EMAIL_HOST)
    form = Forgotten(request.POST or None)
    context = {"form": form, "can_mail": can_mail, "contact": settings.CONTACT, "sent": False}
    if can_mail and request.method == "POST" and form.is_valid():
        typed = form.cleaned_data["who"]
        if limits.count(limits.tallies_of_mail(typed, address_of(request.META))) is None:
            for person in who_forgot(typed):
                link = make_link(person, valid_for=RESET_FOR)
                tell("link to set a password asked for", person, request=request)
                send_link_later(person, link, valid_for=RESET_FOR)
        context["sent"] = True
    return render(request, "registration/password_forgotten.html", context)
