"""Why an answer is blank: four things that are not the same, declared here once.

An empty answer is not coded yet. The other three are written as the answer itself, as in
"[Not applicable]", so that they are proposed, reviewed, printed, imported and kept like any answer.
"""

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class WhyBlank:
    """One reason. ``mark`` is what stands in place of the answer."""

    words: str
    mark: str


NOT_CODED = WhyBlank("not coded yet", "")
STATED = tuple(
    WhyBlank(words, f"[{words.capitalize()}]")
    for words in ("not asked", "not applicable", "no text found")
)
REASONS = (NOT_CODED, *STATED)

_BY_WORDS = {one.words: one for one in REASONS}
_MARK = re.compile(r"\s*\[([^\[\]]{1,40})\][\s.]*")


def why_blank(answer: str) -> WhyBlank | None:
    """Return why an answer is blank; None for one that says something."""
    if not answer:
        return NOT_CODED
    found = _MARK.fullmatch(answer)
    return _BY_WORDS.get(" ".join(found[1].lower().strip(" .").split())) if found else None


def in_words(answer: str) -> str:
    """Return what an answer says in prose, "" for one that is blank, whatever the reason."""
    return answer if why_blank(answer) is None else ""


def with_one_mark(answer: str) -> str:
    """Return the answer with a reason for its being blank in the one form that is kept."""
    reason = why_blank(answer)
    return answer if reason is None else reason.mark
