"""The files of a release as the documents list them."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from coding.codebook.entries import Tally
from coding.datasets.columns import Columns
from coding.datasets.documents.levels import KINDS, MISSING, NNA, STATES, FileKind
from coding.datasets.documents.publication import ARTICLE, Publication
from coding.datasets.documents.tallies import tallies
from coding.datasets.formats.about import About
from coding.datasets.formats.columnar import Columnar
from coding.datasets.member import Uncoded
from coding.datasets.release import Level


@dataclass(frozen=True)
class WrittenFile:
    """A table in one format, as it was written; ``path`` is relative to the documents' folder."""

    path: str
    format: str
    media_type: str
    bytes: int
    sha256: str


@dataclass(frozen=True)
class DataFile:
    """A table as it is published, in one or several formats."""

    level: Level
    is_nna: bool
    stem: str
    columns: Columns
    rows: int
    tallies: Mapping[str, Tally]
    written: tuple[WrittenFile, ...]

    @classmethod
    def of(
        cls, table: Columnar, *written: WrittenFile, uncoded: Uncoded = MappingProxyType({})
    ) -> "DataFile":
        """Describe a table and its written files; ``uncoded`` lists what is not coded yet."""
        return cls(
            table.level,
            table.is_nna,
            table.stem,
            table.columns,
            table.height,
            tallies(table, uncoded),
            written,
        )

    @property
    def kind(self) -> FileKind:
        return KINDS[self.level]

    @property
    def title(self) -> str:
        suffix = ", without pure nonaggression pacts" if self.is_nna else ""
        return f"{self.kind.title}{suffix}"

    @property
    def csv(self) -> WrittenFile | None:
        return next((written for written in self.written if written.format == "CSV"), None)


def about(table: Columnar, publication: Publication) -> About:
    """Return the self-description of a file in a statistics program's format."""
    kind = KINDS[table.level]
    suffix = " (NNA)" if table.is_nna else ""
    notes = [
        f"{publication.title}. A row for each: {kind.unit}. {kind.rule}",
        *([NNA] if table.is_nna else []),
        f"{MISSING} {STATES}",
        f"Cite the data: {publication.cited}",
        f"Cite the article: {ARTICLE.cited}",
        *([publication.note] if publication.note else []),
    ]
    return About(
        f"ATOP {publication.label}: {kind.title}{suffix}",
        publication.day,
        {column.name: column.labels for column in table.columns if column.codes},
        tuple(notes),
    )
