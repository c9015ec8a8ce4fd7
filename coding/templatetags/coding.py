"""Template filters of the coding pages."""

from django import template

register = template.Library()
