"""The bytes of the files on the desk: one copy for each file, until its last sheet is done."""

from hashlib import sha256

from coding.models import DeskFile
from coding.models.desk import KEPT
from coding.workflow.refusals import require


def content_of(file: DeskFile) -> bytes:
    """Return the bytes of the file as it came; empty once it is stored with its sheets."""
    return bytes((file.whole or file).content)


def content_as_it_came(file: DeskFile) -> bytes:
    """Return the bytes of the file. Raises Refused if they are not those put on the desk."""
    content = content_of(file)
    is_same = sha256(content).hexdigest() == file.sha256
    require(None if is_same else "Its bytes are not those that came: they have another SHA-256.")
    return content


def drop_content(file: DeskFile) -> None:
    """Drop the content, if no other sheet of the same file needs it; the caller saves ``file``."""
    first = file.whole or file
    if first.parts.exclude(pk=file.pk).exclude(state__in=KEPT).exists():
        return
    if first is file:
        file.content = b""
    elif first.state in KEPT:
        DeskFile.objects.filter(pk=first.pk).update(content=b"")
