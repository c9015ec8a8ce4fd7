"""Section III of the printed sheet: Institutionalization of the Alliance (questions 29–43)."""

from coding.models.answer_fields import Prose, YesNo
from coding.models.code_fields import NO_TEXT, Code, Dummy
from coding.models.section import SectionRow

_ORGANIZATION = {
    0: "none",
    1: "regular meetings at fixed intervals",
    2: "named organization with regular meetings",
    3: "stand-alone organization with permanent bureaucracy",
}
_PURPOSE = {
    0: "none",
    1: "military",
    2: "primarily economic",
    3: "political consultation",
    4: "military, economic and other political",
    5: "dispute resolution",
}


class Institutionalization(SectionRow):
    """Questions 29–43, in the printed wording; help follows the coding rules in our own words."""

    numeral = "III"
    title = "Institutionalization of the Alliance"

    conflict_among_members = YesNo(
        29,
        "Does the treaty make reference to the potential for conflict among members of the "
        "alliance? (Yes, No) If Yes, describe.",
        label="Conflict among members",
        help="Say whether the treaty speaks of conflict in general, of a specific issue, or only "
        "of disputes over its own interpretation.",
    )
    conwtin = Code(
        "possible conflict among members mentioned",
        29,
        codes={
            0: "none",
            1: "general reference",
            2: "specific issue",
            3: "only disputes on interpretation of the agreement",
        },
        missing=NO_TEXT,
    )
    dispute_settlement = YesNo(
        30,
        "Does the treaty discuss mediation/arbitration or other means of settling disputes among "
        "the signatories? (Yes, No) If Yes, describe.",
        label="Settling disputes",
        help="A commitment to mediation, arbitration or another formal means of settlement.",
    )
    medarb = Dummy("commitment to a formal means of settlement", 30, missing=NO_TEXT)
    military_contact = YesNo(
        31,
        "Does the treaty require official contact among the military forces of the participating "
        "states? (Yes, No) If Yes, describe. (Note whether official contact is required only in "
        "the event of hostilities or also during peacetime.)",
        label="Military contact",
        help="Contact of the armed services that the treaty requires for coordination, not mere "
        "confidence building; in hostilities only, in peacetime too, or a common defense "
        "policy.",
    )
    milcon = Code(
        "contact of armed forces required",
        31,
        codes={
            0: "none",
            1: "only in hostilities",
            2: "also in peacetime",
            3: "common defense policy",
        },
        missing=NO_TEXT,
    )
    military_aid = YesNo(
        32,
        "Does the treaty include provisions for military aid? (e.g., grants, loans, transfer of "
        "technology, training) (Yes, No) If Yes, describe these provisions.",
        label="Military aid",
        help="Aid among members, in either direction: general, grants or loans, training or "
        "technology.",
    )
    milaid = Code(
        "military aid among members",
        32,
        codes={
            0: "none",
            1: "general/unspecified",
            2: "grants and/or loans",
            3: "training and/or technology, or supplies",
            4: "both 2 and 3",
        },
        missing=NO_TEXT,
    )
    integrated_command = YesNo(
        33,
        "Does the treaty provide for integrated command of military forces while the alliance is "
        "in effect (peacetime as well as wartime)? (Yes, No) If Yes, describe.",
        label="Integrated command",
        help="Yes only where the command is integrated in peace and in war alike.",
    )
    intcom = Dummy("integrated command in peace and war", 33, missing=NO_TEXT)
    subordination = YesNo(
        34,
        "Does the treaty require subordination of the forces of one or more member states to "
        "another in the event of hostilities? (Yes, No) If Yes, describe.",
        label="Subordination of forces",
        help="Whether forces come under another member’s command during conflict, and whether "
        "the commander is named beforehand.",
    )
    subord = Code(
        "subordination of forces in conflict",
        34,
        codes={
            0: "no",
            1: "yes, commander predetermined",
            2: "yes, commander depends on conditions",
        },
        missing=NO_TEXT,
    )
    organizations = YesNo(
        35,
        "Does the treaty establish any organizations? (include provisions for regularly "
        "scheduled meetings) (Yes, No) If Yes, describe.",
        label="Organizations",
        help="Regular meetings at fixed intervals, a named organization with regular meetings, "
        "or one with a permanent bureaucracy; and what it is for.",
    )
    organ1 = Code("first organization", 35, codes=_ORGANIZATION, missing=NO_TEXT)
    orgpurp1 = Code(
        "purpose of the first organization",
        35,
        codes=_PURPOSE,
        missing=NO_TEXT,
        settled_by="organ1",
    )
    organ2 = Code("second organization", 35, codes=_ORGANIZATION, missing=NO_TEXT)
    orgpurp2 = Code(
        "purpose of the second organization",
        35,
        codes=_PURPOSE,
        missing=NO_TEXT,
        settled_by="organ2",
    )
    bases = YesNo(
        36,
        "Does the treaty provide for joint military bases, or for one or more states to place "
        "troops in the territory of one or more other states? (Yes, No) If Yes, describe.",
        label="Bases and troops",
        help="Troops placed on neutral ground, in each other’s territory, or in one member’s only.",
    )
    base = Code(
        "bases and placement of troops",
        36,
        codes={
            0: "none",
            1: "joint placement on neutral territory",
            2: "mutual",
            3: "one or more states in others' territory, not reciprocal",
        },
        missing=NO_TEXT,
    )
    contributions = YesNo(
        37,
        "Does the treaty specify contribution levels (funds, troops, etc.)? (Yes, No) If Yes, "
        "describe.",
        label="Contributions",
        help="Details of what each member contributes, or of how costs are divided.",
    )
    contrib = Dummy("contributions or division of costs specified", 37, missing=NO_TEXT)
    armaments = YesNo(
        38,
        "Does the treaty contain any provisions regarding coordinated increase of armaments, "
        "reduction of armaments, prohibition of weapons, or rules of warfare? (Yes, No) If Yes, "
        "describe such provisions.",
        label="Armaments",
        help="A specific commitment to limit arms, to increase them together, or to rules of "
        "warfare.",
    )
    armred = Code(
        "provisions on armaments",
        38,
        codes={
            0: "none",
            1: "limits / rules of warfare",
            2: "coordinated increase",
        },
        missing=NO_TEXT,
    )
    territory = YesNo(
        39,
        "Does the treaty explicitly permit or prohibit the acquisition of territory not "
        "currently held by either ally? (Yes, No) If Yes, describe reference.",
        label="Acquiring territory",
        help="Territory that no ally holds yet: whether acquiring it is permitted or prohibited.",
    )
    acqterr = Code(
        "acquiring territory that no ally holds",
        39,
        codes={
            0: "no reference",
            1: "permitted",
            2: "prohibited",
        },
        missing=NO_TEXT,
    )
    division_of_gains = YesNo(
        40,
        "Does the treaty include discussion of the division of gains from any future conflict? "
        "(Yes, No) If Yes, describe.",
        label="Division of gains",
        help="Any division of what a future conflict may bring.",
    )
    divgains = Dummy("division of gains from a future conflict", 40, missing=NO_TEXT)
    demobilization = YesNo(
        41,
        "Does the treaty include discussion of demobilization/withdrawal following conflict? "
        "(Yes, No) If Yes, describe.",
        label="Demobilization",
        help="Demobilization or withdrawal of forces after a conflict.",
    )
    demwith = Dummy("demobilization or withdrawal after conflict", 41, missing=NO_TEXT)
    other_coordination = YesNo(
        42,
        "Are there any other provisions in the treaty that describe the means through which the "
        "states will coordinate their military efforts and policies? (Yes, No) If Yes, describe.",
        label="Other coordination",
        help="Means of military coordination that questions 29–41 do not ask for.",
    )
    institutionalization_comments = Prose(
        43,
        "Additional coder comments regarding references to alliance institutionalization:",
        label="Comments on institutions",
        help="Whatever a later coder needs to know about the institutions and fits no question "
        "above.",
    )

    class Meta(SectionRow.Meta):
        verbose_name = verbose_name_plural = "Section III: Institutionalization of the Alliance"
