"""Limits on a request's size and content. Checked before anything of it is stored.

A body must be small, unless the view takes files and the person may send them. Input that no page
can use – a null character, a hundred words to search for, a form that is cut off – is refused here
with a sentence, once for all pages, including Django admin's.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import (
    BadRequest,
    RequestDataTooBig,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.db import DataError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.http.multipartparser import MultiPartParserError
from django.http.request import UnreadablePostError
from django.utils.deprecation import MiddlewareMixin

from coding.answers import refuse
from coding.workflow.rules import WhyNot

METHODS = ("GET", "HEAD", "POST")  # a view that takes fewer says so itself
MOST_BYTES = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
MOST_UPLOADED = 300 * 2**20  # of all files together, for views that take files
MOST_WORDS = 50  # in one parameter of an address: each is searched for
MOST_FIELDS = settings.DATA_UPLOAD_MAX_NUMBER_FIELDS
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
_DRAINED = 8 * 2**20  # bytes read and dropped, so that the browser shows the answer

View = Callable[..., HttpResponseBase]

NULL = "The address or the form holds a character that stands for nothing (U+0000). Take it out."
CUT_OFF = "The form did not arrive whole, so nothing was changed. Go back, and send it again."
UNSTORABLE = (
    "The address or the form holds a number or a character that the site cannot keep. "
    "Nothing was changed."
)


TOO_LARGE = re.compile("SQLite INTEGER|date value out of range")  # Python's words
NO_NUMBER = re.compile(r"Field '\w+' expected a number but got")  # Django's words


@dataclass(frozen=True)
class Unacceptable:
    """Why a request is refused."""

    reason: str
    status: int = 400


OTHER_METHOD = Unacceptable("This is read (GET), or sent as a form (POST), and nothing else.", 405)


def takes_files(rule: WhyNot) -> Callable[[View], View]:
    """Allow uploads to this view for people the rule permits."""

    def mark(view: View) -> View:
        view.why_not_send_files = rule  # type: ignore[attr-defined]  # copied by decorators
        return view

    return mark


class RequestLimits(MiddlewareMixin):
    """Refuses requests that are too large or malformed. Comes before all that reads forms."""

    def process_view(self, request: HttpRequest, view: View, *args: Any) -> HttpResponse | None:
        if request.method not in METHODS:
            refused = answer(request, OTHER_METHOD)
            refused["Allow"] = ", ".join(METHODS)
            return refused
        fault = why_not_read(request, view) or why_not_understood(request)
        return answer(request, fault) if fault else None


def why_not_read(request: HttpRequest, view: View) -> Unacceptable | None:
    """Return why the body, by its header, is too large for the address and person.

    No more bytes than the header says are ever read.
    """
    if not request.META.get("CONTENT_LENGTH") and "HTTP_TRANSFER_ENCODING" in request.META:
        return Unacceptable("Say how long the request is (Content-Length).", 411)
    size = _length(request)
    if size <= MOST_BYTES:
        return None
    rule: WhyNot | None = getattr(view, "why_not_send_files", None)
    if rule is None or rule(request.user):
        return Unacceptable(_too_large(size, MOST_BYTES), 413)
    return Unacceptable(_too_large(size, MOST_UPLOADED), 413) if size > MOST_UPLOADED else None


def _length(request: HttpRequest) -> int:
    length = request.META.get("CONTENT_LENGTH") or "0"
    return int(length) if length.isdecimal() and len(length) < 20 else 0


def _too_large(size: int, most: int) -> str:
    return (
        f"What was sent has {size / 2**20:.1f} MB; {most / 2**20:.1f} MB are the most here. "
        "Nothing of it was saved. Go back and send less at once: what was typed still stands there."
    )


def why_not_understood(request: HttpRequest) -> Unacceptable | None:
    """Return why the address or form cannot be read, or holds characters that cannot be stored."""
    charset = request.content_params.get("charset", "utf-8") if request.content_params else "utf-8"
    if charset.lower() not in ("utf-8", "utf8"):
        return Unacceptable("Send it in the character set UTF-8.")
    if "\0" in request.path_info:
        return Unacceptable("There is no such page.", 404)
    return _why_not_asked(request) or _why_not_sent(request)


def _why_not_asked(request: HttpRequest) -> Unacceptable | None:
    try:
        asked = list(_texts_of(request.GET))
    except TooManyFieldsSent:
        return Unacceptable(_too_many_fields())
    if any("\0" in text for text in asked):
        return Unacceptable(NULL)
    if any(len(text.split(None, MOST_WORDS)) > MOST_WORDS for text in asked):
        return Unacceptable(f"Look for {MOST_WORDS} words at most.")
    return None


def _why_not_sent(request: HttpRequest) -> Unacceptable | None:
    if request.method != "POST" or not _length(request):
        return None
    if request.content_type not in FORMS:
        return Unacceptable("Send it as a form: this page does not read anything else.")
    try:
        return Unacceptable(NULL) if any("\0" in text for text in _texts_of(request.POST)) else None
    except RequestDataTooBig:
        return Unacceptable(_too_large(_length(request), MOST_BYTES), 413)
    except TooManyFieldsSent:
        return Unacceptable(_too_many_fields(), 413)
    except TooManyFilesSent:
        most = settings.DATA_UPLOAD_MAX_NUMBER_FILES
        return Unacceptable(f"Send {most} files at most at once.", 413)
    except (MultiPartParserError, BadRequest, UnreadablePostError):
        return Unacceptable(CUT_OFF)


def _texts_of(data: QueryDict) -> Iterator[str]:
    for name, texts in data.lists():
        yield name
        yield from map(str, texts)


def _too_many_fields() -> str:
    return f"The form has more than {MOST_FIELDS:,} fields, so nothing of it was read."


def why_not_kept(error: BaseException) -> Unacceptable | None:
    """Return why the database could not take a value: no number or date, or half of a character.

    Our own forms say more; this is for values that reach a query without a form, as in admin.
    """
    text = str(error)
    is_number = isinstance(error, DataError) or (
        (isinstance(error, OverflowError) and TOO_LARGE.search(text) is not None)
        or (isinstance(error, ValueError) and NO_NUMBER.match(text) is not None)
    )
    is_half = isinstance(error, UnicodeEncodeError) and error.reason == "surrogates not allowed"
    return Unacceptable(UNSTORABLE) if is_number or is_half else None


def answer(request: HttpRequest, unacceptable: Unacceptable) -> HttpResponse:
    """Answer with the reason. The rest of a body that is not too long is dropped."""
    drop_body(request)
    return refuse(request, unacceptable.reason, status=unacceptable.status)


def drop_body(request: HttpRequest) -> None:
    """Read what the browser still sends: one that is cut off while it sends shows no answer."""
    left = min(_length(request), _DRAINED)
    try:
        while left > 0 and (piece := request.read(min(left, 2**16))):
            left -= len(piece)
    except (OSError, ValueError):  # closed, or read already
        return
