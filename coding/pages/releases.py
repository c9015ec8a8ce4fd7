"""Releases as their pages show them: what each says of itself, and its files."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.urls import NoReverseMatch, reverse

from coding.datasets.documents.publication import ARTICLE
from coding.models import Release
from coding.models.release import newest_first
from coding.releases.downloads import Exported
from coding.releases.groups import Groups, groups_of
from coding.workflow import rules


@dataclass(frozen=True)
class ShownRelease:
    """A release with its export, where there is one, and the label of the one frozen before it."""

    release: Release
    exported: Exported | None
    before: str | None

    @property
    def groups(self) -> Groups | None:
        """The files, sorted."""
        return groups_of(self.exported) if self.exported else None

    @property
    def address(self) -> str:
        """Its page; "" where the label cannot stand in an address."""
        try:
            return reverse("coding:release-read", args=[self.release.label])
        except NoReverseMatch:
            return ""

    @property
    def citation(self) -> str:
        """How to cite it."""
        return self.release.citation or ARTICLE.citation


def releases_for(user: Any, exports: dict[str, Exported]) -> Iterator[ShownRelease]:
    """Yield what the person may see, the open release first, then the newest."""
    asked = Release.objects.select_related("freeze_asked_by", "frozen_by")
    releases = newest_first(asked.annotate(kept=Count("sheets")))
    for release, older in zip(releases, [*releases[1:], None], strict=True):
        if rules.why_not_download(user, release) is None:
            before = older.label if older and not older.withdrawn else None
            yield ShownRelease(release, exports.get(release.label), before)
