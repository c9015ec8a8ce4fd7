"""The table of questions and their readers, and ``suggest``.

A question is absent if it has no code (13, 17, 20, 28, 42 to 46, 57, 59 to 61), is the sheet's own
number (1), or is never plain (18).
"""

from collections.abc import Collection, Mapping

from coding.codebook.cells import Coding
from coding.suggestions import named
from coding.suggestions.dates import read_cause_of_end, read_signature, read_termination
from coding.suggestions.given import Given, Names, of_alliance, of_founders, of_members
from coding.suggestions.members import (
    MEMBERS,
    list_members,
    read_bilateral,
    read_members,
    with_listed,
)
from coding.suggestions.named import names
from coding.suggestions.obligations import LISTED, read_other_limits, read_pact_types
from coding.suggestions.suggestion import Reader, Suggestion, suggestions
from coding.suggestions.terms import read_leaving, read_length, read_renewal
from coding.suggestions.yes_no import (
    begins_with_no,
    says,
    says_no,
    says_only_yes,
    says_yes,
    says_yes_naming,
)

# Patterns of whole answers, without their source, in lower case
_NOTES = "executive agreement|diplomatic notes?|exchange of (?:diplomatic )?notes"
_WITH_SECRET_ARTICLES = "public(?:,? but)? with secret articles"
_SECONDARY = "secondary sources(?: only)?"
_TREATY_TEXT = "treaty(?: text| and secondary sources)?|text of (?:the )?treaty"

_PUBLIC = of_alliance(pubsecr=0, secrart=0)
_NO_AID = of_members(notaiden=0, dipaid=0, terrres=0)
_NO_CONDITIONS = of_members(**dict.fromkeys(LISTED, 0))
_NO_ORGANIZATION = of_alliance(organ1=0, orgpurp1=0, organ2=0, orgpurp2=0)
_COOPERATION = of_alliance(nomicoop=1)
_AMONG, _OTHERS = 51, 52  # conflicts among the parties; conflicts of others

READERS: dict[int, tuple[Reader, ...]] = {
    2: (named.read_cow_number,),
    3: (read_signature,),
    MEMBERS: (read_members, read_bilateral),
    5: (says_no(of_founders(cowwar=0), "not signed during a war"),),
    6: (
        says("treaty", of_alliance(estmode=1), "a treaty, which requires ratification"),
        says(_NOTES, of_alliance(estmode=0), "an instrument that requires no ratification"),
    ),
    7: (
        says("public(?: treaty)?", _PUBLIC, "public, without secret articles"),
        says("secret(?: treaty)?", of_alliance(pubsecr=2, secrart=8), "secret as a whole"),
        says(_WITH_SECRET_ARTICLES, of_alliance(pubsecr=1), "public with secret articles"),
    ),
    8: (says_no(of_alliance(proadd=0), "no provisions for new members"),),
    # States "with specific characteristics" are question 8's: futmem is 0 only if that says no
    9: (says_no(of_alliance(futmem=0), "no future members, nor provisions for them", 8),),
    10: (says_no(of_alliance(speclgth=0, length=0), "no length of time specified"), read_length),
    11: (
        says_no(of_alliance(renounce=0), "no provision for leaving during the term"),
        read_leaving,
    ),
    12: (says_no(of_alliance(proren=0, renewlgt=0), "renewal is not mentioned"), read_renewal),
    14: (read_termination,),
    15: (read_cause_of_end,),
    16: (read_pact_types,),
    # Consultation on request is question 22's
    19: (says_no(_NO_CONDITIONS, "no obligation depends on a condition of the list"),),
    21: (says_no(_NO_AID, "no further assistance is promised"),),
    22: (read_other_limits,),
    23: (says_no(of_alliance(specthrt=0, statthr1=0, statthr2=0), "no threat is named"),),
    24: (
        says_only_yes(of_alliance(asymm=0), "all members owe the same"),
        says_only_yes(of_members(obvary=0), "no member owes different things to different members"),
        begins_with_no(of_alliance(asymm=1), "members owe different things"),
    ),
    25: (says_no(of_members(seppeace=0), "separate peace is not mentioned"),),
    26: (
        says_no(of_members(thirdcom=0), "no promise about commitments to third parties"),
        says_yes(of_members(thirdcom=1), "members consult before commitments to third parties"),
    ),
    27: (
        says_no(of_members(noothall=0), "no promise about other alliances"),
        says_yes(of_members(noothall=1), "no contrary alliances"),
        names(named.NO_OTHER_ALLIANCE, of_members(noothall=1), "no contrary alliances"),
    ),
    29: (says_no(of_alliance(conwtin=0), "no reference to conflict among members"),),
    30: (
        says_no(of_alliance(medarb=0), "no formal means of settlement"),
        says_yes_naming(
            named.FORMAL_SETTLEMENT, of_alliance(medarb=1), "formal means of settlement"
        ),
    ),
    31: (says_no(of_alliance(milcon=0), "no contact of the armed services is required"),),
    32: (says_no(of_alliance(milaid=0), "no military aid"),),
    33: (
        says_no(of_alliance(intcom=0), "no integrated command"),
        says_yes(of_alliance(intcom=1), "integrated command in peace and war"),
    ),
    34: (says_no(of_alliance(subord=0), "no subordination of forces"),),
    35: (says_no(_NO_ORGANIZATION, "no organization and no regular meetings"),),
    36: (says_no(of_alliance(base=0), "no bases, no troops abroad"),),
    37: (
        says_no(of_alliance(contrib=0), "contributions are not specified"),
        says_yes(of_alliance(contrib=1), "contributions are specified"),
    ),
    38: (says_no(of_alliance(armred=0), "no provisions on arms"),),
    39: (says_no(of_alliance(acqterr=0), "no reference to the acquisition of territory"),),
    40: (
        says_no(of_alliance(divgains=0), "no division of gains"),
        says_yes(of_alliance(divgains=1), "division of gains is discussed"),
    ),
    41: (
        says_no(of_alliance(demwith=0), "demobilization and withdrawal are not discussed"),
        says_yes(of_alliance(demwith=1), "demobilization or withdrawal is discussed"),
    ),
    47: (
        says_no(of_alliance(reflnun=0, refothio=0), "no reference to any organization"),
        named.read_organizations,
    ),
    48: (
        says_no(of_alliance(natrefal=0), "no reference to other alliances"),
        named.read_other_alliances,
    ),
    49: (says_no(of_alliance(compag=0), "no companion agreement"),),
    50: (
        says_no(of_alliance(nomicoop=0), "no non-military cooperation"),
        says_yes(_COOPERATION, "non-military cooperation"),
        names(named.FIELD_OF_COOPERATION, _COOPERATION, "non-military cooperation"),
    ),
    _AMONG: (
        says_no(of_alliance(conres=0), "no conflict is resolved, here or in question 52", _OTHERS),
        says_yes(of_alliance(conres=1), "a conflict among the parties is resolved", _OTHERS),
    ),
    _OTHERS: (says_yes(of_alliance(conres=2), "a conflict of third parties is resolved", _AMONG),),
    53: (says_no(of_alliance(agprois=0), "no further agreements are proposed"),),
    54: (
        says_no(of_alliance(conmen=0), "no unresolved conflict is mentioned"),
        says_yes(of_alliance(conmen=1), "an unresolved conflict is mentioned"),
    ),
    55: (says_no(of_alliance(ecaid=0), "no economic aid"),),
    56: (says_no(of_alliance(interv=0), "intervention is not mentioned"), named.read_intervention),
    58: (
        says(_TREATY_TEXT, of_alliance(source=1), "coded from the agreement itself"),
        says(_SECONDARY, of_alliance(source=2), "coded from secondary sources only"),
    ),
}


def suggest(
    answers: Mapping[int, str],
    roster: Coding,
    states: Names,
    only: Collection[int] = READERS.keys(),
) -> list[Suggestion]:
    """Return what the answers of a sheet say plainly, in question order.

    ``only`` limits the questions that are read. ``answers`` are canonical, by question number;
    ``roster`` has the members known so far; ``states`` maps COW country codes to names and
    abbreviations. Members' codes are suggested for the roster and for members that question 4
    lists.
    """
    given = Given(
        answers, lambda: with_listed(roster, list_members(answers.get(MEMBERS, ""), states)), states
    )
    return [
        suggestion
        for question, readers in READERS.items()
        if question in only and answers.get(question) and (text := given.text(question))
        for read in readers
        for suggestion in suggestions(read, given, question, text)
    ]
