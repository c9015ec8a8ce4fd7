"""Addresses of Django admin."""

from django.db.models import Model
from django.urls import reverse


def address_of(model: type[Model], action: str, *args: object) -> str:
    """Where the model's rows are listed, added, changed, deleted, or have their history."""
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{action}", args=args)
