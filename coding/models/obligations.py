"""Section II of the printed sheet: Obligations (questions 16–28)."""

from coding.models.answer_fields import Prose, Short, YesNo
from coding.models.code_fields import NO_TEXT, NO_YES, Code, Derived, Dummy, StateCode
from coding.models.section import SectionRow


class Obligations(SectionRow):
    """Questions 16–28, in the printed wording; help follows the coding rules in our own words."""

    numeral = "II"
    title = "Obligations"

    alliance_type = Prose(
        16,
        "Type of alliance (defense pact, neutrality pact, nonaggression pact, consultation pact, "
        "offense pact): (List all that apply to any member of the alliance.)",
        label="Type of alliance",
        help="Defense: help when a partner is attacked. Offense: help in any other case. "
        "Neutrality: no part with a partner’s adversary and no aid to it. Nonaggression: an "
        "active promise not to use force. Consultation: a promise to consult in crises that "
        "may turn military.",
    )
    active = Derived("any member owes defense or offense", 16, codes=NO_YES)
    cow_type = Short(
        17,
        "Type of alliance as coded in COW data (if applicable):",
        label="COW type",
        help="The type that the Correlates of War alliance data give the same alliance, or NA.",
    )
    obligations = Prose(
        18,
        "Describe the obligations of the alliance partners.",
        label="Obligations",
        help="The obligations in the treaty’s own words, with article numbers, grouped by kind. "
        "General consultation and mere respect for sovereignty are no obligations.",
    )
    contingencies = Prose(
        19,
        "Are any of the obligations contingent upon any of the following: specific adversary, "
        "specific location, specific ongoing conflict, number of adversaries, noncompliance with "
        "a specific demand, attack, nonprovocation of enemy, or prior agreement among partners? "
        "(List all that apply)",
        label="Contingencies",
        help="Every condition that an obligation depends on: adversary, location, ongoing "
        "conflict, number of adversaries, demand, attack, nonprovocation, or prior "
        "agreement.",
    )
    contingency_limits = Prose(
        20,
        "Describe the nature of the limits to obligations listed in #19.",
        label="Nature of the limits",
        help="For each condition named in question 19, what exactly it limits, with the article.",
    )
    war_assistance = YesNo(
        21,
        "Are there any additional provisions for assistance in the event of war? (e.g., promise "
        "not to participate in economic sanctions against partner, promise not to aid internal "
        "or external enemies, etc.) (Yes, No) If Yes, describe.",
        label="Assistance in war",
        help="Promises beside the main obligations: to deny aid to a partner’s enemies, to act "
        "diplomatically, or to open territory and resources to a partner. They must be "
        "explicit.",
    )
    other_limits = YesNo(
        22,
        "Are there any additional limits to the alliance obligations or conditions under which "
        "treaty obligations do not apply that were not listed in #19? (Yes, No) If Yes, "
        "describe.",
        label="Other limits",
        help="Any condition that question 19 does not cover, such as consultation only when a "
        "partner asks for it.",
    )
    target = YesNo(
        23,
        "Is a specific target/threat mentioned as the object of the treaty? (Yes, No) (Answering "
        "Yes to this question does not necessarily mean that obligations are limited only to "
        "this adversary.) If Yes, list the target nation(s) (using COW country codes if "
        "possible) and describe the general nature of the reference to the target of the treaty.",
        label="Target or threat",
        help="A threat that the treaty names: states, a region, a conflict, groups within a "
        "state, or another alliance. Naming it does not by itself limit the obligations.",
    )
    specthrt = Code(
        "specific threat mentioned",
        23,
        codes={
            0: "none",
            1: "specific state(s)",
            2: "specific region",
            3: "specific state(s) in specific region",
            4: "specific ongoing conflict",
            5: "domestic groups/non-state actors",
            6: "other alliance",
        },
        missing=NO_TEXT,
    )
    statthr1 = StateCode(
        "first state named as a threat", 23, missing=NO_TEXT, settled_by="specthrt"
    )
    statthr2 = StateCode(
        "second state named as a threat", 23, missing=NO_TEXT, settled_by="specthrt"
    )
    symmetry = YesNo(
        24,
        "Are the treaty obligations symmetric? (That is, do all members commit to the same "
        "obligations?) (Yes, No) If No, describe.",
        label="Symmetry",
        help="No when primary obligations, their conditions, or the promises of questions 21 and "
        "25–27 differ among members. Say who owes what to whom.",
    )
    asymm = Dummy("obligations or their conditions differ among members", 24)
    separate_peace = YesNo(
        25,
        "Does the treaty prohibit members from settling conflicts independently (no separate "
        "peace)? (Yes, No) If Yes, describe.",
        label="Separate peace",
        help="Whether a separate peace is forbidden, needs the allies’ approval, or must be "
        "talked over first.",
    )
    third_party_commitments = YesNo(
        26,
        "Does the treaty have provisions requiring that the contracting parties consult before "
        "making commitments to third parties (excluding no separate peace provisions discussed "
        "above)? (Yes, No) If Yes, describe these provisions.",
        label="Third-party commitments",
        help="A promise not to commit to third parties, or not without consulting. A separate "
        "peace belongs to question 25.",
    )
    opposed_alliances = YesNo(
        27,
        "Does the treaty specify that the contracting parties must not enter into any other "
        "alliances that are directed against the alliance in question? (Yes, No) If Yes, "
        "describe.",
        label="Opposed alliances",
        help="A promise to stay out of alliances directed against this alliance or its members.",
    )
    obligations_comments = Prose(
        28,
        "Additional coder comments regarding treaty obligations:",
        label="Comments on obligations",
        help="Whatever a later coder needs to know about the obligations and fits no question "
        "above.",
    )

    class Meta(SectionRow.Meta):
        verbose_name = verbose_name_plural = "Section II: Obligations"
