"""Read an e-mail as programs save it: its head and its text, whatever it was encoded in to be sent.

The words of its attachments are not read; they are named.
"""

from email import message_from_bytes, policy

from coding.codebook.problems import UnreadableFile
from coding.sheets.document import Unread

_SHOWN = ("From", "To", "Subject", "Date")
# What Python's email raises at heads and texts that are damaged, beside its own defects.
_RAISED = (AttributeError, IndexError, LookupError, TypeError, ValueError)
_ADVICE = "Save the sheet itself, or the attachment that holds it, and import that file."


def text_of_mail(content: bytes) -> tuple[str, tuple[Unread, ...]]:
    """Return head and text of an e-mail, and what is attached. Raises UnreadableFile."""
    try:
        return _text_of(content)
    except _RAISED as error:
        raise UnreadableFile("The e-mail cannot be decoded.", _ADVICE, found=str(error)) from None


def _text_of(content: bytes) -> tuple[str, tuple[Unread, ...]]:
    mail = message_from_bytes(content, policy=policy.default)
    attached = [part.get_filename() or part.get_content_type() for part in mail.iter_attachments()]
    body = mail.get_body(("plain",))
    if body is None:
        rule = "The e-mail has no text, or has it as a web page only."
        raise UnreadableFile(rule, _ADVICE, found=", ".join(attached))
    text = body.get_content()
    if body.defects:
        rule = "The text of the e-mail is damaged."
        raise UnreadableFile(rule, _ADVICE, found=type(body.defects[0]).__name__)
    head = [f"{name}: {mail[name]}" for name in _SHOWN if mail[name]]
    unread = (Unread(None, "Attachment of the e-mail, not read", name) for name in attached)
    return "\n".join([*head, "", text]), tuple(unread)
