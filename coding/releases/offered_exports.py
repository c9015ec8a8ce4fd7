"""Which exports in the folder may be downloaded, and which cite their release as it is cited now.

A folder names its release only by the label. A withdrawn release's label may be used again, and a
restored database may not have frozen a release yet: files of another freeze are not offered.
"""

from datetime import datetime

from django.conf import settings

from coding.models import Release
from coding.releases.downloads import LATEST, Exported, complete_exports


def offered_exports() -> dict[str, Exported]:
    """Return the exports of the record and of the releases that are here, by address."""
    exports = complete_exports(settings.EXPORT_DIR)
    frozen = dict(Release.objects.filter(label__in=exports).values_list("label", "frozen_at"))
    return {
        address: exported
        for address, exported in exports.items()
        if address == LATEST or _is_of(exported, frozen.get(address))
    }


def has_files(release: Release) -> bool:
    """Whether the files of a release can be downloaded, and cite it as it is cited now."""
    exported = offered_exports().get(release.label)
    return exported is not None and exported.corrections == release.corrections_followed


def _is_of(exported: Exported, frozen_at: datetime | None) -> bool:
    return frozen_at is not None and frozen_at.replace(microsecond=0) == exported.data_as_of
