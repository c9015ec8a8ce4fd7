"""Section I of the printed sheet: Formation, Members, and Duration (questions 1–15)."""

from coding.models.fields import Dates, Identifier, Members, Prose, Short, YesNo
from coding.models.section import SectionRow


class Formation(SectionRow):
    """Questions 1–15, in the printed wording; help follows the coding rules in our own words."""

    numeral = "I"
    title = "Formation, Members, and Duration"

    atop_identifier = Identifier(
        1,
        "ATOP ID:",
        label="ATOP ID",
        help="The alliance’s four-digit number. Blocks follow the year of signature: 1000–1999 "
        "for 1815–1913, 2000–2999 for 1914–1944, 3000–3999 for 1945–1989, 4000–7999 from "
        "1990 on.",
    )
    cow_alliance = Short(
        2,
        "COW Alliance # (if applicable):",
        label="COW alliance",
        help="The number of the same alliance in the Correlates of War alliance data, or NA when "
        "it is not listed there. Older sheets refer to version 3.0 of that data.",
    )
    signature_dates = Dates(
        3,
        "Signature date(s) (may vary for members in multilateral alliances):",
        label="Signature dates",
        help="The date of signature, not of ratification or entry into force. When the first two "
        "signatories sign on different days, both get the second date. Only the day may be "
        "unknown.",
    )
    members = Members(
        4,
        "Members of alliance (use COW country codes):",
        label="Members",
        help="Every state that signed or later joined, with its COW country code. A successor "
        "state is listed beside the state it replaced.",
    )
    signed_during_war = YesNo(
        5,
        "Was the alliance signed during war? If so, which war, and which member(s) was at war? "
        "(check COW data)",
        label="Signed during war",
        help="Whether any member took part in a COW inter-state war when the alliance was first "
        "formed. Name the war and the members fighting it.",
    )
    means_of_establishment = Short(
        6,
        "Means by which alliance was established (e.g., treaty, executive agreement, diplomatic "
        "notes, etc.): (Only select “treaty” if the agreement requires ratification.)",
        label="Means of establishment",
        help="A treaty needs ratification at home; an executive agreement or an exchange of "
        "notes does not.",
    )
    secrecy = Prose(
        7,
        "Was the treaty public, public but with secret articles, or secret? If secret articles, "
        "describe the content of secret articles.",
        label="Public or secret",
        help="What the agreement itself requires, not whether it leaked. For secret articles say "
        "what they hold: spoils, targets, obligations, contributions, operations, "
        "accessions.",
    )
    additional_members = YesNo(
        8,
        "Are there provisions for adding additional members mentioned in the treaty? (Yes, No) "
        "If Yes, describe these provisions.",
        label="Adding members",
        help="How new members may join: by unanimous agreement, by another stated procedure, or "
        "by means left open.",
    )
    possible_members = YesNo(
        9,
        "Are specific state(s) mentioned as possible future members of the alliance? (Yes, No) "
        "If Yes, which state(s)?",
        label="Possible members",
        help="Which future members are foreseen: particular states, states of a certain kind, or "
        "any state.",
    )
    length = YesNo(
        10,
        "Are there specific provisions in the treaty concerning the length of time the treaty is "
        "to last? (Yes, No) If Yes, describe.",
        label="Length",
        help="A fixed term (give months and the article), a term until some event, explicitly "
        "indefinite, or none given.",
    )
    renunciation = YesNo(
        11,
        "Are there conditions under which members may renounce the treaty? If Yes, describe "
        "these conditions.",
        label="Renunciation",
        help="Provisions for leaving during the term. Deciding not to renew at the end of a term "
        "does not count.",
    )
    renewal_provisions = YesNo(
        12,
        "Are there specific provisions in the treaty concerning renewal of the treaty? (Yes, No) "
        "If Yes, describe these provisions.",
        label="Renewal provisions",
        help="Whether members must act to renew, or the treaty goes on unless one gives notice; "
        "and the months of each renewal term.",
    )
    renewals = Prose(
        13,
        "Number of times alliance renewed, dates of renewal, and means by which alliance was "
        "renewed (Do not include automatic renewals):",
        label="Renewals",
        help="Actual renewals with their dates. It is a renewal, not a new alliance, when the "
        "text calls itself one or the wording is identical.",
    )
    termination_dates = Dates(
        14,
        "Termination date(s) (may vary for members in multilateral alliances) and source(s) for "
        "termination dates(s):",
        label="Termination dates",
        help="Use the governments’ own statements first. Without them: a fixed term that needs "
        "renewal ends at its term; a clear violation or broken relations (where more than "
        "nonaggression is owed) ends it then; a new agreement that covers or contradicts it "
        "ends it at signature. Otherwise it is in effect. Give the source and the date it "
        "was seen.",
    )
    termination_cause = Prose(
        15,
        "Describe what caused the alliance to terminate.",
        label="Cause of termination",
        help="Whether the alliance was fulfilled, broken, or renegotiated, and what brought its "
        "end about. N/A while it is in effect.",
    )

    class Meta(SectionRow.Meta):
        verbose_name = verbose_name_plural = "Section I: Formation, Members, and Duration"
