"""How the files are read in the programs that people use: a few lines each, which the tests run."""

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Recipe:
    """Lines for one program that read a Stata file, and what surprises people who do so."""

    program: str
    lines: tuple[str, ...]
    remark: str


_IN_EACH = (
    Recipe(
        "R",
        (
            "library(haven)",
            'data <- read_dta("{file}")',
            "sum(data$defense == 1, na.rm = TRUE)",
            "table(as_factor(data$defense))",
        ),
        "The file has Stata's format 118, which read.dta of the package foreign cannot read.",
    ),
    Recipe(
        "Stata",
        (
            'use "{file}", clear',
            "count if defense == 1",
            "tabulate defense",
            "describe",
            "notes",
        ),
        "The file needs Stata 14 or later. In Stata a missing value is larger than any number: "
        "“defense > 0” counts it, too.",
    ),
    Recipe(
        "Python",
        (
            "import pandas",
            'data = pandas.read_stata("{file}", convert_categoricals=False)',
            'print((data["defense"] == 1).sum())',
            'with pandas.io.stata.StataReader("{file}") as reader:',
            '    print(reader.value_labels()["defense"])',
        ),
        "Without convert_categoricals=False pandas turns labelled codes into words, and "
        "“defense == 1” finds no row.",
    ),
)


def recipes(stem: str) -> tuple[Recipe, ...]:
    """Return the recipes for a file; any but that of the measures has the column defense."""
    file = f"{stem}.dta"
    return tuple(
        replace(one, lines=tuple(line.format(file=file) for line in one.lines)) for one in _IN_EACH
    )
