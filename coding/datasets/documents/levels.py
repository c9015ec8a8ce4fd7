"""What each file is: the unit of its rows, their order, and how they are made.

docs/datasets.md has the rules in full; this is what a user of a file must know.
"""

from dataclasses import dataclass

from coding.datasets.release import Level

CODED = (Level.MEMBER, Level.PHASE, Level.ALLIANCE)  # levels whose columns were coded


@dataclass(frozen=True)
class FileKind:
    """One of the levels.

    ``key`` names the columns that tell every row from every other, ``order`` how rows are sorted.
    """

    title: str
    unit: str
    key: tuple[str, ...]
    order: str
    rule: str


KINDS = {
    Level.MEMBER: FileKind(
        "members of alliances",
        "a member in a phase of an alliance; a member that left and came back has several",
        ("atopid", "phase", "member", "yrent", "moent"),
        "alliance, day of entry (an unknown day last in its month), member, phase",
        "As coded. Derived variables follow from other codes of the same alliance.",
    ),
    Level.PHASE: FileKind(
        "phases of alliances",
        "a phase of an alliance, a stretch of its life without a change of the codes",
        ("atopid", "phase"),
        "alliance, phase",
        "Each code is the highest among the members, also where codes have no order; missing ones "
        "are left out. A phase begins with the first entry and ends with the last exit.",
    ),
    Level.ALLIANCE: FileKind(
        "alliances",
        "an alliance",
        ("atopid",),
        "alliance",
        "Each code is the highest among the phases. The beginning is that of the first phase; the "
        "end and how it ended (term) are those of the last.",
    ),
    Level.STATE_YEAR: FileKind(
        "state-years",
        "a state in a year in which it is bound by an alliance",
        ("state", "year"),
        "state, year",
        "A commitment covers each year from that of entry to that of exit. An obligation is 1 if "
        "the state owes it to anyone. Where an alliance has several phases in a year, the last "
        "counts.",
    ),
    Level.DYAD_YEAR: FileKind(
        "dyad-years",
        "a pair of states in a year in which an alliance binds them",
        ("dyad", "year"),
        "lower code, higher code, year",
        "As directed dyad-years; an obligation is 1 if either state owes it to the other.",
    ),
    Level.DIRECTED: FileKind(
        "directed dyad-years",
        "an ordered pair of states in a year in which an alliance binds them",
        ("ddyad", "year"),
        "stateA, stateB, year",
        "Two states are a pair while both are members of the same phase for longer than a point "
        "in time. An obligation is 1 if stateA owes it to stateB.",
    ),
    Level.MEASURES: FileKind(
        "measures of institutionalization",
        "a phase of an alliance",
        ("atopid", "atopidphase"),
        "alliance, phase",
        "MILINST and FORMAL of Leeds, Brett Ashley and Sezi Anac (2005). Alliance "
        "Institutionalization and Alliance Performance. International Interactions 31: 183–202.",
    ),
}

NNA = (
    "Files with NNA in their name leave out alliances that oblige to nonaggression and nothing "
    "else. The year files leave out, besides, pairs of states in years in which they owe each "
    "other nothing else."
)
MISSING = (
    "A value that cannot be known is missing: an empty field in CSV, a blank cell in Excel, the "
    "system's missing value in Stata, SPSS and Parquet. A code that nobody has given yet is empty "
    "too; the codebook counts such rows apart, as “not coded yet”. 0 in a date of exit or end "
    "means that the commitment is in effect; only days may be unknown."
)
STATES = "States are given by the country codes of the Correlates of War project (COW)."
VERSION = (
    "The column version is the label of the release, which is no number. In CSV, R and pandas take "
    "6.0 for one and show 6: read it as a text by read.csv(file, colClasses = c(version = "
    '"character")) or read_csv(file, dtype={"version": str}).'
)
SCRIPTS = (
    "Beside each file lies how it is read in R, Stata and Python, to be run in this folder: what a "
    "row is, the columns that tell rows apart, what to take care of, and a first analysis. The "
    "files without pure nonaggression pacts have the same. They ask:"
)
TEXTS = (
    "In these CSV files, which are UTF-8, a text stands in quotes and what is missing is an empty "
    "field: an answer that reads “NA” is no missing one. R tells them apart by read.csv(file, "
    'na.strings = ""), pandas by read_csv(file, keep_default_na=False). Columns are named as in '
    "the dataset files, so that tables join on them."
)
