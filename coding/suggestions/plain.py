"""What makes an answer plain: a bare "No", a "Yes" that nothing takes back, one known phrase.

"No. However, Article 5 …" is not plain, nor is "Yes, but only …": such answers suggest nothing.
"""

import re

_EDGES = " \t\n.,;:–—-"

# What stands between the parts of a bare answer: "No - none mentioned", "No.\nNone"
_BETWEEN = re.compile(r"[\s.,:;–—-]+")

# One part that says no. "Not specified" is absent: of a provision it may mean "yes, but vaguely".
_NO = re.compile(
    r"(?:no mention|not mentioned"
    r"|(?:no|none|nothing)(?: such)?(?: provisions?| references?| conditions?| limits?)?"
    r"(?: is| are| was| were)?(?: mentioned| stated| listed| made)?)(?:\s|$)",
    re.IGNORECASE,
)

# "No. Russia alone promises …", but not "No/Yes", "No, yes", "Not", "No mention", "No. 5"
_BEGINS_WITH_NO = re.compile(r"(no)(?=\s*[.,:;–—(\n-]|$)(?!\W*(?:yes|\d|[/&?]))", re.IGNORECASE)

# "Yes." and "Yes – …", but not "Yes/No", "Yes and no", "Yes, no", "Yesterday"
_BEGINS_WITH_YES = re.compile(
    r"(yes)\b(?!\s*[/&?])(?!\W*(?:and|or|but|if|no|not|n)\b)", re.IGNORECASE
)

# Words by which an answer takes something back
_CONTRAST = re.compile(
    r"\b(?:but|however|although|though|except(?:ions?)?|unless|only|partly|partially"
    r"|nevertheless|nonetheless|yet)\b",
    re.IGNORECASE,
)

# Words of an inference or a question; a "?" inside an address does not count
_UNSURE = re.compile(
    r"\b(?:possibl[ey]|perhaps|maybe|probably|presum\w+|apparently|seems?|unclear|ambiguous"
    r"|vague(?:ly)?|unknown|uncertain|impl(?:y|ies|ied|icit|icitly)|arguably"
    r"|not explicitly|not specifically)\b|\?(?![\w=&%])",
    re.IGNORECASE,
)

# A source at the end of an answer: "Treaty (Article 40)", "Public (Art. 3, 5)"
_CITATION = re.compile(r"\((?:Articles?|Arts?\.?|Sections?|Preamble)[\d\s,.&–-]*\)$", re.IGNORECASE)

# "NA", "N/A.", "n.a."
_NOT_APPLICABLE = re.compile(r"n\s*[/.]?\s*a|not applicable", re.IGNORECASE)


def without_source(text: str) -> str:
    """Return a text without punctuation around it and without a source at its end."""
    return _CITATION.sub("", text.strip(_EDGES)).strip(_EDGES)


def phrase(text: str) -> str:
    """Return a text for comparison with a known phrase: bare, in one case, single spaces."""
    return " ".join(without_source(text).casefold().split())


def is_no(text: str) -> bool:
    """Whether the answer says no, once or several times, and nothing else."""
    words = _BETWEEN.sub(" ", text.strip(_EDGES))
    position = 0
    while match := _NO.match(words, position):
        position = match.end()
    return 0 < position == len(words)


def is_yes(text: str) -> bool:
    return phrase(text) == "yes"


def leading_yes(text: str) -> str:
    """Return the "Yes" at the start of an answer that does not take it back, or ""."""
    match = _BEGINS_WITH_YES.match(text)
    return match[1] if match and not has_doubt(text) else ""


def leading_no(text: str) -> str:
    """Return the "No" at the start of an answer that does not take it back, or ""."""
    match = _BEGINS_WITH_NO.match(text)
    return match[1] if match and not has_doubt(text) else ""


def has_doubt(text: str) -> bool:
    return bool(_CONTRAST.search(text)) or is_unsure(text)


def is_unsure(text: str) -> bool:
    return bool(_UNSURE.search(text))


def is_not_applicable(text: str) -> bool:
    return bool(_NOT_APPLICABLE.fullmatch(without_source(text)))
