"""The bytes of the files on the desk: one copy for all sheets of a file, until the last is done."""

from hashlib import sha256

from coding.models import DeskFile
from coding.models.desk import KEPT
from coding.workflow.refusals import require


def content_of(file: DeskFile) -> bytes:
    """Return the file as it came; nothing once it is kept with its sheets."""
    return bytes((file.whole or file).content)


def content_as_it_came(file: DeskFile) -> bytes:
    """Return the file. Raises Refused where it is not the one that was put on the desk."""
    content = content_of(file)
    is_same = sha256(content).hexdigest() == file.sha256
    require(None if is_same else "Its bytes are not those that came: they have another SHA-256.")
    return content


def drop_content(file: DeskFile) -> None:
    """Let the content go, once no other sheet of the same file needs it; the caller saves."""
    first = file.whole or file
    if first.parts.exclude(pk=file.pk).exclude(state__in=KEPT).exists():
        return
    if first is file:
        file.content = b""
    elif first.state in KEPT:
        DeskFile.objects.filter(pk=first.pk).update(content=b"")
