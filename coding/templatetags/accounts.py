"""Account notices for pages of Django's own engine."""

from django import template
from django.conf import settings

from coding.accounts import passwords, second_factor

register = template.Library()


@register.simple_tag
def accounts_with_published_passwords() -> list[str]:
    """Return the accounts with a published password, on a site in use."""
    return passwords.with_published_passwords() if settings.IS_IN_USE else []


@register.simple_tag(takes_context=True)
def must_set_up_second_factor(context: template.Context) -> bool:
    """Return whether a role of the signed-in person requires a second factor."""
    return second_factor.needs(context["request"].user)
