"""The four reasons for a blank answer, declared once here.

An empty answer is not coded yet. The other three are stored as the answer itself, as in
"[Not applicable]", so that they are proposed, reviewed, printed, imported and kept like any answer.
"""

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class WhyBlank:
    """One reason. ``mark`` is stored in place of the answer."""

    words: str
    mark: str


NOT_CODED = WhyBlank("not coded yet", "")
STATED = tuple(
    WhyBlank(words, f"[{words.capitalize()}]")
    for words in ("not asked", "not applicable", "no text found")
)
REASONS = (NOT_CODED, *STATED)

_BY_WORDS = {reason.words: reason for reason in REASONS}
_MARK = re.compile(r"\s*\[([^\[\]]{1,40})\][\s.]*")


def why_blank(answer: str) -> WhyBlank | None:
    """Return why an answer is blank; None if it says something."""
    if not answer:
        return NOT_CODED
    mark = _MARK.fullmatch(answer)
    return _BY_WORDS.get(" ".join(mark[1].lower().strip(" .").split())) if mark else None


def in_words(answer: str) -> str:
    """Return an answer's prose; "" if it is blank for any reason."""
    return answer if why_blank(answer) is None else ""


def with_one_mark(answer: str) -> str:
    """Return the answer; a reason for a blank one gets its stored spelling."""
    reason = why_blank(answer)
    return answer if reason is None else reason.mark
