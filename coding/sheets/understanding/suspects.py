"""Text that looks as if it were no part of the answer in which it stands."""

import re
from collections.abc import Callable

from coding.sheets.questions.wording import letters
from coding.sheets.understanding.headings import has_title, heads_at_end, is_in_capitals

LONGEST = 400  # letters; what is longer is running text

_NUMBERED = re.compile(
    r"\W{0,3}(?:(?:Q|Question)\.?\s*|#\s*)?(?P<number>\d{1,3})\s?(?P<more>[a-z]|\.\d{1,2}|bis|ter)?"
    r"(?P<mark>\s*[.,):;\]–—-]+\s*|\s+)(?P<asked>.*)",
    re.IGNORECASE,
)
_MONTH = re.compile(r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\b", re.IGNORECASE)
_ASKS = re.compile(
    r"\?\W*(?:$|\(|Yes|No\b|N/?A)|\(\s*Yes\s*[,/]\s*No\b|\bIf\s+(?:yes|no|so)\b.*\b(?:describe|list|which)\b",
    re.IGNORECASE,
)
_BEGINS_ASKING = re.compile(
    r"(?:Does|Do|Did|Is|Are|Was|Were|Has|Have|Had|Which|What|Who|When|Where|Why|How|If\s+(?:yes|so))\b"
)
_IS_LABEL = re.compile(r"[A-Z][^.:?!]{1,60}:(?:\s|$)")
_MAIL = re.compile(
    r"--\s?$|(?:(?:best|kind|warm|with|many)\s+)*(?:regards|wishes|greetings)\b.{0,30}$|"
    r"(?:(?:yours\s+)?(?:sincerely|truly|faithfully)|cheers|thanks|thank\s+you|many\s+thanks|yours|best|hth)\W*$|"
    r"sent\s+from\s+my\b|get\s+outlook\b|(?:from|to|cc|bcc|subject|sent|reply-to|attachments?|encl?)\s?:\s*\S|"
    r"on\s.{4,80}\bwrote\s?:?$|-{2,}\s*(?:original|forwarded)\b|begin\s+forwarded\s+message|"
    r"(?:phone|tel|fax|mobile)\b\W*[\d+(]|this\s+(?:e-?mail|message)\b.*\bconfidential\b|"
    r"(?:hi|hello|dear|hey)\s+[A-Z][\w.]*(?:\s[A-Z][\w.]*){0,2}\s*[,!]?$|please\s+find\s+attached\b",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w-]{1,64}\.[\w.]{2,64}")
_END = re.compile(
    r"\W*(?:the\s+)?end(?:\s+of\s+(?:the\s+)?(?:\w+\s+){0,2}(?:sheet|document|form|file|coding|page))?\W*$|"
    r"\W*fin\W*$|\W*(?:###|\*\*\*|eof)\W*$",
    re.IGNORECASE,
)
_EDGE = re.compile(
    r"(?:.{0,80}\W)?page\s+\d{1,3}\b.{0,12}$|p\.\s?\d{1,3}$|.{0,60}\b(?:do\s+not\s+(?:circulate|cite|quote)|draft|confidential|"
    r"printed\s+(?:on|from|at)|downloaded\s+from)\b.{0,60}$|.{0,40}\bcoding\s+sheet\b.{0,40}$",
    re.IGNORECASE,
)
_REMARK = re.compile(
    r"\W?\W?(?:(?:the\s+)?(?:coder|reviewer|editor|checker|office|ra|research\s+assistant|supervisor|pi)s?(?:[’']s)?"
    r"(?:\s+(?:comments?|notes?|remarks?|questions?|queries|initials|name))?|comments?|remarks?|"
    r"internal|todo|to\s+do|query|fixme|nb|n\.b\.|checked\s+by|entered\s+by|typed\s+by|coded\s+by|reviewed\s+by|"
    r"approved\s+by|verified\s+by|notes?(?:\s+to\s+\w+)?)\s?(?:\([^)]{0,40}\)\s?)?[:\]–—-]",
    re.IGNORECASE,
)
_BRACKETED = re.compile(
    r"\[(?:internal|check|todo|to\s+do|ask|see\s+(?:office|me)|note|query|end|coder|editor|reviewer|comment)\b",
    re.IGNORECASE,
)
_REVISED = re.compile(
    r"\b(?:revised|updated|changed|amended|corrected|modified|edited|recoded)\b.{0,60}\bby\b",
    re.IGNORECASE,
)
_MILD = re.compile(r"\W?(?:coder|note|comment|remark)", re.IGNORECASE)
_BARE_NUMBER = re.compile(r"[1-9]\d?|\d{1,3}\s*(?:of|/)\s*\d{1,3}")
_NAME_OF_SHEET = re.compile(
    r"\W?ATOP\W{0,2}(?:ID\W{0,2})?\d{4}.{0,24}|(?!.*(?:://|www\.)).{0,60}\.(?:docx?|pdf|txt|rtf|wpd|odt)\b.{0,24}",
    re.IGNORECASE,
)
_ENDS_IN_PAGE = re.compile(r".{1,40}\bp(?:\.|age)\s?\d{1,3}", re.IGNORECASE)
_SIGNED = re.compile(
    r"[A-Z][\w.’'-]*(?:\s[A-Z][\w.’'-]*){0,2}\W{1,3}\d{1,2}[/.-]\d{1,2}[/.-](?:\d{2}|\d{4})"
)
_OF_THE_OFFICE = re.compile(
    r"(?i:printed|saved|scanned|copied|typed|checked|proofread|entered)\s(?:by|on|at|\d|[A-Z]{2,3}\b).{0,50}|"
    r"(?i:(?:not\s+)?(?:final|first|second|third|revised|clean|rough|old|new|working)\s+"
    r"(?:version|draft|copy|coding|coder|print)\b.{0,20})|(?i:not\s+final|copy\s+\d+(?:\s+of\s+\d+)?)\W*|"
    r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4},?\s+\d{1,2}:\d\d(?::\d\d)?(?:\s?(?i:[ap]\.?m\.?))?|"
    r"(?i:redo|recheck|check|okay|ok)\W*(?:[A-Z]{2,3})?\W*|(?i:ask)\s+[A-Z][\w.]*\W*|\([A-Z]{2,4}\)|"
    r"(?:[A-Z]\w+\s+)?University(?:\s+of\s+[A-Z]\w+)?|[A-Z]\w+\s+copy|(?i:file):\s.{1,60}|"
    r"(?:ATOP|Alliance\s+Treaty\s+Obligations)\b.{0,50}"
)
_GOES_ON = re.compile(
    r"\W*(?:continued|cont(?:['’]?d)?|over|(?:see|turn)\s+(?:over|back|overleaf|next\s+page|attached))"
    r"(?:\s+(?:on|from|overleaf)\b.{0,30})?\W*",
    re.IGNORECASE,
)
_BETWEEN_DASHES = re.compile(r"[-–—]\s*\d{1,3}\s*[-–—]")
_PARTS_TEXT = re.compile(r"[*#=~_–—-]{3,}")
_LINKS_NAMES = frozenset(("of", "and", "the", "de", "du", "da", "von", "van", "la", "&"))
_MOST_OF_NAME, _MOST_OF_ITEM = 5, 6  # words
_HEAD_OF_NOTES = re.compile(
    r"\W*(?:(?:revision|version|change|update)s?\s*(?:history|notes?|logs?|record)?|notes\s+on\s+revisions?)\W*",
    re.IGNORECASE,
)


def asked_as(text: str) -> tuple[int, str] | None:
    """Return (number, "a" or "") of a line that asks something under a number, or None."""
    match = _NUMBERED.match(text) if len(text) < LONGEST else None
    if not match:
        return None
    asked = match["asked"]
    if _MONTH.match(asked):
        return None  # "14 May 1998: denounced"
    is_label = _IS_LABEL.match(asked) or asked.rstrip().endswith(":")
    is_marked = match["more"] or match["mark"].strip()
    if _ASKS.search(asked) or asked.rstrip().endswith("?") or (is_label and is_marked):
        return int(match["number"]), match["more"] or ""
    return None


def is_mail(text: str) -> bool:
    """Whether a line begins the part of an e-mail above or below its text."""
    return len(text) < LONGEST and bool(_MAIL.match(text) or _ADDRESS.fullmatch(text.strip("<> ")))


def is_end(text: str) -> bool:
    return len(text) < 60 and bool(_END.match(text))


def is_head_of_notes(text: str) -> bool:
    return len(text) < 60 and bool(_HEAD_OF_NOTES.fullmatch(text))


def is_bare_name(text: str) -> bool:
    """Whether a text is nothing but a name, as of a state or of somebody who worked on a sheet."""
    words = text.replace(",", " ").split() if len(text) < LONGEST else []
    named = [word for word in words if word not in _LINKS_NAMES]
    is_short = 0 < len(words) <= _MOST_OF_NAME and text[-1].isalpha()
    return is_short and words[0] in named and all(map(_is_part_of_name, named))


def _is_part_of_name(word: str) -> bool:
    return word[0].isupper() and all(letter.isalpha() or letter in ".'’-" for letter in word)


def is_item(text: str) -> bool:
    """Whether a text may be one of a list of names and things."""
    is_short = len(text) < LONGEST and 0 < len(text.split()) <= _MOST_OF_ITEM
    return is_short and text[-1].isalpha() and not any(map(str.isdecimal, text))


def why_odd(text: str, *, is_alone: bool) -> str:
    """Return what a paragraph of an answer looks like, if it is something else; "" if not.

    A paragraph that is all of an answer may begin as a remark does, with "Coder: see 61".
    """
    if len(text) >= LONGEST:
        return ""
    kinds = _ALWAYS if is_alone else (*_ALWAYS, *_AMONG_OTHERS)
    return next((what for what, is_like in kinds if is_like(text)), "")


def _asks(text: str) -> bool:
    if asked_as(text) or (_BEGINS_ASKING.match(text) and text.rstrip().endswith("?")):
        return True
    return bool(_ASKS.search(text)) and not letters(text).startswith(("yes", "no"))


def _is_edge(text: str) -> bool:
    return bool(_EDGE.match(text) or _NAME_OF_SHEET.fullmatch(text))


def _is_remark(text: str) -> bool:
    is_marked = _REMARK.match(text) and not _MILD.match(text)
    return bool(is_marked or _BRACKETED.search(text))


_Kind = tuple[str, Callable[[str], object]]
_ALWAYS: tuple[_Kind, ...] = (
    ("a question", _asks),
    ("part of an e-mail", lambda text: is_mail(text) or _ADDRESS.search(text)),
    ("quoted in an e-mail", lambda text: text.startswith("> ")),
    ("the end of the sheet", is_end),
    ("the number of a page", _BETWEEN_DASHES.fullmatch),
    ("a note that the page goes on", _GOES_ON.fullmatch),
    ("the head of a table", lambda text: heads_at_end([text])),
    ("the heading of a section", lambda text: has_title(text) or is_in_capitals(text)),
    ("a revision note", _REVISED.search),
    ("the head or foot of a page", _is_edge),
    ("a remark", _is_remark),
)
_AMONG_OTHERS: tuple[_Kind, ...] = (
    ("a line that parts texts", _PARTS_TEXT.fullmatch),
    ("the number of a page", _BARE_NUMBER.fullmatch),
    ("somebody's name with a date", _SIGNED.fullmatch),
    ("the head or foot of a page", _ENDS_IN_PAGE.fullmatch),
    ("a remark of the office", _OF_THE_OFFICE.fullmatch),
    ("a remark", _REMARK.match),
)
