"""Yes or No marked by hand in the wording itself: "(Yes__, No_X_)", "(☐ Yes, ☒ No)", "(, No)".

The words belong to the question. What is marked there is perhaps its answer, which a person says.
"""

import re

_ALONE = r"(?<![^\W_])[xX](?![^\W_])"
# Marks and places for them beside a choice; an "x" only by itself.
MARK = rf"(?:[_☐☑☒✓✔✗✘■□▪▢*]|\[\s?[xX✓*]?\s?\]|\(\s?[xX✓*]?\s?\)|{_ALONE})"
# One of both is left, since the other was struck out or taken away.
ONE_LEFT = r"[(\[{][\s,/;|–-]*(?:yes|no)[\s,/;|–-]*[)\]}](?=\s*if\s+(?:yes|no|so)\b)"

_WORD = r"(?:y(?:es)?|n(?:o)?)"
_BESIDE = rf"(?:{MARK}|[\s,/;|&()\[\]{{}}–-])"
_BOTH = re.compile(
    rf"{_BESIDE}*(?<![^\W_])(?P<first>{_WORD})(?:{_BESIDE}|\b(?:or|and)\b)+"
    rf"(?P<second>{_WORD})(?![^\W_]){_BESIDE}*",
    re.IGNORECASE,
)
_TICKED = re.compile(rf"[☑☒✓✔✗✘■]|{_ALONE}")
_AROUND = re.compile(rf"[(\[{{*]\s*{_WORD}\s*[)\]}}*]", re.IGNORECASE)
_ONE_LEFT = re.compile(ONE_LEFT, re.IGNORECASE)


def marked_choice(wording: str) -> str:
    """Return the choice of a printed wording if something tells Yes from No there, else ""."""
    if left := _ONE_LEFT.search(wording):
        return left[0]
    both = _BOTH.search(wording)
    return both[0].strip() if both and _is_marked(both) else ""


def _is_marked(both: re.Match[str]) -> bool:
    """Whether one has a tick, marks around it, or is alone in capitals: "(Yes, NO)"."""
    capitals = {word.isupper() for word in both.group("first", "second") if len(word) > 1}
    return bool(_TICKED.search(both[0]) or len(_AROUND.findall(both[0])) == 1 or len(capitals) == 2)
