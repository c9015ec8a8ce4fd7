"""The field classes a section model is declared with: one class per kind of answer.

A kind knows how its answer is asked for (rows, placeholder), where it stands on the printed
sheet, and what can be read out of it. Nothing here knows a form, a view or the workflow.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from itertools import pairwise
from typing import Any

from django.db import models

from coding.codebook.blank import in_words

_CODE = r"(?!1[5-9]\d\d|20\d\d)\d{1,4}(?!\d)"  # of a state; four digits may be a year
_MONTH_AND_NUMBER = r"\b(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?\s+\d"
_REMARK_WORD = (
    r"(?:until|till|from|since|through|after|before|joined|left|acceded|withdrew|withdrawn|signed|"
    r"ratified|original|associate|observer|including|except)\b"
)
_LEADING_CODE = re.compile(r"\W*(?:\d{1,2}\W+(?=\d))?\d{1,4}[^\w(]+")  # "365 ", "1. 365 – "
_CODE_BEFORE = re.compile(
    rf"\W*(?:\d{{1,2}}\W+(?=\d))?{_CODE}[^\w(]+(?!{_MONTH_AND_NUMBER})(?=\(?[^\W\d_a-z])"
)
_CODE_IN_BRACKETS = re.compile(rf"[(\[](?:COW)?\W{{0,3}}{_CODE}\W?[)\]]")
_CODE_AT_END = re.compile(rf"(?<![\d./]){_CODE}\W*$")
_REMARK = re.compile(
    rf"[(\[](?:{_REMARK_WORD}|[^()\[\]]*\d)|[,;:–—]\s*{_REMARK_WORD}|"
    rf"\b{_REMARK_WORD}\D{{0,20}}\d|{_MONTH_AND_NUMBER}|(?!{_CODE}\W*$)\d[\d./–-]{{3,}}",
    re.IGNORECASE,
)
_CAPITAL = re.compile(r"[(\[]?[^\W\d_a-z]")
# What may separate two members; nothing inside brackets does.
_MEMBER_GAP = re.compile(
    r"\([^()]*(?:\([^()]*\)[^()]*)*\)|\[[^\[\]]*\]|"
    r"(?P<gap>\s?[,;&]\s?(?:(?i:and)\b\s?)?|\s?\b(?i:and)\b\s?|"
    r"(?<=\d[)\]])\s?(?=[^\W\d_a-z][^()\[\],;&]*[(\[]\d))"
)


class Answer(models.TextField):
    """The prose answer to one printed question, exactly as approved; "" when not coded yet.

    ``number`` and ``wording`` are the printed sheet's; ``label`` names the question in navigation
    and tables; ``help`` is the coding rule in our own words. ``since`` is the release that a later
    question came with; ``formerly`` maps the last release with an earlier wording to that wording.
    """

    rows = 3
    placeholder = ""
    inline = False  # printed on the question's own line rather than below it
    revisable = True

    def __init__(
        self,
        number: int,
        wording: str,
        *,
        label: str,
        help: str = "",
        since: str = "",
        formerly: Mapping[str, str] | None = None,
    ) -> None:
        self.number = number
        self.wording = wording
        self.label = label
        self.help = help
        self.since = since
        self.formerly = dict(formerly or {})
        name = f"{number} · {label}"
        super().__init__(verbose_name=name, help_text=help, blank=True, default="")

    def deconstruct(self) -> Any:
        """Describe the column only: wording and help may change without a migration."""
        name, _path, _args, kwargs = super().deconstruct()
        for declared in ("verbose_name", "help_text"):
            kwargs.pop(declared, None)
        return name, "django.db.models.TextField", [], kwargs

    def clone(self) -> "Answer":
        """Copy with the declaration, which the column alone would lose."""
        return type(self)(
            self.number,
            self.wording,
            label=self.label,
            help=self.help,
            since=self.since,
            formerly=self.formerly,
        )


class Prose(Answer):
    """Running text, often with quotations and several paragraphs."""

    rows = 5


class YesNo(Answer):
    """A question the sheet asks to be answered with Yes or No, and described if Yes."""

    placeholder = "Yes or No; if Yes, describe and cite the article."


class Short(Answer):
    """A few words."""

    rows = 1


class Line(Short):
    """A short answer, printed on the question's own line."""

    inline = True


class Identifier(Line):
    """The sheet's own number. It is set when the sheet is started and is not revised."""

    revisable = False


class Dates(Answer):
    """One or more dates, with their sources."""

    rows = 2

    @staticmethod
    def first_year(answer: str) -> str:
        """Return the first year named in the answer, or ""."""
        year = re.search(r"\b(1[89]\d\d|20\d\d)\b", answer)
        return year.group() if year else ""


class Members(Answer):
    """States, one a line, as "365 Russia" or "Kazakhstan (705)"."""

    placeholder = "One state a line: COW country code and name."

    @staticmethod
    def names(answer: str) -> list[str]:
        """Return the states' names without their COW country codes, in printed order.

        Remarks such as "(until 1999)" are left out, so a state with two spells is named once.
        """
        return list(_names(answer))


@lru_cache(2048)  # keyed by the text: titles show the names on every page, lists fifty times
def _names(answer: str) -> tuple[str, ...]:
    names = (_state(entry) for line in in_words(answer).splitlines() for entry in _entries(line))
    return tuple(dict.fromkeys(name for name in names if name))


def _entries(line: str) -> list[str]:
    """Split a line into members; at a comma or "and" only if their codes show that two are meant.

    "Congo, Democratic Republic of (490) and Trinidad and Tobago (52)" are two.
    """
    entries: list[str] = []
    place = ""
    for gap, part in _parts(line):
        code_place = _place_of_code(part, place)
        if not entries or _begins_member(gap, part, code_place, place):
            entries.append(part)
            place = code_place
        else:
            entries[-1] += gap + part
            place = place or code_place
    return entries


def _parts(line: str) -> list[tuple[str, str]]:
    """Return the parts between commas, semicolons and "and", each with the separator before it."""
    gaps = [match.span("gap") for match in _MEMBER_GAP.finditer(line) if match["gap"] is not None]
    places = [(0, 0), *gaps, (len(line), len(line))]
    parts = [
        (line[start:end], line[end:next_start].strip())
        for (start, end), (next_start, _) in pairwise(places)
    ]
    return [(gap, part) for gap, part in parts if part]


def _place_of_code(part: str, place_before: str) -> str:
    """Return if the part has a state's code "before" its name, "behind" it, or none ("")."""
    if _CODE_BEFORE.match(part):
        return "before"
    ends = place_before != "before" and _CODE_AT_END.search(_without_remark(part))
    return "behind" if ends or _CODE_IN_BRACKETS.search(part) else ""


def _begins_member(gap: str, part: str, code_place: str, place: str) -> bool:
    """Whether a part begins a new member; ``place`` is that of the code of the member before."""
    if code_place == "before" or (code_place and place):
        return True
    is_name = _CAPITAL.match(part) and _without_remark(part)
    return bool(is_name and (";" in gap or (place == "behind" and not code_place)))


def _without_remark(part: str) -> str:
    remark = _REMARK.search(part)
    return part[: remark.start()] if remark else part


def _state(entry: str) -> str:
    """Return the name in "365 Russia (until 1999)" or "Yemen (Arab Republic) (678)"."""
    leading = _LEADING_CODE.match(entry)
    name = _without_remark(entry[leading.end() :] if leading else entry)
    name = _CODE_AT_END.sub("", name).strip(" .;,:•*–—-")
    bracketed = re.fullmatch(r"[(\[]([^()\[\]]*)[)\]]", name)
    return bracketed[1].strip() if bracketed else name
