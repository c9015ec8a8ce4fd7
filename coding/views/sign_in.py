"""Signing in, with a second factor where one is set up."""

from typing import Any

import requests
from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from allauth.account.utils import get_next_redirect_url
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.base import AuthProcess
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone

from coding.accounts.browsers import remember
from coding.accounts.single_sign_on import Provider
from coding.forms.sign_in import SignIn

PROVIDER = "sso"  # the name of the institution's sign-in in addresses


class SignInPage(LoginView):
    """Django's own page; after the password, allauth asks for the second factor."""

    form_class = SignIn
    redirect_authenticated_user = True

    def form_valid(self, form: Any) -> HttpResponse:
        person = form.get_user()
        name = person.get_username()
        login = Login(user=person, redirect_url=self.get_success_url())
        answer: HttpResponse = perform_password_login(self.request, {"username": name}, login)
        remember(self.request, answer, name)
        return answer

    def form_invalid(self, form: Any) -> HttpResponse:
        """Give a sign-in that is held back its own status, for programs that count failures."""
        answer = super().form_invalid(form)
        until = getattr(self.request, "sign_in_waits_until", None)
        if until:
            answer.status_code = 429
            answer["Retry-After"] = str(int((until - timezone.now()).total_seconds()) + 1)
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = {"sso": settings.OIDC_NAME if settings.OIDC_ISSUER else "", "provider": PROVIDER}
        can_mail = bool(settings.EMAIL_HOST)
        return super().get_context_data(
            **kwargs, **context, can_mail=can_mail, contact=settings.CONTACT
        )


@login_not_required
def single_sign_on(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """Redirect to the institution's sign-in; say so where it does not respond.

    Signing in is all that is asked of allauth here, whatever the address says.
    """
    try:
        provider = Provider(request, provider_id).get_provider()
        goes_on = get_next_redirect_url(request)
        answer: HttpResponseBase = provider.redirect(request, AuthProcess.LOGIN, goes_on)
    except SocialApp.DoesNotExist as error:
        raise Http404 from error
    except ImmediateHttpResponse as refusal:
        return refusal.response
    except requests.RequestException:
        messages.error(
            request, f"{settings.OIDC_NAME} does not answer. Try later, or use your password."
        )
        return redirect("account_login")
    return answer


@login_not_required
def single_sign_on_back(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """Let in whom the institution's sign-in sends back."""
    try:
        back: HttpResponseBase = OAuth2CallbackView.adapter_view(Provider(request, provider_id))(
            request
        )
    except SocialApp.DoesNotExist as error:
        raise Http404 from error
    return back
