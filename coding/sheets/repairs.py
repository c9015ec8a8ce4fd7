"""What the reading of a sheet put right; what refuses it stands in ``codebook.problems``."""

from dataclasses import dataclass

from coding.codebook.problems import quoted


@dataclass(frozen=True)
class Repair:
    """Something the importer put right or left out, listed so that nothing is guessed silently."""

    line: int | None
    what: str
    found: str
    became: str = ""

    def __str__(self) -> str:
        where = "" if self.line is None else f"line {self.line}: "
        became = f" → {quoted(self.became)}" if self.became else ""
        return f"{where}{self.what}: {quoted(self.found)}{became}"
