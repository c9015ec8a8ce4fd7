"""Releases of the data. Revisions approved after a release belong to the next one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db import models
from django.db.models import F, Max, Q

from coding.codebook.questionnaire import Questionnaire
from coding.codebook.release_labels import sort_key
from coding.models.membership import Membership
from coding.models.second_person import AskedOfAnother, second_person_decides
from coding.models.times import day_of
from coding.models.tracking import USER, Tracked

LONGEST_LABEL = 20  # letters
WITHDRAWN = "-withdrawn"  # appended to the label of a withdrawn release
DESCRIPTION = ("citation", "note", "doi", "url", "licence")  # what an admin writes about a release


class Release(Tracked):
    """A numbered release: open while work for it goes on, frozen for good, then published.

    One admin asks for the freeze, another one freezes; a release that was brought in from its
    published files is frozen without them. ``follows`` is the label of the release frozen before
    it, ``hashes`` the SHA-256 of each of its CSV files by the file's stem, ``states`` the names of
    states by their codes as its printed sheets have them, ``questionnaire`` its questions and
    variables with their wording, labels and codes; all as they were then. ``held_back`` maps the
    ATOP ID of an alliance that it leaves as it was to the reason, and who held it back and when.
    ``head`` is the hash of the last link of the chain before the release was frozen. ``withdrawn``
    says who took back, when and why, what was brought in wrongly from published files; such a
    release is kept under another label, and nothing follows it.
    """

    label = models.CharField(
        max_length=LONGEST_LABEL, unique=True, help_text="As in “Version 4.0”: 4.0"
    )
    cut_off = models.DateField(
        null=True, blank=True, help_text="Last day of the status the data describe."
    )
    citation = models.TextField(
        blank=True,
        help_text="How to cite the data, in words of your own. Blank: authors, year, title, "
        "version, publisher and DOI. The article of the project is named beside it.",
    )
    note = models.TextField(blank=True, help_text="What is new, for those who use the data.")
    doi = models.CharField(
        "DOI",
        max_length=200,
        blank=True,
        help_text="As in 10.1080/03050620213653. Archives reserve one before a deposit.",
    )
    url = models.CharField(
        "address",
        max_length=200,
        blank=True,
        help_text="Where the release is described for good, as in https://www.example.org/data/6.0.",
    )
    licence = models.CharField(
        max_length=40, blank=True, help_text="Its SPDX identifier, as in CC-BY-4.0."
    )
    freeze_asked_by = models.ForeignKey(
        USER, null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    freeze_asked_at = models.DateTimeField(null=True, editable=False)
    frozen_by = models.ForeignKey(
        USER, null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    frozen_at = models.DateTimeField(null=True, blank=True, editable=False)
    follows = models.CharField(max_length=LONGEST_LABEL, blank=True, editable=False)
    hashes = models.JSONField(default=dict, blank=True, editable=False)
    states = models.JSONField(default=dict, blank=True, editable=False)
    questionnaire = models.JSONField(default=dict, blank=True, editable=False)
    held_back = models.JSONField(default=dict, blank=True, editable=False)
    head = models.CharField(max_length=64, blank=True, default="", editable=False)
    withdrawn = models.TextField(blank=True, default="", editable=False)
    published_by = models.ForeignKey(
        USER, null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    published_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                models.Value(1), condition=Q(frozen_at=None), name="release_one_open"
            ),
            models.CheckConstraint(
                condition=Q(frozen_by=None)
                | Q(freeze_asked_by__isnull=False) & ~Q(frozen_by=F("freeze_asked_by")),
                name="release_frozen_by_a_second_person",
            ),
            models.CheckConstraint(
                condition=Q(frozen_at=None) | Q(cut_off__isnull=False),
                name="release_frozen_has_a_cut_off",
            ),
            models.CheckConstraint(
                condition=Q(published_at=None) | Q(frozen_at__isnull=False),
                name="release_published_is_frozen",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn="")
                | Q(frozen_at__isnull=False, frozen_by=None, published_at=None),
                name="release_withdrawn_was_brought_in",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def is_open(self) -> bool:
        return self.frozen_at is None

    @property
    def kept_questionnaire(self) -> Questionnaire:
        """The questions and variables of a frozen release."""
        return Questionnaire.of_json(self.questionnaire)

    @property
    def description(self) -> dict[str, str]:
        """The values of DESCRIPTION by name, with later corrections; empty ones are left out."""
        data = {name: str(getattr(self, name)) for name in DESCRIPTION}
        for correction in self.confirmed_corrections:
            data |= correction.says
        return {name: words for name, words in data.items() if words}

    @property
    def confirmed_corrections(self) -> list[Correction]:
        """The corrections of how it is cited, in their order; one query unless prefetched."""
        return [] if self.is_open else [fix for fix in self.corrections.all() if fix.is_confirmed]

    @property
    def corrected_on(self) -> date | None:
        """The day on which how it is cited was last corrected; None where it never was."""
        days = [day_of(correction.decided_at) for correction in self.confirmed_corrections]
        return days[-1] if days else None

    @property
    def before(self) -> Release | None:
        """The release that it follows, if that is here."""
        return Release.objects.filter(label=self.follows).first() if self.follows else None

    @property
    def corrections_followed(self) -> int:
        """How many corrections its documents have; they also name the DOI of the release before."""
        cited = (self, self.before)
        return sum(len(release.confirmed_corrections) for release in cited if release)


def newest_first(releases: Iterable[Release]) -> list[Release]:
    """Return the open release, then the frozen ones by label: 5.0 may be brought in after 5.1.

    Those that were withdrawn come last.
    """

    def key(release: Release) -> tuple[bool, bool, list[tuple[int, str]]]:
        return release.is_open, not release.withdrawn, sort_key(release.label)

    return sorted(releases, key=key, reverse=True)


def last_frozen() -> Release | None:
    """Return the frozen release with the highest label that was not withdrawn."""
    frozen = Release.objects.filter(frozen_at__isnull=False, withdrawn="")
    return next(iter(newest_first(frozen)), None)


def release_at(moment: datetime) -> str:
    """Return the label of the release that was open at a moment; "" for the one open now."""
    later = Release.objects.filter(frozen_at__gte=moment, withdrawn="")
    return min(later.values_list("label", flat=True), key=sort_key, default="")


def last_day_described(current: Release | None, frozen: Release | None) -> date | None:
    """Return the last day that the record describes; None where no member is coded.

    This is the open release's cut-off, or the last frozen one's until an admin has set it: nobody
    has said that later years are complete. Without any, it is the year of the last entry or exit.
    """
    for release in (current, frozen):
        if release and release.cut_off:
            return release.cut_off
    years = Membership.objects.filter(sheet__entered_at__isnull=False).aggregate(
        entry=Max("yrent"), exit=Max("yrexit")
    )
    last = max((year for year in years.values() if year), default=0)
    return date(last, 12, 31) if last > 0 else None


class Correction(AskedOfAnother):
    """Asks to correct how a frozen release is cited, until a second admin decides.

    ``says`` maps citation, DOI, address or licence to what it is to be; "" takes it away. What the
    release said before stands in the release itself and in earlier corrections.
    """

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="corrections")
    says = models.JSONField()
    reason = models.TextField()

    class Meta:
        default_permissions = ()
        ordering = ["id"]
        constraints = [
            *second_person_decides("correction"),
            models.UniqueConstraint(
                fields=["release"], condition=Q(decided_at=None), name="correction_one_waits"
            ),
        ]

    def __str__(self) -> str:
        return f"Correction {self.pk} of release {self.release}"


class ReleasedSheet(models.Model):
    """One phase as a release has it, for good. Written once.

    ``cells`` maps each cell to its value; ``flags`` maps a member's key to what the release says
    of the alliance there, such as {"new5": 0, "rev5": 1}. ``answers`` maps the number of each
    question to its answer, None where a release was published without prose; ``notes`` are the
    revision notes.
    """

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="sheets")
    atop_id = models.PositiveSmallIntegerField()
    phase = models.PositiveSmallIntegerField()
    cells = models.JSONField()
    flags = models.JSONField(default=dict)
    answers = models.JSONField(null=True, default=None)
    notes = models.JSONField(default=list)

    class Meta:
        ordering = ["release_id", "atop_id", "phase"]
        constraints = [
            models.UniqueConstraint(
                fields=["release", "atop_id", "phase"], name="released_sheet_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.atop_id}.{self.phase} in {self.release}"
