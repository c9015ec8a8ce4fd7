"""Releases as their pages show them: what each says of itself, and its files."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Count
from django.urls import NoReverseMatch, reverse

from coding.datasets.documents.citing import Work, bibtex, csl, ris
from coding.datasets.documents.publication import ARTICLE, Publication
from coding.export.released import publication_of, published_elsewhere_on
from coding.models import Release
from coding.models.release import newest_first
from coding.releases.downloads import Exported
from coding.releases.groups import Groups, groups_of
from coding.workflow import rules


@dataclass(frozen=True)
class Citation:
    """How to cite a release: the data and the article, in words and for programs."""

    data: Publication
    article: Work = ARTICLE

    @property
    def for_programs(self) -> list[tuple[str, str]]:
        """Name and text of each format that programs for references read."""
        works = (self.data.work, self.article)
        return [("BibTeX", bibtex(*works)), ("RIS", ris(*works)), ("CSL-JSON", csl(*works))]


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
    def published_elsewhere_on(self) -> date | None:
        """The day it was published, where it was brought in from published files."""
        return published_elsewhere_on(self.release)

    @property
    def address(self) -> str:
        """Its page; "" where the label cannot stand in an address."""
        try:
            return reverse("coding:release-read", args=[self.release.label])
        except NoReverseMatch:
            return ""

    @cached_property
    def citation(self) -> Citation | None:
        """How to cite it; None while it is not frozen, or if its label names no file."""
        try:
            return Citation(publication_of(self.release))
        except ValueError:
            return None


def releases_for(user: Any, exports: dict[str, Exported]) -> Iterator[ShownRelease]:
    """Yield what the person may see, the open release first, then the newest."""
    asked = Release.objects.select_related("freeze_asked_by", "frozen_by")
    releases = newest_first(asked.annotate(kept=Count("sheets")))
    for release, older in zip(releases, [*releases[1:], None], strict=True):
        if rules.why_not_download(user, release) is None:
            before = older.label if older and not older.withdrawn else None
            yield ShownRelease(release, exports.get(release.label), before)
