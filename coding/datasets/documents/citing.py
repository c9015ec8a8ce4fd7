"""The works to cite, the data and the article: as a sentence and for reference managers."""

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

_TO_BIBTEX = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
_TO_BIBTEX |= {sign: f"\\{sign}" for sign in "&%$#_{}"} | {"–": "--"}


_IN_A_DOI = "/:;().-_"  # need no escape in an address; older DOIs have < and #, too


@dataclass(frozen=True)
class Author:
    """Someone a codebook is cited under."""

    given: str
    family: str

    @property
    def sorted_name(self) -> str:
        """The name as in a bibliography."""
        return f"{self.family}, {self.given}"


@dataclass(frozen=True, kw_only=True)
class CitedWork:
    """A dataset in one of its versions, or an article in a journal. Absent values are "" or 0.

    ``key`` names it in a bibliography. Only an article has ``journal``, ``volume``, ``pages``; only
    a dataset has ``version`` and ``publisher``.
    """

    key: str
    authors: tuple[Author, ...]
    year: int
    title: str
    doi: str = ""
    url: str = ""
    version: str = ""
    publisher: str = ""
    journal: str = ""
    volume: int = 0
    pages: tuple[int, int] = (0, 0)

    @property
    def address(self) -> str:
        """Its permanent address: the DOI or, without one, its own address."""
        return f"https://doi.org/{quote(self.doi, _IN_A_DOI)}" if self.doi else self.url

    @property
    def cited(self) -> str:
        """The bibliography's sentence, with the address."""
        return f"{self.sentence} {self.address}".strip()

    @property
    def sentence(self) -> str:
        """The bibliography's sentence, without the address."""
        author, *others, last = self.authors
        names = [author.sorted_name, *(f"{other.given} {other.family}" for other in others)]
        return f"{', '.join(names)} and {last.given} {last.family} ({self.year}). {self._titled}."

    @property
    def _titled(self) -> str:
        if self.journal:
            first, last = self.pages
            return f"{self.title}. {self.journal} {self.volume}: {first}–{last}"
        return f"{self.title}, version {self.version} [dataset]. {self.publisher}"


def bibtex(*works: CitedWork) -> str:
    return "\n".join(map(_bibtex, works))


def _bibtex(work: CitedWork) -> str:
    """Return an entry. A dataset is @misc, the kind that every style of BibTeX knows."""
    fields = {
        "author": " and ".join(_in_bibtex(author.sorted_name) for author in work.authors),
        "year": str(work.year),
        "title": f"{{{_in_bibtex(work.title)}}}",
        "journal": _in_bibtex(work.journal),
        "volume": str(work.volume or ""),
        "pages": "--".join(map(str, work.pages)) if work.journal else "",
        "version": work.version,
        "publisher": _in_bibtex(work.publisher),
        "note": f"Dataset, version {work.version}" if work.version else "",
        "doi": work.doi,
        "url": work.address,
    }
    lines = [f"  {name} = {{{text}}}" for name, text in fields.items() if text]
    kind = "article" if work.journal else "misc"
    return f"@{kind}{{{work.key},\n" + ",\n".join(lines) + "\n}\n"


def _in_bibtex(text: str) -> str:
    return "".join(_TO_BIBTEX.get(sign, sign) for sign in text)


def ris(*works: CitedWork) -> str:
    """Return the works as RIS for reference managers, with the line ends that RIS requires."""
    return "".join(f"{line}\r\n" for work in works for line in _ris(work))


def _ris(work: CitedWork) -> list[str]:
    first, last = work.pages
    tags = [
        ("TY", "JOUR" if work.journal else "DATA"),
        *(("AU", author.sorted_name) for author in work.authors),
        ("PY", str(work.year)),
        ("TI", work.title),
        ("JO", work.journal),
        ("VL", str(work.volume or "")),
        ("SP", str(first or "")),
        ("EP", str(last or "")),
        ("ET", work.version),
        ("PB", work.publisher),
        ("DO", work.doi),
        ("UR", work.address),
    ]
    return [*(f"{tag}  - {text}" for tag, text in tags if text), "ER  - "]


def csl(*works: CitedWork) -> str:
    return json.dumps([_csl(work) for work in works], ensure_ascii=False, indent=1) + "\n"


def _csl(work: CitedWork) -> dict[str, Any]:
    described = {
        "id": work.key,
        "type": "article-journal" if work.journal else "dataset",
        "title": work.title,
        "author": [{"family": author.family, "given": author.given} for author in work.authors],
        "issued": {"date-parts": [[work.year]]},
        "container-title": work.journal,
        "volume": str(work.volume or ""),
        "page": "-".join(map(str, work.pages)) if work.journal else "",
        "version": work.version,
        "publisher": work.publisher,
        "DOI": work.doi,
        "URL": work.address,
    }
    return {name: value for name, value in described.items() if value}
