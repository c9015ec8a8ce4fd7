"""The release as its documents describe it: title, people, day, citation. No clock is read."""

import re
from dataclasses import dataclass
from datetime import date

from coding.datasets.documents.citing import Author, CitedWork
from coding.datasets.release import DatasetRelease

PROJECT = "Alliance Treaty Obligations and Provisions (ATOP)"
PUBLISHER = "ATOP Project"
SUBJECTS = ("military alliances", "treaties", "international relations", "security commitments")
ABSTRACT = (
    "What members of military alliances owe one another: the obligations and provisions of "
    "alliance agreements since 1815, coded from their texts, for members, phases and alliances, "
    "and for states and pairs of states in each year."
)
FIRST_YEAR = 1815
_LICENCES = {  # SPDX identifier without its version → address of the licence text
    "CC0": "https://creativecommons.org/publicdomain/zero/{}/",
    "ODbL": "https://opendatacommons.org/licenses/odbl/{}/",
    "ODC-By": "https://opendatacommons.org/licenses/by/{}/",
    "PDDL": "https://opendatacommons.org/licenses/pddl/{}/",
}
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


AUTHORS = (
    Author("Brett Ashley", "Leeds"),
    Author("Jeffrey M.", "Ritter"),
    Author("Sara McLaughlin", "Mitchell"),
    Author("Andrew G.", "Long"),
)


ARTICLE = CitedWork(
    key="atop",
    authors=AUTHORS,
    year=2002,
    title="Alliance Treaty Obligations and Provisions, 1815–1944",
    journal="International Interactions",
    volume=28,
    pages=(237, 260),
    doi="10.1080/03050620213653",
)


@dataclass(frozen=True)
class Publication:
    """A release, or the present state of the record, with its description.

    ``day`` is the day of a release's freeze, or of the last approved change. ``licence`` is an SPDX
    identifier such as CC-BY-4.0. ``licence``, ``doi`` and ``url`` are "" while there is none; so is
    ``older_doi``, the DOI of the release before. ``citation`` is the project's own text on how to
    cite the release. Raises ValueError for malformed values, since the documents would not be
    valid.
    """

    release: DatasetRelease
    day: date
    is_frozen: bool = True
    note: str = ""
    citation: str = ""
    url: str = ""
    doi: str = ""
    older_doi: str = ""
    licence: str = ""
    held_back: tuple[object, ...] = ()  # alliances, each with its reason in words
    corrected: date | None = None  # when two admins last corrected the citation

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
    def licence_address(self) -> str:
        name, _, number = self.licence.rpartition("-")
        if address := _LICENCES.get(name):
            return address.format(number if name == "CC0" else number.replace(".", "-"))
        terms = name.removeprefix("CC-").lower()
        return f"https://creativecommons.org/licenses/{terms}/{number}/" if name else ""

    @property
    def work(self) -> CitedWork:
        return CitedWork(
            key=f"atop_{self.label}",
            authors=AUTHORS,
            year=self.day.year,
            title=PROJECT,
            version=self.label,
            publisher=PUBLISHER,
            doi=self.doi,
            url=self.url,
        )

    @property
    def sentence(self) -> str:
        """How to cite the data, in words, without the address."""
        return self.citation or self.work.sentence

    @property
    def address(self) -> str:
        """The permanent address of the data; "" if the project's own text has it."""
        found_by = self.doi or self.url
        return "" if found_by.lower() in self.citation.lower() else self.work.address

    @property
    def cited(self) -> str:
        return f"{self.sentence} {self.address}".strip()

    @property
    def name(self) -> str:
        """The title as an identifier: lower-case letters, digits, hyphens."""
        return f"atop-{self.label.lower()}"
