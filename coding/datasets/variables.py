"""The variables of the member file, in its order: the raw material of every other file.

Names are the codebook's; labels are our own words, short enough for a Stata file (80 characters).
"""

from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    """What a column holds, whatever the format it is written in."""

    NUMBER = "a whole number, or nothing"
    DECIMAL = "a number, with one decimal where the alliance has phases"
    TEXT = "text"


@dataclass(frozen=True)
class Column:
    """One column of a dataset file: its name in the header, what it means, what it holds."""

    name: str
    label: str
    kind: Kind = Kind.NUMBER


IDENTITY = (
    Column("atopid", "ATOP number of the alliance"),
    Column("cowid", "number of the alliance in the COW alliance data 3.0"),
    Column("cow4id", "number of the alliance in the COW alliance data 4.1"),
)
MEMBERSHIP = (
    Column("member", "COW country code of the member"),
    Column("cowsys", "COW system member when it signed"),
    Column("yrent", "year of signature"),
    Column("moent", "month of signature"),
    Column("dayent", "day of signature"),
    Column("yrexit", "year of exit; 0 in effect"),
    Column("moexit", "month of exit; 0 in effect"),
    Column("dayexit", "day of exit; 0 in effect"),
)
STANDING = (
    Column("ineffect", "in effect on the release's last day"),
    Column("bilat", "never more than two members at a time"),
    Column("phase", "number of the phase; 0 where there is only one"),
    Column("maxphase", "number of phases; 0 where there is only one"),
    Column("wartime", "a founding member was fighting an inter-state war"),
)
WAR = (Column("cowwar", "COW number of the war the member was fighting when it joined"),)
FORMATION = (
    Column("estmode", "treaty that needs ratification"),
    Column("pubsecr", "secrecy that the agreement requires"),
    Column("secrart", "content of the secret part"),
    Column("proadd", "how states may join"),
    Column("futmem", "future members that are foreseen"),
    Column("speclgth", "kind of term"),
    Column("length", "first term, in months"),
    Column("renounce", "leaving during the term"),
    Column("proren", "renewal"),
    Column("renewlgt", "each renewal, in months"),
    Column("term", "how the alliance or phase ended"),
)
EXIT = (
    Column("termmode", "condition under which the member left"),
    Column("termcaus", "cause of the member's exit"),
)
PROMISES = (
    Column("defense", "active help when a partner is attacked"),
    Column("offense", "active help in any other case"),
    Column("neutral", "neutrality in a partner's conflict"),
    Column("nonagg", "nonaggression"),
    Column("consul", "consultation in crises that may turn military"),
    Column("active", "a member of the phase promises defense or offense"),
    Column("conditio", "a primary obligation is conditional"),
    Column("defcon", "defense is conditional"),
    Column("offcon", "offense is conditional"),
    Column("neucon", "neutrality is conditional"),
    Column("concon", "consultation is conditional"),
)
CONDITIONS = (
    Column("defcoadv", "defense: only against some adversary"),
    Column("defcoloc", "defense: only in some place"),
    Column("defcocon", "defense: only in an ongoing conflict"),
    Column("defconum", "defense: depends on the number of adversaries"),
    Column("defcodem", "defense: depends on a demand being met"),
    Column("defconpr", "defense: only if the ally did not provoke"),
    Column("offcoadv", "offense: only against some adversary"),
    Column("offcoloc", "offense: only in some place"),
    Column("offcocon", "offense: only in an ongoing conflict"),
    Column("offconum", "offense: depends on the number of adversaries"),
    Column("offcodem", "offense: depends on a demand being met"),
    Column("neucoadv", "neutrality: only toward some adversary"),
    Column("neucoloc", "neutrality: only in some place"),
    Column("neucocon", "neutrality: only in an ongoing conflict"),
    Column("neuconum", "neutrality: depends on the number of adversaries"),
    Column("neucodem", "neutrality: depends on a demand being met"),
    Column("neuconpr", "neutrality: only if the ally did not provoke"),
    Column("neucoatt", "neutrality: only if the ally is attacked"),
    Column("concoadv", "consultation: only about some adversary"),
    Column("concoloc", "consultation: only about some place"),
    Column("concocon", "consultation: only about an ongoing conflict"),
    Column("concoreq", "consultation: only when an ally asks for it"),
    Column("olimob", "an obligation depends on some other condition"),
)
SYMMETRY = (Column("asymm", "obligations, conditions or promises differ among members"),)
VARIETY = (Column("obvary", "the member owes different things to different members"),)
FURTHER = (
    Column("notaiden", "no aid to a partner's enemies"),
    Column("dipaid", "diplomatic action for a threatened ally"),
    Column("terrres", "territory or resources open to an ally"),
    Column("seppeace", "separate peace"),
    Column("thirdcom", "no commitments to third parties without the allies"),
    Column("noothall", "no alliances contrary to this one"),
    Column("specthrt", "threat that is named"),
    Column("statthr1", "first state named as a threat; 0 none"),
    Column("statthr2", "second state named as a threat; 0 none"),
    Column("conwtin", "reference to conflict among members"),
    Column("medarb", "mediation, arbitration or another formal settlement"),
    Column("milcon", "contact of the armed services"),
    Column("milaid", "military aid"),
    Column("intcom", "integrated command in peace and war"),
    Column("subord", "subordination of forces in conflict"),
    Column("organ1", "first organization"),
    Column("orgpurp1", "purpose of the first organization"),
    Column("organ2", "second organization"),
    Column("orgpurp2", "purpose of the second organization"),
    Column("base", "bases and troops abroad"),
    Column("contrib", "contributions are specified"),
    Column("armred", "arms limits or increase"),
    Column("acqterr", "acquisition of territory that no ally holds"),
    Column("divgains", "division of gains"),
    Column("demwith", "demobilization or withdrawal after a conflict"),
    Column("reflnun", "reference to the League or the UN"),
    Column("refothio", "reference to other international organizations"),
    Column("natrefal", "reference to other alliances"),
    Column("compag", "companion agreement"),
    Column("nomicoop", "cooperation outside the military"),
    Column("conres", "resolves a conflict"),
    Column("agprois", "promise of further agreements on named issues"),
    Column("conmen", "unresolved conflicts that are mentioned"),
    Column("ecaid", "economic aid"),
    Column("interv", "intervention in domestic affairs"),
)
SOURCE = (Column("source", "coded from the agreement, or from secondary sources only"),)
VERSION = (Column("version", "release of the dataset", Kind.TEXT),)

# What a, aph and m have in common, each value the highest among the members (reference 5.1).
SHARED = (*FORMATION, *PROMISES, *SYMMETRY, *FURTHER)
MEMBER_VARIABLES = (
    *IDENTITY,
    *MEMBERSHIP,
    *STANDING,
    *WAR,
    *FORMATION,
    *EXIT,
    *PROMISES,
    *CONDITIONS,
    *SYMMETRY,
    *VARIETY,
    *FURTHER,
    *SOURCE,
)
