"""Refuses a model that declares one name twice, which Python would take without a word."""

from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db.models.base import ModelBase


class _Names(dict[str, Any]):
    """What a model's class body declares, each name once."""

    def __init__(self, model: str) -> None:
        super().__init__()
        self.model = model

    def __setitem__(self, name: str, declared: Any) -> None:
        if name in self and not name.startswith("__"):
            raise ImproperlyConfigured(
                f"{self.model} declares “{name}” twice. Give one of the two another name."
            )
        super().__setitem__(name, declared)


class DeclaredOnce(ModelBase):
    """The metaclass of models whose fields are the questionnaire."""

    @classmethod
    def __prepare__(cls, name: str, bases: tuple[type, ...], /, **kwargs: Any) -> _Names:
        """Collect the names of the class body."""
        return _Names(name)
