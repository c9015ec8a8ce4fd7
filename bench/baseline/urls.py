"""Admin, and the bare views."""

from django.contrib import admin
from django.urls import path

from bench.baseline import views

urlpatterns = [
    path("admin/", admin.site.urls),
    path("bare/<int:atop_id>/", views.sheet),
]
