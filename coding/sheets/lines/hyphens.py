"""Decide whether a hyphen at a line end belongs to the word or only divides it.

Word processors break after a word's own hyphen ("inter-|ethnic" 4235, "non-|interference" 4765) but
divide words ("obliga-|tions") only when asked to. Three kinds of evidence decide, in this order:
what the sheet and the questionnaire write elsewhere; the parts of the word; whether the sheet
divides words at all (none of the samples does). Every case is listed as a repair.
"""

import re
from collections.abc import Iterable
from functools import cache

from coding.models.questionnaire import QUESTIONS

SOFT_HYPHEN = "\xad"
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_ADDRESS = re.compile(r"\W*(?:\w+://|www\.)")
_HYPHENS = ("-", "‐", SOFT_HYPHEN)
RIGHT = re.compile(r"[\w'’]+(?:-[\w'’]+)*")

# First parts that take a hyphen before a whole word in the treaties' English.
_COMPOUNDING = re.compile(
    "self|well|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|thirty|half|long|short|"
    "high|low|full|third|military|socio|politico"
)
# The same, but Latin words begin like that too: "ex-plicit", "mid-dle", "semi-nar".
_OFTEN_COMPOUNDING = re.compile("non|anti|ex|quasi|multi|semi|mid")
_SOMETIMES_COMPOUNDING = re.compile("inter|co|sub|pre|post")
_PREFIXES = (_COMPOUNDING, _OFTEN_COMPOUNDING, _SOMETIMES_COMPOUNDING)
# First parts of words written as one: "with|out", "there|fore".
_CLOSING = re.compile(
    "with|in|up|on|how|there|here|where|through|never|not|any|every|some|under|over|out|for|can|"
    "counter"
)
_ENDING = re.compile(  # suffixes, never the second word of a compound
    r"(?:ful|fully|fulness|less|lessly|ness|ish|ship|ing|ingly|ed|edly|er|ered|est|able|ably|ible|ibly|"
    r"ment|mental|ation|ational|ition|tion|tional|sion|ance|ence|ancy|ency|ity|ities|ty|ties|ize|"
    r"ized|ism|ist|ive|ory|ous|ure|al|ly|teen|ty|th|tude|tee|tieth)s?"
)
_FRAGMENT = re.compile(  # "tions", "pretation", "mitted": rarely whole words
    r"\w{0,5}?(?:tion|sion|ment|ence|ance|ency|ancy|ity|ing|ness|ship|able|ible|ous|ive|al|ally|"
    r"ory|ure|ism|ize|ise|ized|ised|ful|less|ly|ed|er|est|ies|ty|cy|ry|gy|age)s?"
)
_BOUND_ROOT = re.compile(  # Latin stems that are not words by themselves
    r"(?:plic|plai|ploi|plor|cip|cis[ei]|clu[ds]|cep[st]|cess(?!at)|ceed|ced[ei]|cerpt|cus[es]|"
    r"pect|pir(?:e|ing|ation|y)|pan[ds]|pel|pens|press|port|pon|par[ei]|pret|tinct|ten[st]|tern|"
    r"tra[^cdinv]|haust|hib|hort|ist|emp[lt]|ecut|erc|am[ip]|rupt|rog|ject|sist|sid[ei]|stit|"
    r"stan(?!d)|scri|sequ|sent(?!en)|serv(?!ic)|sum[ep]|mit|ven[eit]|vert|vail|tain|fer[ei]|dot)\w*|"
    r"(?:ple[tx]?|ply|plie[ds]|nar|dle|sense|st)s?"
)
_CONJUNCTIONS = ("and", "or", "to")


class Lexicon:
    """The words of a sheet and of the questionnaire, with and without hyphens."""

    def __init__(self, lines: Iterable[str]) -> None:
        self.words = set(questionnaire_words())
        parted: list[tuple[str, str]] = []
        left = ""
        for line in lines:
            if words := _words(line):
                parted += [(left, words.pop(0))] if left else []
                left = words.pop() if words and line.endswith(_HYPHENS) else ""
                self.words |= _with_parts(words)
        self.divides = any(self._is_surely_divided(*halves) for halves in parted)

    def rejoin(self, left: str, right: str) -> str | None:
        """Return the whole word for "inter-" and "ethnic relations", or None."""
        head, tail = left_half(left), RIGHT.match(right)
        if len(head) < 2 or head[-2] == "-" or not tail:
            return None
        first, second = head[:-1], tail[0]
        if head.endswith(SOFT_HYPHEN):
            return first + second
        if second.lower() in _CONJUNCTIONS:  # "short- and long-term"
            return f"{head} {second}"
        return head + second if self._is_compound(first, second) else first + second

    def _is_compound(self, first: str, second: str) -> bool:
        left, right = first.casefold().rpartition("-")[2], second.casefold().partition("-")[0]
        if first.isupper() or second[0].isupper():  # nobody divides "MFA"
            return True
        if not (first[-1].isalpha() and second[0].isalpha()):
            return True
        if "-" in first and first.casefold() + right in self.words:
            return False
        if left + right in self.words:
            return False
        if f"{left}-{right}" in self.words:
            return True
        return not _ENDING.fullmatch(right) and self._is_compound_by_parts(left, right)

    def _is_compound_by_parts(self, left: str, right: str) -> bool:
        """Decide by the parts, when the sheet writes them nowhere else as one word.

        Halves at line ends are no evidence: a part is known only if it occurs elsewhere too.
        """
        is_known = right in self.words
        if _COMPOUNDING.fullmatch(left):
            return is_known or right != "age"  # "short|age"
        if _OFTEN_COMPOUNDING.fullmatch(left):
            return is_known or not _BOUND_ROOT.fullmatch(right)
        if _SOMETIMES_COMPOUNDING.fullmatch(left):
            return is_known or not (_BOUND_ROOT.fullmatch(right) or _FRAGMENT.fullmatch(right))
        if _CLOSING.fullmatch(left) or left not in self.words:
            return False
        is_word = len(left) > 2 or left == "so"  # "so-called", but "an|other", "be|cause"
        return (is_known and is_word) if self.divides else True

    def _is_surely_divided(self, first: str, second: str) -> bool:
        """Whether the joined word occurs elsewhere and the first half is no word."""
        left, right = first.rpartition("-")[2], second.partition("-")[0]
        is_prefix = any(prefix.fullmatch(left) for prefix in _PREFIXES)
        return left + right in self.words and left not in self.words and not is_prefix


def left_half(text: str) -> str:
    """Return the half of a word before a hyphen that ends a text, with the hyphen, or ""."""
    if not text.endswith(_HYPHENS):
        return ""
    start = len(text) - 1
    while start and (text[start - 1].isalnum() or text[start - 1] in "_'’-"):
        start -= 1
    return text[start:]


def _words(text: str) -> list[str]:
    words = (word for word in text.split() if not _ADDRESS.match(word))
    return _WORD.findall(" ".join(words).replace(SOFT_HYPHEN, "").casefold())


def _with_parts(words: Iterable[str]) -> set[str]:
    return {part for word in words for part in (word, *word.split("-"))}


@cache
def questionnaire_words() -> frozenset[str]:
    return frozenset(
        word for question in QUESTIONS for word in _with_parts(_words(question.wording))
    )
