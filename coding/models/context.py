"""Section IV of the printed sheet: Treaty Context (questions 44–56)."""

from coding.models.answer_fields import YesNo
from coding.models.code_fields import NO_TEXT, Code, Dummy
from coding.models.section import SectionRow

# ATOPID 3948 was coded from its text and leaves these codes open all the same (observed in 5.1).
_NO_TEXT_OR_UNCLEAR = f"{NO_TEXT}, or the text found does not settle it"


class Context(SectionRow):
    """Questions 44–56, in the printed wording; help follows the coding rules in our own words."""

    numeral = "IV"
    title = "Treaty Context"

    nullified_treaties = YesNo(
        44,
        "Does the treaty state that it nullifies any existing treaties signed by one or more of "
        "the contracting parties? (Yes, No) If Yes, list the treaties/agreements that are "
        "nullified and describe the treaty reference.",
        label="Treaties nullified",
        help="Existing treaties of the members that this one ends.",
    )
    modified_treaties = YesNo(
        45,
        "Does the treaty state that it modifies any existing treaties signed by one or more of "
        "the contracting parties? (Yes, No) If Yes, list the treaties/agreements that are "
        "modified and describe the treaty reference.",
        label="Treaties modified",
        help="Existing treaties of the members that this one changes.",
    )
    included_treaties = YesNo(
        46,
        "Does the treaty state that it includes any existing treaties signed by one or more of "
        "the contracting parties? (Yes, No) If Yes, list the treaties/agreements that are "
        "included and describe the treaty reference.",
        label="Treaties included",
        help="Existing treaties of the members that this one takes in.",
    )
    international_organizations = YesNo(
        47,
        "Does the treaty make any references to international organizations? (Yes, No) If Yes, "
        "list the international organization and describe the nature of the reference.",
        label="International organizations",
        help="References to the League of Nations, the United Nations, and other organizations. "
        "Other alliances belong to question 48, among them CSCE/OSCE, CIS and CSTO.",
    )
    reflnun = Code(
        "League of Nations or United Nations mentioned",
        47,
        codes={
            0: "none",
            1: "League of Nations",
            2: "United Nations",
        },
        missing=NO_TEXT,
    )
    refothio = Dummy("other international organization mentioned", 47, missing=NO_TEXT)
    other_alliances = YesNo(
        48,
        "Does the treaty make any references to other existing alliances? (Yes, No) If Yes, list "
        "the alliance and describe the nature of the reference.",
        label="Other alliances",
        help="Name the alliance, with its ATOP ID if known, and how the treaty speaks of it: in "
        "conformity, as a threat, or otherwise.",
    )
    natrefal = Code(
        "how other alliances are mentioned",
        48,
        codes={
            0: "none",
            1: "conformity with its obligations",
            2: "source of threat",
            3: "notification provision",
            9: "other",
        },
        missing=NO_TEXT,
    )
    companion_agreements = YesNo(
        49,
        "Are there any companion agreements referenced in the treaty? (Yes, No) If Yes, describe "
        "the agreements.",
        label="Companion agreements",
        help="Agreements that the treaty calls part of itself, or that were signed with it as a "
        "package on the same day. Their provisions are coded here too.",
    )
    compag = Code(
        "companion agreement",
        49,
        codes={
            0: "none",
            1: "military",
            2: "economic/financial",
            3: "dispute settlement",
            4: "peace treaty",
            5: "other issue",
            6: "multiple agreements",
        },
        missing=NO_TEXT,
    )
    nonmilitary_cooperation = YesNo(
        50,
        "Does the treaty include statements regarding non-military cooperation (e.g., economic, "
        "cultural, scientific exchange)? (Yes, No) If Yes, describe.",
        label="Non-military cooperation",
        help="Cooperation outside military matters, article by article.",
    )
    nomicoop = Dummy("non-military cooperation", 50, missing=NO_TEXT)
    conflicts_resolved = YesNo(
        51,
        "Does the treaty resolve other conflicts among the parties to the alliance? (Yes, No) If "
        "Yes, describe.",
        label="Conflicts resolved",
        help="A conflict among the members that the agreement itself settles.",
    )
    conres = Code(
        "existing conflict resolved by the agreement",
        51,
        52,
        codes={0: "no", 1: "among parties", 2: "with/among third parties"},
        missing=NO_TEXT,
    )
    outside_conflicts = YesNo(
        52,
        "Does the treaty propose/enforce settlement of a conflict not involving parties to the "
        "alliance? (Yes, No) If Yes, describe.",
        label="Outside conflicts",
        help="A conflict with or among others whose settlement the treaty proposes or enforces.",
    )
    further_agreements = YesNo(
        53,
        "Does the treaty propose other agreements among the contracting parties? (Yes, No) If "
        "Yes, describe.",
        label="Further agreements",
        help="A commitment to negotiate on specific issues. Agreements “as needed” do not count.",
    )
    agprois = Code(
        "commitment to negotiate on a specific issue",
        53,
        codes={
            0: "none",
            1: "territory",
            2: "economy",
            3: "military",
            4: "other issue",
            5: "multiple issue areas",
        },
        missing=_NO_TEXT_OR_UNCLEAR,
    )
    unresolved_conflicts = YesNo(
        54,
        "Does the treaty mention unresolved conflicts among the contracting parties? (Yes, No) "
        "If Yes, describe.",
        label="Unresolved conflicts",
        help="Conflicts among the members that the treaty mentions and leaves for later.",
    )
    conmen = Dummy("unresolved conflict among members mentioned", 54, missing=_NO_TEXT_OR_UNCLEAR)
    economic_aid = YesNo(
        55,
        "Does the treaty include provisions for economic aid or other enticements (include trade "
        "concessions, post war recovery, etc.)? (Yes, No) If Yes, describe these provisions.",
        label="Economic aid",
        help="General aid, recovery after war, or trade concessions, among them "
        "most-favored-nation status.",
    )
    ecaid = Code(
        "economic aid",
        55,
        codes={
            0: "none",
            1: "general",
            2: "postwar recovery",
            3: "trade concessions incl. MFN",
        },
        missing=_NO_TEXT_OR_UNCLEAR,
    )
    intervention = YesNo(
        56,
        "Does the treaty describe circumstances under which one party may intervene in the "
        "internal politics of another party or specifically commit the states to "
        "non-intervention? (Yes, No) If Yes, describe.",
        label="Intervention",
        help="Mutual nonintervention, mutual intervention in certain circumstances, a one-sided "
        "right, or a promise by some members only.",
    )
    interv = Code(
        "intervention in domestic affairs",
        56,
        codes={
            0: "none",
            1: "mutual non-intervention",
            2: "mutual intervention in certain circumstances",
            3: "one-sided right to intervene",
            4: "some but not all promise non-intervention",
        },
        missing=NO_TEXT,
    )

    class Meta(SectionRow.Meta):
        verbose_name = verbose_name_plural = "Section IV: Treaty Context"
