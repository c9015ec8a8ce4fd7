"""Section I of the printed sheet: Formation, Members, and Duration (questions 1–15)."""

from coding.models.answer_fields import Dates, Identifier, Members, Prose, Short, YesNo
from coding.models.code_fields import NO_TEXT, NO_YES, Code, Derived, Dummy, Months, Number
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
    cowid = Number("number in the COW alliance data 3.0", 2, missing="not in COW 3.0")
    cow4id = Number("number in the COW alliance data 4.1", 2, missing="not in COW 4.1")
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
    bilat = Dummy("bilateral: never more than two members at a time", 4)
    signed_during_war = YesNo(
        5,
        "Was the alliance signed during war? If so, which war, and which member(s) was at war? "
        "(check COW data)",
        label="Signed during war",
        help="Whether any member took part in a COW inter-state war when the alliance was first "
        "formed. Name the war and the members fighting it.",
    )
    wartime = Derived("formed while a member was at war", 5, codes=NO_YES)
    means_of_establishment = Short(
        6,
        "Means by which alliance was established (e.g., treaty, executive agreement, diplomatic "
        "notes, etc.): (Only select “treaty” if the agreement requires ratification.)",
        label="Means of establishment",
        help="A treaty needs ratification at home; an executive agreement or an exchange of "
        "notes does not.",
    )
    estmode = Code(
        "means of establishment",
        6,
        codes={0: "non-treaty (notes, executive agreement, ...)", 1: "treaty"},
        missing=NO_TEXT,
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
    pubsecr = Code(
        "public or secret",
        7,
        codes={0: "public", 1: "public with secret article(s)", 2: "secret"},
        missing=NO_TEXT,
    )
    secrart = Code(
        "content of the secret part",
        7,
        codes={
            0: "none",
            1: "division of spoils",
            2: "target state(s)",
            3: "obligations/conditions invoking them",
            4: "both target state(s) and obligations/conditions",
            5: "contributions",
            6: "guidelines for military operations",
            7: "accessions",
            8: "whole treaty secret",
        },
        missing="it is not known whether anything is secret (pubsecr is missing)",
        settled_by="pubsecr",
        settled={0: 0, 2: 8},
    )
    additional_members = YesNo(
        8,
        "Are there provisions for adding additional members mentioned in the treaty? (Yes, No) "
        "If Yes, describe these provisions.",
        label="Adding members",
        help="How new members may join: by unanimous agreement, by another stated procedure, or "
        "by means left open.",
    )
    proadd = Code(
        "how new members may join",
        8,
        codes={
            0: "not mentioned",
            1: "means unspecified",
            2: "unanimous agreement of members",
            3: "other specified procedure",
        },
        missing=NO_TEXT,
    )
    possible_members = YesNo(
        9,
        "Are specific state(s) mentioned as possible future members of the alliance? (Yes, No) "
        "If Yes, which state(s)?",
        label="Possible members",
        help="Which future members are foreseen: particular states, states of a certain kind, or "
        "any state.",
    )
    futmem = Code(
        "future members foreseen",
        9,
        codes={
            0: "not mentioned",
            1: "specific state(s)",
            2: "states with specific characteristics",
            3: "any state",
        },
        missing=NO_TEXT,
    )
    duration = YesNo(
        10,
        "Are there specific provisions in the treaty concerning the length of time the treaty is "
        "to last? (Yes, No) If Yes, describe.",
        label="Length",
        help="A fixed term (give months and the article), a term until some event, explicitly "
        "indefinite, or none given.",
    )
    speclgth = Code(
        "kind of term",
        10,
        codes={
            0: "none specified",
            1: "specified period",
            2: "until a condition/event",
            3: "explicitly indefinite (incl. until notice of withdrawal)",
        },
        missing=NO_TEXT,
    )
    length = Months(
        "first term, in months",
        10,
        missing=NO_TEXT,
        settled_by="speclgth",
        settled={0: 0, 2: 0, 3: 0},
    )
    renunciation = YesNo(
        11,
        "Are there conditions under which members may renounce the treaty? If Yes, describe "
        "these conditions.",
        label="Renunciation",
        help="Provisions for leaving during the term. Deciding not to renew at the end of a term "
        "does not count.",
    )
    renounce = Code(
        "leaving during the term",
        11,
        codes={
            0: "none",
            1: "any time with notification",
            2: "upon aggressive action of another member",
            3: "after a set period but before scheduled end",
            4: "specifically prohibited",
        },
        missing=NO_TEXT,
    )
    renewal_provisions = YesNo(
        12,
        "Are there specific provisions in the treaty concerning renewal of the treaty? (Yes, No) "
        "If Yes, describe these provisions.",
        label="Renewal provisions",
        help="Whether members must act to renew, or the treaty goes on unless one gives notice; "
        "and the months of each renewal term.",
    )
    proren = Code(
        "provisions for renewal",
        12,
        codes={
            0: "not mentioned",
            1: "members must review/actively renew",
            2: "automatic unless notice of non-renewal",
        },
        missing=NO_TEXT,
    )
    # The codebook tags it with question 13; the answer it comes from is this one.
    renewlgt = Months(
        "each renewal term, in months", 13, home=12, missing=NO_TEXT, settled_by="proren"
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
    term = Code(
        "how the alliance or phase ended",
        15,
        codes={
            0: "censored (in effect, or independence lost for unrelated causes)",
            1: "fulfilment",
            2: "violation (incl. abrogation before term)",
            3: "renegotiation",
        },
    )
    maxphase = Derived(
        "number of phases of the alliance",
        codes={0: "single-phase", 2: "two phases", 3: "three", 4: "four"},
    )

    class Meta(SectionRow.Meta):
        verbose_name = verbose_name_plural = "Section I: Formation, Members, and Duration"
