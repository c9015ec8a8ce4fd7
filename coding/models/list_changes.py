"""Whose lists of roles or rights a change concerns, from whichever side it is made."""

from typing import Any


def owners(
    through: Any, instance: Any, *, action: str, reverse: bool, model: Any, keys: Any
) -> list[int]:
    """Return the keys of the people or roles whose list changes, from what ``m2m_changed`` tells.

    ``reverse`` if a role is given to people: ``role.user_set``. Of ``clear()`` from that side
    Django names nobody; who is on the list is read before it is cleared, and remembered until then.
    """
    if not reverse:
        return [instance.pk]
    if action == "pre_clear":
        rows = through._base_manager.filter(**{f"{instance._meta.model_name}_id": instance.pk})
        instance._cleared = list(rows.values_list(f"{model._meta.model_name}_id", flat=True))
    return list(instance._cleared if action.endswith("_clear") else keys or ())
