"""How long the treaty lasts (question 10), how it may be left (11), how it is renewed (12).

Codebook, section on Q10-Q12: LENGTH and RENEWLGT are months; deciding not to renew is no
renunciation; RENOUNCE 1 is leaving at any time after notice.
"""

import re
from collections.abc import Iterator

from coding.suggestions.given import Given, of_alliance
from coding.suggestions.lengths import LengthOf, find_lengths, only_length
from coding.suggestions.plain import has_doubt, is_no, is_unsure, phrase
from coding.suggestions.suggestion import Reading

LENGTH, LEAVING, RENEWAL = 10, 11, 12

# "Not specified" means no length here; elsewhere it may mean "vaguely"
_NO_LENGTH = {"not specified", "none specified", "no length specified", "unspecified"}

# "indefinite", "for an unlimited period", "in perpetuity"
_INDEFINITE = re.compile(
    r"\b(?:indefinite(?:ly)?|in perpetuity"
    r"|unlimited (?:duration|period|term|time|validity|length))\b",
    re.IGNORECASE,
)

# "for the duration of the war", "until the end of the present war"
_WAR_LASTS = re.compile(
    r"\b(?:for the duration of|until the (?:end|conclusion) of)"
    r" (?:the|this)(?: \w+)? (?:war|conflict)",
    re.IGNORECASE,
)

# A second condition that the term depends on
_CONDITION = re.compile(
    r"\b(?:or until|whichever|as long as|so long as|duration of the)\b", re.IGNORECASE
)

_RENEWED = r"(?:renew\w*|extend\w*|extension|prolong\w*|reconduction|continu\w+)"

# "5 years, renewed indefinitely" is not indefinite
_RENEWS = re.compile(r"\b(?:renew|exten[ds]|prolong|reconduc)", re.IGNORECASE)

# "Automatic renewal", "automatic five-year renewals", "automatically extended", "renewed tacitly"
_AUTOMATIC = re.compile(
    rf"\b(?:automatic(?:ally)?|tacit(?:ly)?)\s+(?:be\s+|[\w-]+[\s-]year\s+)?{_RENEWED}\b"
    rf"|\b{_RENEWED}\s+(?:automatically|tacitly)\b",
    re.IGNORECASE,
)

# "renewable by mutual agreement", "may be extended with the consent of both parties"
_BY_AGREEMENT = re.compile(
    rf"\b{_RENEWED}\s+(?:\w+\s+)?(?:by|with|through|upon)\s+(?:the\s+)?(?:mutual\s+|common\s+)?"
    r"(?:agreement|consent)\b",
    re.IGNORECASE,
)

# "no automatic renewal", "not automatically renewed"
_NEGATED = re.compile(r"\b(?:no|not|never|without|nor)\b(?:\s+\w+){0,2}\s*$", re.IGNORECASE)

# "renewed for the same period", "for like periods", "for an equal term"
_SAME_LENGTH = re.compile(r"\b(?:same|like|equal|identical) (?:periods?|terms?)\b", re.IGNORECASE)

# "12 months' notice", "upon notification", "by giving notice"
_NOTICE = re.compile(
    r"\b(?:(?:written|prior|advance) )?(?:notice|notification|notifying)\b", re.IGNORECASE
)

# "may withdraw at any time"
_ANY_TIME = re.compile(r"\bat any (?:time|moment)\b", re.IGNORECASE)

# Words by which a notice is one of not renewing, or leaving is possible only at some time
_NOT_ANY_TIME = re.compile(
    r"\b(?:renew\w*|exten[ds]\w*|prolong\w*|expir\w*|after|end of|initial|first|period|prohibit\w*"
    r"|not|no|never|cannot|without|aggress\w*|attack\w*|violat\w*|breach\w*|if|in case)\b",
    re.IGNORECASE,
)

# An answer that only refers to another: "See 10", "Yes. See question 12", but not "See Art. 3"
_SEE = re.compile(
    r"(?:yes\s*[.,:;–—-]?\s*)?(?:see|same as|as in)\s+(?:questions?\s*|q\.?\s*|no\.\s*)?#?\s*"
    r"(?P<question>\d{1,2})(?:\s+(?:above|below))?\s*\.?",
    re.IGNORECASE,
)


def read_length(text: str, given: Given) -> Iterator[Reading]:
    at, text = _follow(text, given, LENGTH, RENEWAL)
    for reading in _length(text, is_own=at == LENGTH):
        yield reading._replace(words_from=at)


def _length(text: str, is_own: bool) -> Iterator[Reading]:
    """Yield the reading of an answer's length; at most one."""
    term = only_length(text, LengthOf.TERM)
    indefinite, war = _INDEFINITE.search(text), _WAR_LASTS.search(text)
    others = {length.of for length in find_lengths(text)} - {LengthOf.NOTICE}
    if is_own and phrase(text) in _NO_LENGTH:
        yield Reading(text, of_alliance(speclgth=0, length=0), "no length of time specified")
    elif is_unsure(text):
        return
    elif term and not indefinite and not _CONDITION.search(text):
        places = of_alliance(speclgth=1, length=term.months)
        meaning = f"a specified period of {term.months} months"
        yield Reading(text[term.start : term.end], places, meaning)
    elif others or (indefinite and war):
        return
    elif indefinite and not _is_negated(text, indefinite) and not _RENEWS.search(text):
        yield Reading(indefinite[0], of_alliance(speclgth=3, length=0), "explicitly indefinite")
    elif war and not _is_negated(text, war):
        places = of_alliance(speclgth=2, length=0)
        yield Reading(war[0], places, "until an event, the end of a war")


def _is_negated(text: str, match: re.Match[str]) -> bool:
    return bool(_NEGATED.search(text[max(0, match.start() - 40) : match.start()]))


def read_renewal(text: str, given: Given) -> Iterator[Reading]:
    at, text = _follow(text, given, RENEWAL, LENGTH, LEAVING)
    automatic, agreed = _AUTOMATIC.search(text), _BY_AGREEMENT.search(text)
    if bool(automatic) == bool(agreed):
        return
    match, code, meaning = (
        (automatic, 2, "renewed automatically unless a member objects")
        if automatic
        else (agreed, 1, "members must agree to renew")
    )
    if not match or _is_negated(text, match):
        return
    yield Reading(match[0], of_alliance(proren=code), meaning, at)
    months, words = _renewal_length(given, text)
    if months:
        places = of_alliance(renewlgt=months)
        yield Reading(words, places, f"each renewal is for {months} months", at)


def _renewal_length(given: Given, text: str) -> tuple[int, str]:
    """Return the months of each renewal and the words that say so, or 0."""
    lengths = [length for length in find_lengths(text) if length.of == LengthOf.RENEWAL]
    if len({length.months for length in lengths}) == 1:
        return lengths[0].months, text[lengths[0].start : lengths[0].end]
    same, term = _SAME_LENGTH.search(text), only_length(given.text(LENGTH), LengthOf.TERM)
    if same and term and not lengths:
        return term.months, same[0]
    return 0, ""


def read_leaving(text: str, given: Given) -> Iterator[Reading]:
    """Read leaving at any time after notice.

    A notice alone is enough only if question 10 names no term. With a term, it may be a notice of
    not renewing, which is no renunciation.
    """
    at, text = _follow(text, given, LEAVING, LENGTH, RENEWAL)
    notice, any_time = _NOTICE.search(text), _ANY_TIME.search(text)
    if not notice or has_doubt(text) or _NOT_ANY_TIME.search(text):
        return
    if any_time or _has_no_term(given):
        meaning = "members may leave at any time with notification"
        yield Reading(notice[0], of_alliance(renounce=1), meaning, at)


def _has_no_term(given: Given) -> bool:
    text = given.text(LENGTH)
    codes = [reading.places.codes["speclgth"] for reading in _length(text, is_own=True)]
    return is_no(text) or codes in ([0], [3])


def _follow(text: str, given: Given, question: int, *allowed: int) -> tuple[int, str]:
    """Return the question that the text refers to and its answer, or the question itself.

    ``allowed`` are the questions about the same provisions. References are followed only once.
    """
    match = _SEE.fullmatch(text)
    if match and (other := int(match["question"])) in allowed:
        return other, given.text(other)
    return question, text
