"""How sentences end, for all who ask it of the words at a line's end."""

import re

_END = re.compile(r"[.!?:;…][”\"’')\]]*$|[”\")\]]$")
_FULL_STOP = re.compile(r"[.!?][”\"’')\]]*$|[”\")]$")


def ends_sentence(text: str) -> bool:
    """Whether a sentence, a part of one or what is quoted or in brackets ends with a text."""
    return bool(_END.search(text.rstrip()))


def ends_with_stop(text: str) -> bool:
    """The same, but for a part of a sentence: more may follow a colon on the next line."""
    return bool(_FULL_STOP.search(text.rstrip()))
