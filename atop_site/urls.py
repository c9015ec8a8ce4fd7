"""Root addresses: the coding pages, signing in and out, Django admin."""

from allauth.account import views as allauth
from django.contrib import admin
from django.contrib.auth import views as auth
from django.contrib.auth.decorators import login_not_required
from django.templatetags.static import static
from django.urls import include, path, re_path
from django.utils.functional import lazy
from django.views.generic import RedirectView

from coding.views import passwords, sign_in

single_sign_on = [
    path("login/", sign_in.single_sign_on, name="openid_connect_login"),
    path("login/callback/", sign_in.single_sign_on_back, name="openid_connect_callback"),
]

# Only the pages of allauth that are wanted: nobody creates an account here.
accounts = [
    path("login/", sign_in.SignInPage.as_view(), name="account_login"),
    path("logout/", auth.LogoutView.as_view(), name="account_logout"),
    path("password/", passwords.ChangePassword.as_view(), name="password_change"),
    path("password/done/", auth.PasswordChangeDoneView.as_view(), name="password_change_done"),
    path("password/forgotten/", passwords.password_forgotten, name="password_forgotten"),
    path("password/link/<str:token>/", passwords.password_link, name="password_link"),
    path("confirm/", allauth.reauthenticate, name="account_reauthenticate"),
    path("second-factor/", include("allauth.mfa.urls")),
    re_path(r"^single-sign-on/(?P<provider_id>sso)/", include(single_sign_on)),
]

icon = RedirectView.as_view(url=lazy(static, str)("icon.svg"))

handler400 = "coding.middleware.not_understood"
handler403 = "coding.middleware.not_allowed"
handler404 = "coding.middleware.not_found"
handler500 = "coding.unavailable.server_error"

urlpatterns = [
    path("favicon.ico", login_not_required(icon)),  # browsers ask for it where a page links none
    path("", include("coding.urls")),
    path("accounts/", include(accounts)),
    path("admin/", admin.site.urls),
]
