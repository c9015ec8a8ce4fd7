"""Whether every file that is kept with a sheet is as it came."""

from collections.abc import Iterator
from hashlib import sha256

from coding.export.reports import Reporting, watched
from coding.models import Original
from coding.record.faults import Misfit

STEP = "files"
AT_ONCE = 20  # files in memory


def faults(progress: Reporting) -> Iterator[Misfit]:
    """Compare the checksum of each file with the one that the chain covers."""
    kept = Original.objects.order_by("pk").values_list("pk", "sha256", "content")
    for key, checksum, content in watched(kept.iterator(AT_ONCE), progress, STEP, kept.count()):
        checksum_now = sha256(content).hexdigest()
        if checksum_now != checksum:
            place = f"{Original._meta.db_table} {key}"
            yield Misfit(
                place, f"The file has the SHA-256 {checksum_now}.", f"the file of {checksum}"
            )
