"""The site's frame round pages of Django's own engine."""

from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_block_tag(takes_context=True)
def frame(context: template.Context, content: SafeString, title: str) -> SafeString:
    """Return the content in the site's frame, which is a template of the other engine."""
    shown: dict[str, Any] = {"title": title, "content": content}
    return SafeString(render_to_string("framed.html", shown, context["request"]))
