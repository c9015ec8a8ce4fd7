"""Whether files on the import desk are as they were uploaded."""

from collections.abc import Iterator
from hashlib import sha256

from django.db.models import Q

from coding.models import DeskFile
from coding.models.desk import KEPT
from coding.record.faults import Misfit
from coding.record.originals import AT_ONCE


def faults() -> Iterator[Misfit]:
    """Compare checksum and size of each file that the desk still holds."""
    held = DeskFile.objects.exclude(content=b"").order_by("pk")
    for key, checksum, size, content in held.values_list(
        "pk", "sha256", "size", "content"
    ).iterator(AT_ONCE):
        checksum_now = sha256(content).hexdigest()
        if (checksum_now, len(content)) != (checksum, size):
            wrong = f"The file has {len(content)} bytes with the SHA-256 {checksum_now}."
            yield Misfit(f"coding_deskfile {key}", wrong, f"{size} bytes with that of {checksum}")
    waiting = DeskFile.objects.exclude(state__in=KEPT)
    emptied = DeskFile.objects.filter(content=b"", size__gt=0, whole=None)
    gone = emptied.filter(Q(pk__in=waiting) | Q(pk__in=waiting.values("whole"))).order_by("pk")
    for key in gone.values_list("pk", flat=True):
        yield Misfit(f"coding_deskfile {key}", "The file is gone.", "kept until its sheets are in")
