"""Root addresses: the coding pages, signing in and out, Django admin."""

from django.contrib import admin
from django.contrib.auth import views as auth
from django.contrib.auth.decorators import login_not_required
from django.templatetags.static import static
from django.urls import include, path
from django.utils.functional import lazy
from django.views.generic import RedirectView

# No password reset by e-mail: an admin sets a new password (docs/operations.md).
accounts = [
    path("login/", auth.LoginView.as_view(redirect_authenticated_user=True), name="login"),
    path("logout/", auth.LogoutView.as_view(), name="logout"),
    path("password/", auth.PasswordChangeView.as_view(), name="password_change"),
    path("password/done/", auth.PasswordChangeDoneView.as_view(), name="password_change_done"),
]

icon = RedirectView.as_view(url=lazy(static, str)("icon.svg"))

handler500 = "coding.unavailable.server_error"

urlpatterns = [
    path("favicon.ico", login_not_required(icon)),  # asked for by pages without a link to it
    path("", include("coding.urls")),
    path("accounts/", include(accounts)),
    path("admin/", admin.site.urls),
]
