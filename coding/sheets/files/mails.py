"""Read an e-mail as programs save it: its head and its text, whatever it was encoded in to be sent.

The words of its attachments are not read; they are named.
"""

import codecs
from dataclasses import replace
from email import message_from_bytes, policy
from email.message import MIMEPart
from typing import Any, NamedTuple

from coding.codebook.problems import UnreadableFile
from coding.sheets.document import Repair, Unread
from coding.sheets.files.decoding import NoText, decode

_SHOWN = ("From", "To", "Subject", "Date")
# What Python's email raises at heads and texts that are damaged, beside its own defects.
_RAISED = (AttributeError, IndexError, LookupError, NoText, TypeError, ValueError)
# What programs name where the letters are those of Windows, or where they do not know.
_OFTEN_WRONG = ("ascii", "iso8859-1")
_ADVICE = "Save the sheet itself, or the attachment that holds it, and import that file."


class MailText(NamedTuple):
    """Head and text of an e-mail, choices made in decoding it, and what is attached."""

    text: str
    repairs: tuple[Repair, ...]
    attached: tuple[Unread, ...]


def text_of_mail(content: bytes) -> MailText:
    """Return what an e-mail says. Raises UnreadableFile."""
    try:
        return _text_of(content)
    except _RAISED as error:
        raise UnreadableFile("The e-mail cannot be decoded.", _ADVICE, found=str(error)) from None


def _text_of(content: bytes) -> MailText:
    mail = message_from_bytes(content, policy=policy.default)
    attached = [part.get_filename() or part.get_content_type() for part in mail.iter_attachments()]
    body = mail.get_body(("plain",))
    if body is None:
        rule = "The e-mail has no text, or has it as a web page only."
        raise UnreadableFile(rule, _ADVICE, found=", ".join(attached))
    text, repairs = _decoded(body)
    if body.defects:
        rule = "The text of the e-mail is damaged."
        raise UnreadableFile(rule, _ADVICE, found=type(body.defects[0]).__name__)
    head = [f"{name}: {mail[name]}" for name in _SHOWN if mail[name]]
    unread = (Unread(None, "Attachment of the e-mail, not read", name) for name in attached)
    return MailText("\n".join([*head, "", text]), repairs, tuple(unread))


def _decoded(body: MIMEPart) -> tuple[str, tuple[Repair, ...]]:
    """Return the text, in the encoding that the e-mail names unless that is often wrong."""
    letters: Any = body.get_payload(decode=True)
    charset = body.get_content_charset("ascii")
    if codecs.lookup(charset).name not in _OFTEN_WRONG:
        return letters.decode(charset), ()
    text, repairs = decode(letters)
    return text, tuple(replace(repair, line=None) for repair in repairs)
