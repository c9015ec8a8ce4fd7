"""The formats that files are published in, beside CSV, and for which levels."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from coding.datasets.formats.about import About, check
from coding.datasets.formats.columnar import Columnar
from coding.datasets.formats.excel import write_excel
from coding.datasets.formats.parquet import write_parquet
from coding.datasets.formats.spss import write_spss
from coding.datasets.formats.stata import write_stata
from coding.datasets.release import Level

_SMALL = frozenset({Level.MEMBER, Level.PHASE, Level.ALLIANCE, Level.MEASURES})


@dataclass(frozen=True)
class Format:
    """A file format: its name, its ending in file names, and its media type."""

    name: str
    suffix: str
    media_type: str
    _write: Callable[[Columnar, Path, About], None]
    levels: frozenset[Level] = frozenset(Level)

    def write(self, table: Columnar, path: Path, about: About) -> None:
        """Write a table. Raises Unlabelled for names or labels that the format cannot hold."""
        check(table.columns, about)
        self._write(table, path, about)


FORMATS: tuple[Format, ...] = (
    Format("Stata", ".dta", "application/x-stata-dta", write_stata),
    Format("Parquet", ".parquet", "application/vnd.apache.parquet", write_parquet),
    Format("SPSS", ".sav", "application/x-spss-sav", write_spss),
    Format(
        "Excel",
        ".xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        write_excel,
        _SMALL,
    ),
)


def formats_of(level: Level) -> tuple[Format, ...]:
    return tuple(format_ for format_ in FORMATS if level in format_.levels)
