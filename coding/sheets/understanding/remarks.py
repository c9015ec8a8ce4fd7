"""Which remarks about a sheet a person has to look at, and their kinds; others are only listed.

Words that the file itself marks as no answer – heads and feet of pages, heads of tables, prompts of
empty places – change no answer. All else that was left out may belong to an answer, and each doubt
is about an answer: both are for a person.
"""

import re

from coding.sheets.document import Repair, Unread
from coding.sheets.understanding.parsed import ParsedSheet

ReaderRemark = Repair | Unread
_BY_SOMEBODY = re.compile(r"(Footnote|Endnote|Comment) by .*", re.DOTALL)
# Their own words show whether an answer is touched, without the page.
_PLAIN = re.compile(
    r"Footnote|Endnote|Comment|Deleted, as a tracked change|"
    r"Wording of question \d+ differs from the coding sheet|"
    r"Worded otherwise, read as question \d+ by its number and place"
)


def remarks_to_look_at(parsed: ParsedSheet) -> list[ReaderRemark]:
    """Return the doubts, and what was left out and could belong to an answer."""
    return [*parsed.doubts, *(unread for unread in parsed.unread if not unread.is_notice)]


def kind_of(remark: ReaderRemark) -> str:
    """Return a remark's kind: what it says, without its place and the words it quotes."""
    by_somebody = _BY_SOMEBODY.fullmatch(remark.what)
    return by_somebody[1] if by_somebody else remark.what


def is_plain(kind: str) -> bool:
    """Whether remarks of this kind can be judged by their words alone, many in a list."""
    return bool(_PLAIN.fullmatch(kind))
