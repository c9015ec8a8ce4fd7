"""Root addresses: the coding pages, signing in and out, Django admin."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
