"""The coding sheet: one per alliance, or per phase of an alliance that has phases."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from django.db import models

from coding.codebook.sheet import LAST_PHASE, key_of
from coding.models.answer_fields import Dates, Members
from coding.models.tracking import Tracked, TrackedQuerySet


class SheetQuerySet(TrackedQuerySet):
    """Names the usual selection of sheets."""

    def in_record(self) -> SheetQuerySet:
        """Sheets with an approved answer; exports and public pages know only these."""
        return self.filter(entered_at__isnull=False)


class SheetManager(models.Manager.from_queryset(SheetQuerySet)):  # type: ignore[misc]
    """Knows no sheet that was put aside."""

    def get_queryset(self) -> SheetQuerySet:
        in_use: SheetQuerySet = super().get_queryset().filter(put_aside="")
        return in_use


class Sheet(Tracked):
    """The identity of one coding sheet. Its approved answers are its five section rows."""

    atop_id = models.PositiveSmallIntegerField("ATOP ID")
    phase = models.PositiveSmallIntegerField(
        default=0, help_text="0 when the alliance has only one phase."
    )
    printed_from = models.CharField(
        max_length=255,
        blank=True,
        default="",
        help_text="File name of the printed sheet it was imported from; empty when started here.",
    )
    follows = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="followed_by",
        help_text="The phase that this one continues; parallel phases follow the same one.",
    )
    usual_names = models.TextField(
        blank=True,
        default="",
        help_text="What the alliance is usually called, such as NATO; several are parted by "
        "semicolons. They help to find it and are no answer.",
    )
    started_at = models.DateTimeField()
    entered_at = models.DateTimeField(
        null=True,
        blank=True,
        help_text="When its first approved answer brought it into the record; until then no "
        "export or public page knows it.",
    )

    put_aside = models.TextField(
        blank=True,
        default="",
        help_text="Why an admin put it aside; empty where it is not. It was started by mistake: "
        "it is kept, and out of everything else.",
    )

    # Members with their years of entry, where they were read for the titles of several sheets.
    named_roster: list[tuple[str, int | None]] | None = None

    objects: ClassVar[SheetManager] = SheetManager()  # without what was put aside
    every = TrackedQuerySet.as_manager()

    class Meta:
        ordering = ["atop_id", "phase"]
        constraints = [
            models.UniqueConstraint(
                fields=["atop_id", "phase"],
                condition=models.Q(put_aside=""),
                name="sheet_once",
            ),
            models.CheckConstraint(
                condition=models.Q(put_aside="") | models.Q(entered_at=None),
                name="sheet_put_aside_has_nothing_approved",
            ),
            models.CheckConstraint(
                condition=models.Q(atop_id__gte=1000, atop_id__lte=9999),
                name="sheet_atop_id_has_four_digits",
            ),
            models.CheckConstraint(
                condition=models.Q(phase__lte=LAST_PHASE), name="sheet_phase_one_digit"
            ),
        ]
        permissions = [
            ("import_sheets", "Can import printed sheets"),
            ("start_sheet", "Can start a new sheet"),
            ("put_sheet_aside", "Can put sheets aside"),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def key(self) -> str:
        return key_of(self.atop_id, self.phase)

    @property
    def title(self) -> str:
        """Members and year of signature as approved, such as "Belarus – Kazakhstan, 1996".

        Members come from the prose, or from the roster where the prose is blank. A phase without
        approved answers takes the members of the phase that it follows.
        """
        names, year = self._members_and_year()
        is_loaded = "follows_id" in self.__dict__  # lists defer it, to load no more sheets
        if not names and is_loaded and self.follows:
            names, _ = self.follows._members_and_year()
        return title_of(names, year) or f"Alliance {self.key}"

    @property
    def is_named_by_roster(self) -> bool:
        """Whether the title names members from the roster, since the prose names none."""
        return not Members.names(self.formation.members)

    def _members_and_year(self) -> tuple[list[str], str]:
        formation = self.formation
        names = Members.names(formation.members)
        year = Dates.first_year(formation.signature_dates)
        if not names:
            roster = self._named_roster()
            names = list(dict.fromkeys(name for name, _ in roster))
            entries = [entry for _, entry in roster if entry]
            year = year or str(min(entries, default=""))
        return names, year

    def _named_roster(self) -> list[tuple[str, int | None]]:
        """Return the members' names with their years of entry, without loading other columns."""
        if self.named_roster is not None:
            return self.named_roster
        if "memberships" in getattr(self, "_prefetched_objects_cache", ()):
            return [
                (membership.member.name, membership.yrent) for membership in self.memberships.all()
            ]
        return list(self.memberships.values_list("member__name", "yrent"))


def title_of(names: Sequence[str], year: str) -> str:
    """Return what an alliance of these members is called, "" where there are none."""
    if not names:
        return ""
    states = " – ".join(names) if len(names) <= 3 else f"{names[0]} and {len(names) - 1} others"
    return f"{states}, {year}" if year else states


def phase_before(atop_id: int, phase: int) -> Sheet | None:
    """Return the alliance's phase in the record that comes before this one by its number."""
    earlier = Sheet.objects.in_record().filter(atop_id=atop_id, phase__lt=phase)
    before: Sheet | None = earlier.order_by("-phase").first()
    return before
