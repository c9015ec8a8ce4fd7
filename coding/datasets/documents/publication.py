"""The release as its documents name it: title, people, day, citation. No clock is read."""

import re
from dataclasses import dataclass
from datetime import date

from coding.datasets.release import Release

PROJECT = "Alliance Treaty Obligations and Provisions (ATOP)"
SUBJECTS = ("military alliances", "treaties", "international relations", "security commitments")
ABSTRACT = (
    "What members of military alliances owe one another: the obligations and provisions of "
    "alliance agreements since 1815, coded from their texts, for members, phases and alliances, "
    "and for states and pairs of states in each year."
)
FIRST_YEAR = 1815
FORMS = {  # name, pattern and example of each
    "doi": ("DOI", r"10\.\d{4,9}/\S+", "10.1080/03050620213653"),
    "url": ("address", r"https?://\S+", "https://www.example.org/data/5.1"),
    "licence": (
        "licence of data that is known here",
        r"CC0-1\.0|CC-BY(-NC)?(-SA|-ND)?-[34]\.0|ODbL-1\.0|ODC-By-1\.0|PDDL-1\.0",
        "CC-BY-4.0, its SPDX identifier",
    ),
}


def require_form(name: str, given: str) -> None:
    """Raise ValueError for a malformed DOI, address or licence."""
    noun, form, example = FORMS[name]
    if given and not re.fullmatch(form, given):
        raise ValueError(f"“{given}” is no {noun}. Give it as {example}, or leave it out.")


@dataclass(frozen=True)
class Person:
    """An author."""

    given: str
    family: str

    @property
    def sorted_name(self) -> str:
        """The name as in a bibliography."""
        return f"{self.family}, {self.given}"


AUTHORS = (
    Person("Brett Ashley", "Leeds"),
    Person("Jeffrey M.", "Ritter"),
    Person("Sara McLaughlin", "Mitchell"),
    Person("Andrew G.", "Long"),
)


@dataclass(frozen=True)
class Article:
    """The article to cite with the data."""

    title: str
    journal: str
    year: int
    volume: int
    first_page: int
    last_page: int
    doi: str

    @property
    def citation(self) -> str:
        one, *others, last = AUTHORS
        names = [one.sorted_name, *(f"{each.given} {each.family}" for each in others)]
        return (
            f"{', '.join(names)} and {last.given} {last.family} ({self.year}). {self.title}. "
            f"{self.journal} {self.volume}: {self.first_page}–{self.last_page}."
        )


ARTICLE = Article(
    "Alliance Treaty Obligations and Provisions, 1815–1944",
    "International Interactions",
    2002,
    28,
    237,
    260,
    "10.1080/03050620213653",
)


@dataclass(frozen=True)
class Publication:
    """A release, or the present state of the record, with what is said of it.

    ``day`` is the day of a release's freezing, or of the last approved change. ``licence`` is an
    SPDX identifier such as CC-BY-4.0; it, ``doi`` and ``url`` are "" while there is none. Raises
    ValueError for a malformed one, since the documents would not be valid.
    """

    release: Release
    day: date
    is_frozen: bool = True
    note: str = ""
    citation: str = ARTICLE.citation
    url: str = ""
    doi: str = ""
    licence: str = ""
    held_back: tuple[object, ...] = ()  # alliances, each with its reason in words

    def __post_init__(self) -> None:
        for name in FORMS:
            require_form(name, getattr(self, name))

    @property
    def label(self) -> str:
        return self.release.label

    @property
    def title(self) -> str:
        if self.is_frozen:
            return f"{PROJECT}, release {self.label}"
        return f"{PROJECT}, version {self.label}, which is no release"

    @property
    def name(self) -> str:
        """The title as an identifier: lower-case letters, digits, hyphens."""
        return f"atop-{self.label.lower()}"
