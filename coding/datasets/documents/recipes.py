"""How to read each dataset file in common programs: a few lines each, ready to run.

Each file has its scripts next to it, such as atop5_1m.R; pages, README and codebook mention them.
The tests run those for R and Python. Nobody has run those for Stata: they were only proofread.
"""

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass

from coding.datasets.documents.levels import KINDS
from coding.datasets.release import DatasetRelease, Level


@dataclass(frozen=True)
class Program:
    """A program, the ending of its scripts, and what surprises its users in a file.

    ``begin`` reads the file and checks its key; ``list_of`` writes the key as source code.
    """

    name: str
    ending: str
    comment: str
    begin: tuple[str, ...]
    remark: str

    def list_of(self, key: tuple[str, ...]) -> str:
        separator = " " if self.ending == ".do" else ", "
        return separator.join(key if self.ending == ".do" else [f'"{name}"' for name in key])


PROGRAMS = (
    Program(
        "R",
        ".R",
        "#",
        (
            "library(haven)",
            'data <- read_dta("{file}")',
            "stopifnot(!anyDuplicated(data[c({key})]))",
        ),
        "The file has Stata's format 118: haven reads it, read.dta of the package foreign cannot. "
        "Codes are numbers with labels; as_factor() turns them into words.",
    ),
    Program(
        "Stata",
        ".do",
        "*",
        ('use "{file}", clear', "isid {key}"),
        "The file has format 118, which needs Stata 14 or later. In Stata a missing value is "
        'larger than any number: "defense > 0" counts it, too.',
    ),
    Program(
        "Python",
        ".py",
        "#",
        (
            "import pandas",
            'data = pandas.read_stata("{file}", convert_categoricals=False)',
            "assert not data.duplicated([{key}]).any()",
        ),
        "By default pandas turns labelled codes into words, and defense == 1 finds no row. "
        "convert_categoricals=False reads the numbers; "
        'pandas.io.stata.StataReader("{file}").value_labels() has the words.',
    ),
)


@dataclass(frozen=True)
class Analysis:
    """A question about a file, and the lines that answer it in R, Stata and Python."""

    asks: str
    r: tuple[str, ...]
    stata: tuple[str, ...]
    python: tuple[str, ...]


ANALYSES = {
    Level.MEMBER: Analysis(
        "how many members owe defense, by the means by which the alliance was established",
        (
            "print(table(as_factor(data$estmode), as_factor(data$defense)))",
            "print(sum(data$defense == 1, na.rm = TRUE))",
        ),
        ("tabulate estmode defense", "count if defense == 1"),
        (
            'print(pandas.crosstab(data["estmode"], data["defense"]))',
            'print((data["defense"] == 1).sum())',
        ),
    ),
    Level.PHASE: Analysis(
        "how many phases began in each decade, and how many of them have a promise of defense",
        ("decade <- 10 * floor(data$begyr / 10)", "print(table(decade, as_factor(data$defense)))"),
        ("generate decade = 10 * floor(begyr / 10)", "tabulate decade defense"),
        (
            'decade = (data["begyr"] // 10 * 10).rename("decade")',
            'print(pandas.crosstab(decade, data["defense"]))',
        ),
    ),
    Level.ALLIANCE: Analysis(
        "how many bilateral alliances are defense pacts, and how many alliances are in effect",
        (
            "print(table(as_factor(data$bilat), as_factor(data$defense)))",
            "print(sum(data$endyr == 0, na.rm = TRUE))",
        ),
        ("tabulate bilat defense", "count if endyr == 0"),
        (
            'print(pandas.crosstab(data["bilat"], data["defense"]))',
            'print((data["endyr"] == 0).sum())',
        ),
    ),
    Level.STATE_YEAR: Analysis(
        "how many states owe somebody defense in each year, and in 1914",
        (
            "print(tapply(data$defense == 1, data$year, sum, na.rm = TRUE))",
            "print(sum(data$defense == 1 & data$year == 1914, na.rm = TRUE))",
        ),
        ("tabstat defense, by(year) statistics(sum)", "count if defense == 1 & year == 1914"),
        (
            'print((data["defense"] == 1).groupby(data["year"]).sum())',
            'print(((data["defense"] == 1) & (data["year"] == 1914)).sum())',
        ),
    ),
    Level.DYAD_YEAR: Analysis(
        "who was allied with France (220) in 1914; a pair has one row, the lower code first",
        (
            "allied <- data$year == 1914 & (data$mem1 == 220 | data$mem2 == 220)",
            'print(data[allied, c("mem1", "mem2", "defense")])',
        ),
        (
            "generate allied = year == 1914 & inlist(220, mem1, mem2)",
            "list mem1 mem2 defense if allied",
        ),
        (
            'allied = (data["year"] == 1914) & ((data["mem1"] == 220) | (data["mem2"] == 220))',
            'print(data.loc[allied, ["mem1", "mem2", "defense"]])',
        ),
    ),
    Level.DIRECTED: Analysis(
        "in how many rows stateA owes stateB defense, and stateB owes stateA none; a pair has two",
        (
            'pair <- c("stateA", "stateB", "year", "defense")',
            "both <- merge(data[pair], data[pair], by.x = pair[1:3], by.y = pair[c(2, 1, 3)])",
            "print(sum(both$defense.x == 1 & both$defense.y == 0, na.rm = TRUE))",
        ),
        (
            "keep stateA stateB year defense",
            "rename (stateA stateB defense) (stateB stateA owed)",
            'merge 1:1 stateA stateB year using "{file}", keepusing(defense)',
            "count if defense == 1 & owed == 0",
        ),
        (
            'here, there = ["stateA", "stateB", "year"], ["stateB", "stateA", "year"]',
            'both = data.merge(data, left_on=here, right_on=there, suffixes=("", "_back"))',
            'print(((both["defense"] == 1) & (both["defense_back"] == 0)).sum())',
        ),
    ),
    Level.MEASURES: Analysis(
        "how institutionalized phases with and without a promise of defense are, by joining aph",
        (
            'both <- merge(data, read_dta("{phases}"), by = c("atopid", "atopidphase"))',
            "print(tapply(both$milinst, as_factor(both$defense), mean, na.rm = TRUE))",
        ),
        (
            'merge 1:1 atopid atopidphase using "{phases}", keepusing(defense) keep(match)',
            "tabstat milinst, by(defense) statistics(mean count)",
        ),
        (
            'phases = pandas.read_stata("{phases}", convert_categoricals=False)',
            'both = data.merge(phases, on=["atopid", "atopidphase"], validate="one_to_one")',
            'print(both.groupby("defense")["milinst"].mean())',
        ),
    ),
}


@dataclass(frozen=True)
class Recipe:
    """How to read one file in one program; ``name`` is the script next to the file."""

    program: str
    name: str
    lines: tuple[str, ...]
    remark: str
    script: str


def recipes(release: DatasetRelease, level: Level, is_nna: bool = False) -> tuple[Recipe, ...]:
    return tuple(_recipes(release, level, is_nna))


def question_of_script(level: Level) -> str:
    """Return what the scripts of a level count or list."""
    return ANALYSES[level].asks


def _recipes(release: DatasetRelease, level: Level, is_nna: bool) -> Iterator[Recipe]:
    stem = release.file_stem(level, is_nna)
    analysis = ANALYSES[level]
    answers = (analysis.r, analysis.stata, analysis.python)
    for program, answer in zip(PROGRAMS, answers, strict=True):
        names = {
            "file": f"{stem}.dta",
            "phases": f"{release.file_stem(Level.PHASE, False)}.dta",
            "key": program.list_of(KINDS[level].key),
        }
        lines = tuple(line.format(**names) for line in (*program.begin, *answer))
        remark = program.remark.format(**names)
        script = "\n".join([*_head(program, level, stem, remark), *lines, ""])
        yield Recipe(program.name, f"{stem}{program.ending}", lines, remark, script)


def _head(program: Program, level: Level, stem: str, remark: str) -> Iterator[str]:
    """Yield the comment on top: what a row is, the question, what to know."""
    kind = KINDS[level]
    sentences = (
        f"{stem}: {kind.title}. A row is {kind.unit}.",
        f"Asked: {question_of_script(level)}.",
        f"Run it in the folder of the file. {remark}",
    )
    for sentence in sentences:
        yield from (f"{program.comment} {line}" for line in textwrap.wrap(sentence, 76))
