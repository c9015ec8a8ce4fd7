"""What a printed question is, for rooms that do not know the models."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from coding.codebook.release_labels import comes_after, sort_key


@dataclass(frozen=True)
class Question:
    """A printed question; ``section`` is the heading it stands under, such as "II Obligations".

    ``since`` is the release that it came with, "" for one that was always asked. ``formerly`` maps
    the last release that had an earlier wording to that wording.
    """

    number: int
    section: str
    wording: str
    label: str = ""
    since: str = ""
    formerly: Mapping[str, str] = field(default_factory=dict, hash=False)

    @property
    def numeral(self) -> str:
        return self.section.partition(" ")[0]

    def is_asked_in(self, release: str) -> bool:
        return not self.since or not comes_after(self.since, release)

    def wording_in(self, release: str) -> str:
        """Return the wording that a release has; "" stands for the present."""
        later = [one for one in self.formerly if release and not comes_after(release, one)]
        return self.formerly[min(later, key=sort_key)] if later else self.wording
