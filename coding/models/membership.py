"""A state's time in an alliance, with its own codes, and what one member owes another."""

from collections.abc import Iterable
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from coding.codebook.cells import member_key
from coding.models.code_fields import (
    NO_TEXT,
    NO_YES,
    Code,
    Day,
    Derived,
    Dummy,
    Month,
    Number,
    Year,
)
from coding.models.counted_codes import CountedCodes
from coding.models.sheet import Sheet
from coding.models.tracking import Tracked, TrackedQuerySet


class MembershipManager(models.Manager["Membership"]):
    """Memberships always come with their states, since nobody shows a member without its name."""

    def get_queryset(self) -> "models.QuerySet[Membership]":
        return TrackedQuerySet(self.model, using=self._db).select_related("member")


def load_titles(sheets: Iterable[Sheet]) -> None:
    """Load the rosters of sheets whose prose names no members, for their titles; one query."""
    nameless = [sheet for sheet in sheets if sheet.is_named_by_roster]
    rosters: dict[int, list[tuple[str, int | None]]] = {sheet.pk: [] for sheet in nameless}
    if rosters:
        rows = Membership.objects.filter(sheet__in=[*rosters])
        for pk, name, entry in rows.values_list("sheet_id", "member__name", "yrent"):
            rosters[pk].append((name, entry))
    for sheet in nameless:
        sheet.named_roster = rosters[sheet.pk]


class Membership(CountedCodes, Tracked):
    """One spell of a state in an alliance (in a phase of it, where it has phases).

    A state that left and came back has a second row with spell 2. The codes of the codebook's
    scope "member" stand here, in the order of the questions they are entered at.
    """

    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="memberships")
    member = models.ForeignKey(
        "coding.State",
        to_field="code",
        db_column="member",
        on_delete=models.PROTECT,
        related_name="+",
    )
    spell = models.PositiveSmallIntegerField(
        default=1, help_text="1; 2 when the state left and came back, and so on."
    )
    own = models.JSONField(
        default=dict,
        blank=True,
        help_text="Alliance-level codes that differ for this member.",
    )

    # Question 4, where the roster is entered; a date of signature makes a state a member.
    yrent = Year("year of entry", 3, home=4)
    moent = Month("month of entry", 3, home=4)
    dayent = Day("day of entry", 3, home=4, missing="the exact day is not known")
    cowsys = Code("in the COW state system when it signed", 4, codes={0: "non-member", 1: "member"})

    # Question 5
    cowwar = Number("COW number of the war it was fighting when it signed", 5)

    # Questions 14 and 15
    yrexit = Year("year of exit; 0 while in effect", 14)
    moexit = Month("month of exit; 0 while in effect", 14)
    dayexit = Day("day of exit; 0 while in effect", 14, missing="the exact day is not known")
    ineffect = Derived("in effect for this member", 14, codes=NO_YES)
    termmode = Code(
        "how the member left",
        15,
        codes={
            0: "none, in effect",
            1: "not renewed at scheduled end",
            2: "replaced by new agreement",
            3: "broken before scheduled end",
            4: "member(s) lost independence",
            5: "casus foederis ceased to exist",
            6: "war lost",
        },
        settled_by="yrexit",
    )
    termcaus = Code(
        "why the member left",
        15,
        codes={
            0: "none, in effect",
            1: "renegotiation by members",
            2: "change in political status of member(s)",
            3: "change in external conditions / problem resolved",
            4: "policy dispute among members",
            5: "dispute on alliance management",
            6: "military conflict among members",
            7: "war of member(s) with third party",
            8: "violation short of war",
        },
        missing="the cause cannot be determined",
        settled_by="yrexit",
    )

    # Questions 16 and 18
    defense = Dummy("owes defense", 16, 18)
    offense = Dummy("owes offense", 16, 18)
    neutral = Dummy("owes neutrality", 16, 18)
    nonagg = Dummy("owes nonaggression", 16, 18)
    consul = Dummy("owes consultation", 16, 18)

    # Questions 19, 20 and 22: "only if" conditions of each obligation
    conditio = Derived("any obligation is conditional", 19, 20, 22, codes=NO_YES)
    defcon = Derived("defense is conditional", 19, 20, codes=NO_YES)
    defcoadv = Dummy("defense only against a particular adversary", 19, 20, settled_by="defense")
    defcoloc = Dummy("defense only in a particular location", 19, 20, settled_by="defense")
    defcocon = Dummy("defense only in a particular ongoing conflict", 19, 20, settled_by="defense")
    defconum = Dummy("defense depends on the number of adversaries", 19, 20, settled_by="defense")
    defcodem = Dummy("defense depends on demands being met", 19, 20, settled_by="defense")
    defconpr = Dummy("defense only if the ally did not provoke", 19, 20, settled_by="defense")
    offcon = Derived("offense is conditional", 19, 20, codes=NO_YES)
    offcoadv = Dummy("offense only against a particular adversary", 19, 20, settled_by="offense")
    offcoloc = Dummy("offense only in a particular location", 19, 20, settled_by="offense")
    offcocon = Dummy("offense only in a particular ongoing conflict", 19, 20, settled_by="offense")
    offconum = Dummy("offense depends on the number of adversaries", 19, 20, settled_by="offense")
    offcodem = Dummy("offense depends on demands being met", 19, 20, settled_by="offense")
    neucon = Derived("neutrality is conditional", 19, 20, codes=NO_YES)
    neucoadv = Dummy("neutrality only against a particular adversary", 19, 20, settled_by="neutral")
    neucoloc = Dummy("neutrality only in a particular location", 19, 20, settled_by="neutral")
    neucocon = Dummy(
        "neutrality only in a particular ongoing conflict", 19, 20, settled_by="neutral"
    )
    neuconum = Dummy(
        "neutrality depends on the number of adversaries", 19, 20, settled_by="neutral"
    )
    neucodem = Dummy("neutrality depends on demands being met", 19, 20, settled_by="neutral")
    neuconpr = Dummy("neutrality only if the ally did not provoke", 19, 20, settled_by="neutral")
    neucoatt = Dummy("neutrality only if the ally is attacked", 19, 20, settled_by="neutral")
    concon = Derived("consultation is conditional", 19, 20, codes=NO_YES)
    concoadv = Dummy("consultation only about a particular adversary", 19, 20, settled_by="consul")
    concoloc = Dummy("consultation only about a particular location", 19, 20, settled_by="consul")
    concocon = Dummy(
        "consultation only about a particular ongoing conflict", 19, 20, settled_by="consul"
    )
    concoreq = Dummy("consultation only when an ally asks", 19, 20, 22, settled_by="consul")
    olimob = Dummy("an obligation depends on another condition", 22, codes={0: "none", 1: "yes"})

    # Questions 21 and 24–27: further promises
    notaiden = Code(
        "promise to deny support to a partner's enemies",
        21,
        codes={
            0: "none",
            1: "general reference",
            2: "outside states",
            3: "non-state actors/domestic groups",
            4: "both states and non-state actors",
        },
        missing=NO_TEXT,
    )
    dipaid = Dummy("promise of diplomatic action for an ally", 21, missing=NO_TEXT)
    terrres = Dummy("promise of territory or resources to an ally", 21, missing=NO_TEXT)
    obvary = Dummy("owes different things to different members", 24)
    seppeace = Code(
        "separate peace",
        25,
        codes={
            0: "no mention",
            1: "prohibited",
            2: "needs allies' approval",
            3: "consult on peace treaty",
        },
        missing=NO_TEXT,
    )
    thirdcom = Dummy("promise on commitments to third parties", 26, missing=NO_TEXT)
    noothall = Dummy("promise not to join opposed alliances", 27, missing=NO_TEXT)

    objects: ClassVar[MembershipManager] = MembershipManager()  # type: ignore[assignment]

    class Meta:
        # By columns of its own: the order of State or Sheet would cost a join each time.
        ordering = ["sheet_id", "member_id", "spell"]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "member", "spell"], name="membership_once"),
            models.CheckConstraint(
                condition=Q(spell__gte=1, spell__lte=9), name="membership_spell_one_digit"
            ),
        ]

    def __str__(self) -> str:
        return f"Member {self.key} of {self.sheet}"

    @property
    def key(self) -> str:
        return member_key(self.member_id, self.spell)


class PairObligation(Tracked):
    """What one member owes another, where that differs from what it owes the rest (obvary)."""

    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="pair_obligations")
    giver = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="owes")
    receiver = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="is_owed")

    defense = Dummy("owes this member defense", 24)
    offense = Dummy("owes this member offense", 24)
    neutral = Dummy("owes this member neutrality", 24)
    nonagg = Dummy("owes this member nonaggression", 24)
    consul = Dummy("owes this member consultation", 24)

    class Meta:
        ordering = ["sheet_id", "giver_id", "receiver_id"]
        constraints = [
            models.UniqueConstraint(fields=["giver", "receiver"], name="pair_obligation_once"),
            models.CheckConstraint(
                condition=~Q(giver=F("receiver")), name="pair_obligation_between_two_members"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.giver.key} owes {self.receiver.key} in {self.sheet}"
