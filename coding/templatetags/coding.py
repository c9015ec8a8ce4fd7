"""Template filters and tags of the coding pages."""

from collections.abc import Iterable
from datetime import datetime

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from coding.history.differences import ADDED, REMOVED, Piece

register = template.Library()

_TAGS = {ADDED: "ins", REMOVED: "del"}


@register.filter
def dated(moment: datetime) -> SafeString:
    """Show the day of a moment, with the exact time for machines."""
    return _time(moment, f"{moment.day} {moment:%b %Y}")


@register.filter
def timed(moment: datetime) -> SafeString:
    """Show day and time of a moment, in UTC."""
    return _time(moment, f"{moment.day} {moment:%b %Y, %H:%M}")


def _time(moment: datetime, words: str) -> SafeString:
    return mark_safe(f'<time datetime="{moment.isoformat()}">{words}</time>')


@register.filter
def marked(pieces: Iterable[Piece]) -> SafeString:
    """Show a difference: added words in <ins>, removed words in <del>, everything escaped."""
    return mark_safe("".join(_mark(piece) for piece in pieces))


def _mark(piece: Piece) -> str:
    """Mark the words of a piece; line ends round them stay outside, alone they are shown as ¶."""
    tag = _TAGS.get(piece.kind)
    if not tag:
        return escape(piece.text)
    words = piece.text.strip("\n")
    before, after = piece.text.split(words, 1) if words else ("", piece.text)
    return f"{before}<{tag}>{escape(words) or '¶'}</{tag}>{after}"
