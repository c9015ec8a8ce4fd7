"""Releases as their pages show them: descriptions and files."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from itertools import zip_longest
from typing import Any

from django.db.models import Count
from django.urls import NoReverseMatch, reverse

from coding.datasets.documents.citing import CitedWork, bibtex, csl, ris
from coding.datasets.documents.publication import ARTICLE, Publication
from coding.export.released import publication_of, published_elsewhere_on
from coding.models import Correction, Release
from coding.models.people_names import name_of
from coding.models.release import newest_first
from coding.releases.downloads import Exported
from coding.releases.file_groups import Groups, groups_of
from coding.workflow import rules
from coding.workflow.citation_corrections import (
    CORRECTABLE,
    why_not_confirm,
    why_not_ready_to_correct,
)

_CALLED = {"citation": "Citation", "doi": "DOI", "url": "Address", "licence": "Licence"}


@dataclass(frozen=True)
class Citation:
    """How to cite a release: the data and the article, in words and for programs."""

    data: Publication
    article: CitedWork = ARTICLE

    @property
    def for_programs(self) -> list[tuple[str, str]]:
        """Name and text of each format for reference managers."""
        works = (self.data.work, self.article)
        return [("BibTeX", bibtex(*works)), ("RIS", ris(*works)), ("CSL-JSON", csl(*works))]


@dataclass(frozen=True)
class CitationChange:
    """A change of the citation by a correction; "" means nothing."""

    name: str
    old: str
    new: str


@dataclass(frozen=True)
class ShownCorrection:
    """A correction of a release's citation, as pages show it."""

    pk: int
    reason: str
    by: str
    asked_at: datetime
    confirmed_by: str
    confirmed_at: datetime | None
    changes: list[CitationChange]


def corrections_of(release: Release) -> list[ShownCorrection]:
    """Return the confirmed corrections, then the one that waits, if any.

    One query, unless they are prefetched.
    """
    data = {name: str(getattr(release, name)) for name in CORRECTABLE}
    shown = []
    for correction in release.corrections.all():
        if correction.is_confirmed or correction.decided_at is None:
            shown.append(_shown_correction(correction, data))
        if correction.is_confirmed:
            data |= correction.says
    return shown


def _shown_correction(correction: Correction, data: Mapping[str, str]) -> ShownCorrection:
    by = name_of(correction.decided_by) if correction.decided_by else ""
    changes = [
        CitationChange(_CALLED[name], data[name], new) for name, new in correction.says.items()
    ]
    confirmed_at = correction.decided_at if correction.is_confirmed else None
    return ShownCorrection(
        pk=correction.pk,
        reason=correction.reason,
        by=name_of(correction.asked_by),
        asked_at=correction.asked_at,
        confirmed_by=by,
        confirmed_at=confirmed_at,
        changes=changes,
    )


def correction_page(release: Release, user: Any) -> dict[str, Any]:
    """Return the context of the page for correcting a citation."""
    waiting = release.corrections.filter(decided_at=None).first()
    return {
        "release": release,
        "waiting": corrections_of(release)[-1] if waiting else None,
        "not_the_second": waiting and why_not_confirm(waiting, user),
        "why_not": why_not_ready_to_correct(release),
    }


@dataclass(frozen=True)
class ShownRelease:
    """A release with its export, if any.

    ``before`` is the label of the previous release that the person may see, for a comparison.
    """

    release: Release
    exported: Exported | None
    before: str | None

    @property
    def groups(self) -> Groups | None:
        return groups_of(self.exported) if self.exported else None

    @property
    def corrections(self) -> list[ShownCorrection]:
        """The confirmed corrections of the citation, in order."""
        return [change for change in corrections_of(self.release) if change.confirmed_at]

    @property
    def published_elsewhere_on(self) -> date | None:
        """The day it was published, if it was imported from published files."""
        return published_elsewhere_on(self.release)

    @property
    def address(self) -> str:
        """The address of its page; "" where the label cannot be part of an address."""
        try:
            return reverse("coding:release-read", args=[self.release.label])
        except NoReverseMatch:
            return ""

    @cached_property
    def citation(self) -> Citation | None:
        """The citation; None until the release is frozen, or if its label names no file."""
        try:
            return Citation(publication_of(self.release))
        except ValueError:
            return None


def releases_for(user: Any, exports: dict[str, Exported]) -> Iterator[ShownRelease]:
    """Yield the releases that the person may see, the open one first, then the newest."""
    asked = Release.objects.select_related("freeze_asked_by", "frozen_by").prefetch_related(
        "corrections__asked_by", "corrections__decided_by"
    )
    every = newest_first(asked.annotate(kept=Count("sheets")))
    releases = [release for release in every if rules.why_not_download(user, release) is None]
    for release, older in zip_longest(releases, releases[1:]):
        before = older.label if older and not older.withdrawn else None
        yield ShownRelease(release, exports.get(release.label), before)
