"""Root addresses: the coding pages, signing in and out, Django admin."""

from django.contrib import admin
from django.contrib.auth import views as auth
from django.urls import include, path

# No password reset by e-mail: an admin sets a new password (docs/operations.md).
accounts = [
    path("login/", auth.LoginView.as_view(redirect_authenticated_user=True), name="login"),
    path("logout/", auth.LogoutView.as_view(), name="logout"),
    path("password/", auth.PasswordChangeView.as_view(), name="password_change"),
    path("password/done/", auth.PasswordChangeDoneView.as_view(), name="password_change_done"),
]

urlpatterns = [
    path("", include("coding.urls")),
    path("accounts/", include(accounts)),
    path("admin/", admin.site.urls),
]
