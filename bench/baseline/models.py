"""The same answers as one plain model, with history as simple-history keeps it out of the box.

A printed sheet is one document, so plain admin has one page for it. Field names and their order
follow the site's five sections; nothing else is taken from it. The alliance's codes stand on the
same page; the members' codes, which the site has too, are left out here: a kindness, since each
member would be a row of 45 fields more.
"""

from django.conf import settings
from django.db import models
from simple_history.models import HistoricalRecords


def answer(label: str) -> models.TextField:
    """One prose answer."""
    return models.TextField(label, blank=True, default="")


# Each alliance-level code with how many labelled values it has; 0 for a number.
CODES = {
    "cowid": 0, "cow4id": 0, "bilat": 2, "estmode": 2, "pubsecr": 3, "secrart": 9, "proadd": 4,
    "futmem": 4, "speclgth": 4, "length_in_months": 0, "renounce": 5, "proren": 3, "renewlgt": 0,
    "term": 4, "asymm": 2, "specthrt": 7, "statthr1": 0, "statthr2": 0, "conwtin": 4, "medarb": 2,
    "milcon": 4, "milaid": 5, "intcom": 2, "subord": 3, "organ1": 4, "orgpurp1": 6, "organ2": 4,
    "orgpurp2": 6, "base": 4, "contrib": 2, "armred": 3, "acqterr": 3, "divgains": 2, "demwith": 2,
    "reflnun": 3, "refothio": 2, "natrefal": 5, "compag": 7, "nomicoop": 2, "conres": 3,
    "agprois": 6, "conmen": 2, "ecaid": 4, "interv": 5, "source": 2,
}  # fmt: skip


def code(labelled: int) -> models.SmallIntegerField:
    """One code, with a label for each of its values."""
    choices = [(value, f"{value} what the value means") for value in range(labelled)]
    return models.SmallIntegerField(null=True, blank=True, choices=choices or None)


class Coded(models.Model):
    """The alliance-level codes of a sheet."""

    class Meta:
        abstract = True


for name, labelled in CODES.items():
    Coded.add_to_class(name, code(labelled))


class Sheet(Coded):
    """All 61 answers of a sheet, and its codes."""

    atop_id = models.PositiveSmallIntegerField("ATOP ID", unique=True)
    history = HistoricalRecords(history_change_reason_field=models.TextField(null=True))
    atop_identifier = answer("1 · ATOP ID")
    cow_alliance = answer("2 · COW alliance")
    signature_dates = answer("3 · Signature dates")
    members = answer("4 · Members")
    signed_during_war = answer("5 · Signed during war")
    means_of_establishment = answer("6 · Means of establishment")
    secrecy = answer("7 · Public or secret")
    additional_members = answer("8 · Adding members")
    possible_members = answer("9 · Possible members")
    length = answer("10 · Length")
    renunciation = answer("11 · Renunciation")
    renewal_provisions = answer("12 · Renewal provisions")
    renewals = answer("13 · Renewals")
    termination_dates = answer("14 · Termination dates")
    termination_cause = answer("15 · Cause of termination")

    alliance_type = answer("16 · Type of alliance")
    cow_type = answer("17 · COW type")
    obligations = answer("18 · Obligations")
    contingencies = answer("19 · Contingencies")
    contingency_limits = answer("20 · Nature of the limits")
    war_assistance = answer("21 · Assistance in war")
    other_limits = answer("22 · Other limits")
    target = answer("23 · Target or threat")
    symmetry = answer("24 · Symmetry")
    separate_peace = answer("25 · Separate peace")
    third_party_commitments = answer("26 · Third-party commitments")
    opposed_alliances = answer("27 · Opposed alliances")
    obligations_comments = answer("28 · Comments on obligations")

    conflict_among_members = answer("29 · Conflict among members")
    dispute_settlement = answer("30 · Settling disputes")
    military_contact = answer("31 · Military contact")
    military_aid = answer("32 · Military aid")
    integrated_command = answer("33 · Integrated command")
    subordination = answer("34 · Subordination of forces")
    organizations = answer("35 · Organizations")
    bases = answer("36 · Bases and troops")
    contributions = answer("37 · Contributions")
    armaments = answer("38 · Armaments")
    territory = answer("39 · Acquiring territory")
    division_of_gains = answer("40 · Division of gains")
    demobilization = answer("41 · Demobilization")
    other_coordination = answer("42 · Other coordination")
    institutionalization_comments = answer("43 · Comments on institutions")

    nullified_treaties = answer("44 · Treaties nullified")
    modified_treaties = answer("45 · Treaties modified")
    included_treaties = answer("46 · Treaties included")
    international_organizations = answer("47 · International organizations")
    other_alliances = answer("48 · Other alliances")
    companion_agreements = answer("49 · Companion agreements")
    nonmilitary_cooperation = answer("50 · Non-military cooperation")
    conflicts_resolved = answer("51 · Conflicts resolved")
    outside_conflicts = answer("52 · Outside conflicts")
    further_agreements = answer("53 · Further agreements")
    unresolved_conflicts = answer("54 · Unresolved conflicts")
    economic_aid = answer("55 · Economic aid")
    intervention = answer("56 · Intervention")

    treaty_comments = answer("57 · Comments on the treaty")
    information_source = answer("58 · Source of information")
    citation = answer("59 · Treaty citation")
    last_revision = answer("60 · Last revision of the sheet")
    coder = answer("61 · Coder")

    class Meta:
        ordering = ["atop_id"]

    def __str__(self) -> str:
        return str(self.atop_id)


class Proposal(models.Model):
    """A proposed answer that waits to be approved, as one would build it in admin."""

    sheet = models.ForeignKey(Sheet, models.PROTECT)
    question = models.PositiveSmallIntegerField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT)
    status = models.CharField(
        max_length=10,
        choices=[(s, s) for s in ("draft", "pending", "approved", "returned")],
    )
    text = models.TextField(blank=True)
    base = models.TextField("approved answer that it replaces", blank=True)
    note = models.TextField(blank=True)
    comment = models.TextField(blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    history = HistoricalRecords(history_change_reason_field=models.TextField(null=True))

    class Meta:
        ordering = ["submitted_at", "id"]
        indexes = [models.Index(fields=["status", "submitted_at", "id"], name="proposal_queue")]

    def __str__(self) -> str:
        return f"{self.sheet} Q{self.question}"


FIELDS = {
    number: field.name
    for number, field in enumerate(
        (field for field in Sheet._meta.local_fields if isinstance(field, models.TextField)), 1
    )
}
