"""Whether the words at a line's end end a sentence."""

import re

_END = re.compile(r"[.!?:;…][”\"’')\]]*$|[”\")\]]$")
_FULL_STOP = re.compile(r"[.!?][”\"’')\]]*$|[”\")]$")


def ends_sentence(text: str) -> bool:
    """Whether a text ends a sentence, a part of one, a quotation or a bracket."""
    return bool(_END.search(text.rstrip()))


def ends_with_stop(text: str) -> bool:
    """The same without a part of a sentence: more may follow a colon on the next line."""
    return bool(_FULL_STOP.search(text.rstrip()))


def breaks_off(text: str, following: str) -> bool:
    """Whether a line ends inside a sentence, which goes on in lower case on the next one."""
    return following.lstrip()[:1].islower() and not ends_sentence(text)
