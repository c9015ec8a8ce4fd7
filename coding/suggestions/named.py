"""Read what an answer names: a number, an organization, a promise in the code's own words.

Some real answers say yes without the word ("Article 6: “The (parties) will not participate in any
alliances …”"). They are read only if their words are those of the code.
"""

import re
from collections.abc import Iterator

from coding.codebook.cells import MISSING
from coding.suggestions.given import CodesFor, Given, of_alliance
from coding.suggestions.plain import has_doubt, is_no, is_not_applicable, without_source
from coding.suggestions.suggestion import Reader, Reading, reader
from coding.suggestions.yes_no import members_owe_the_same

# A number of COW 3.0 has four digits (2005 to 3633 in the data); shorter ones are of COW 4.1
_COW_3_NUMBER = re.compile(r"(?:#|COW\s*#?\s*)?(?P<number>[23]\d{3})")

# Formal means of settlement; negotiation and consultation do not count
FORMAL_SETTLEMENT = re.compile(
    r"\b(?:mediat\w*|arbitra\w*|conciliat\w*|good offices|court|tribunal)\b", re.IGNORECASE
)

# "will not participate in any alliances or blocs directed against …"
NO_OTHER_ALLIANCE = re.compile(
    r"\bnot(?: to)?\s+(?:\w+\s+){0,3}?(?:participate|enter|join|conclude|take part)"
    r"(?:\s+\w+){0,4}?\s+(?:alliances?|blocs?|coalitions?)\b(?:\s+\w+){0,6}?\s+against\b",
    re.IGNORECASE,
)

# An article that is named beside a field of cooperation: "Article 26 (culture)"
_ARTICLE = r"\b(?:articles?|arts?\.|sections?)\s*\d+"
_FIELD = (
    r"(?:cultur\w*|econom\w*|commerc\w*|trade|scien\w*|educat\w*|health|transport\w*|tourism"
    r"|environment\w*|energy|research|language)"
)
FIELD_OF_COOPERATION = re.compile(
    rf"{_ARTICLE}\s*[(:–—-]\s*[^()\n]{{0,40}}?\b{_FIELD}\b[^()\n]{{0,60}}\)?"
    rf"|\b{_FIELD}\b[^().\n]{{0,80}}\({_ARTICLE}\)",
    re.IGNORECASE,
)

# "non-interference in internal affairs", "not to intervene in each other's domestic affairs"
_NO_INTERVENTION = re.compile(
    r"\b(?:non-?\s?(?:interference|intervention)"
    r"|(?:not(?: to)?|refrain from) (?:interfer\w+|interven\w+))"
    r"(?:\s+[\w’']+){0,6}?\s+(?:internal|domestic)(?:\s+\w+)?\s+affairs\b",
    re.IGNORECASE,
)

# The promise is everybody's: "The parties …", "Each party …", "They undertake …", "each other's"
_MUTUAL = re.compile(
    r"\b(?:parties|each party|each of the|they|each other|one another|mutual|both|members|"
    r"signatories)\b",
    re.IGNORECASE,
)

# The opposite, or one member's right
_MAY_INTERVENE = re.compile(r"\b(?:right|may|permit\w*|entitled|allow\w*|request)\b", re.IGNORECASE)

_LEAGUE = re.compile(r"\bLeague of Nations\b", re.IGNORECASE)
_UNITED_NATIONS = re.compile(r"\bUnited Nations\b|\bUN\b|\bU\.N\.")
_NO_REFERENCE = re.compile(r"\b(?:no|not|never|without|nor)\b", re.IGNORECASE)

# Organizations that are certainly no alliances, so they count as other organizations
_OTHER_ORGANIZATION = re.compile(
    r"\b(?:Eurasian Economic (?:Community|Union)|European Economic Community"
    r"|World Trade Organi[sz]ation|International Monetary Fund|World Bank"
    r"|International Atomic Energy Agency)\b"
)

# "confirm their adherence to the obligations assumed in the CSCE", "reaffirms obligations"
_KEEPS_OBLIGATIONS = re.compile(
    r"\b(?:adher\w+|reaffirm\w*|confirm\w*|conform\w*|comply|compliance|fulfil\w*)\b"
    r"(?:[\s,]+\w+){0,6}?\s+obligations\b",
    re.IGNORECASE,
)

# Words of another kind of reference, with which several codes are possible
_THREAT_OR_NOTICE = re.compile(
    r"\b(?:threat\w*|against|hostil\w*|enem\w+|aggress\w*|notif\w*|inform\w*|not|no"
    r"|United Nations|UN|Charter)\b",
    re.IGNORECASE,
)


def read_cow_number(text: str, _: Given) -> Iterator[Reading]:
    """Read the number in COW 3.0, which the sheets refer to; "NA" means that there is none.

    COW4ID was added later, and the sheets do not have it (4235: "NA", and COW4ID is 353).
    """
    if is_not_applicable(text):
        yield Reading(text, of_alliance(cowid=MISSING), "not in the COW alliance data 3.0")
    elif match := _COW_3_NUMBER.fullmatch(without_source(text)):
        number = int(match["number"])
        meaning = f"alliance {number} of the COW alliance data 3.0"
        yield Reading(match[0], of_alliance(cowid=number), meaning)


def names(pattern: re.Pattern[str], places: CodesFor, meaning: str) -> Reader:
    """Return a reader of the code's own words in answers that do not begin with yes or no."""

    def words_of(text: str, given: Given) -> str:
        match = pattern.search(text)
        alike = places.whom == "alliance" or members_owe_the_same(given)
        answered = re.match(r"(?:yes|no|none)\b", text, re.IGNORECASE)
        return match[0] if match and alike and not answered and not has_doubt(text) else ""

    return reader(words_of, places, meaning)


def read_organizations(text: str, _: Given) -> Iterator[Reading]:
    """Read the League or the United Nations by name, and organizations that are no alliances.

    An answer without such a name is not read as "no": there are always more organizations.
    """
    league, united = _LEAGUE.search(text), _UNITED_NATIONS.search(text)
    if _NO_REFERENCE.search(text):
        return
    if league and not united:
        yield Reading(league[0], of_alliance(reflnun=1), "refers to the League of Nations")
    if united and not league:
        yield Reading(united[0], of_alliance(reflnun=2), "refers to the United Nations")
    if other := _OTHER_ORGANIZATION.search(text):
        meaning = "an international organization that is neither the UN nor an alliance"
        yield Reading(other[0], of_alliance(refothio=1), meaning)


def read_other_alliances(text: str, _: Given) -> Iterator[Reading]:
    match = _KEEPS_OBLIGATIONS.search(text)
    if match and not has_doubt(text) and not _THREAT_OR_NOTICE.search(text):
        meaning = "in conformity with the obligations of another alliance"
        yield Reading(match[0], of_alliance(natrefal=1), meaning)


def read_intervention(text: str, _: Given) -> Iterator[Reading]:
    match = _NO_INTERVENTION.search(text)
    plain = _MUTUAL.search(text) and not _MAY_INTERVENE.search(text) and not has_doubt(text)
    if match and plain and not is_no(text):
        yield Reading(match[0], of_alliance(interv=1), "all members promise not to intervene")
