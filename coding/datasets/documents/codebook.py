"""The codebook of the dataset files: files, rules, and every column with its values and counts."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from coding.codebook.entries import CodebookEntry, value_lines
from coding.codebook.questionnaire import PrintedQuestion
from coding.codebook.variables import Variable
from coding.datasets.columns import list_of
from coding.datasets.documents.blocks import DocumentBlock, Grid, Heading, Terms, Text
from coding.datasets.documents.companion_files import CompanionFile
from coding.datasets.documents.data_files import DataFile
from coding.datasets.documents.levels import CODED, MISSING, NNA, STATES, TEXTS, VERSION
from coding.datasets.documents.publication import ABSTRACT, ARTICLE, Publication
from coding.datasets.documents.recipes import question_of_script, recipes
from coding.datasets.release import DatasetRelease, Level

Questions = Mapping[int, PrintedQuestion]

_YEARS = (Level.STATE_YEAR, Level.DYAD_YEAR, Level.DIRECTED)
_APART = "Phase, dates, members and release"  # variables of no printed question
_SCOPES = {
    "A": "the alliance, in each of its phases",
    "M": "each member",
    "R": "given by the release",
}
_FORMATS = (
    ("CSV", "ASCII, separated by commas, without quotes; a missing value is an empty field."),
    (
        "Stata",
        "Format 118, for Stata 14 and later: variable labels, value labels, notes. Numbers are as "
        "small as they can be, atopidphase is double, version is text.",
    ),
    ("Parquet", "Labels stand in the metadata of each column, as “label” and “values”."),
    ("SPSS", "Variable labels, value labels, notes."),
    ("Excel", "Members, phases, alliances and measures only; labels are on a second sheet."),
)


def codebook(
    publication: Publication, files: Iterable[DataFile], companions: Sequence[CompanionFile] = ()
) -> list[DocumentBlock]:
    """Return the parts of the codebook; ``companions`` are the other files."""
    files, questions = list(files), publication.release.questionnaire.by_number
    complete = [file for file in files if not file.is_nna]
    return [
        *_opening(publication),
        *_files(files),
        *_rules(complete, publication.release),
        *_coded([file for file in complete if file.level in CODED], questions),
        *_part("Columns of the year files", "years", complete, _YEARS, questions),
        *_part("Measures", "measures", complete, (Level.MEASURES,), questions),
        *_about_other_files(companions),
    ]


def _opening(publication: Publication) -> Iterator[DocumentBlock]:
    yield Heading(f"Codebook: {publication.title}", 1, "top")
    yield Text(ABSTRACT)
    if publication.note:
        yield Text(publication.note)
    if publication.held_back:
        text = "; ".join(map(str, publication.held_back))
        yield Text(f"Held back from this release, by hand: {text}.")
    terms = (
        ("Version", f"{publication.label}, {publication.day:%Y-%m-%d}"),
        ("Status of the data", f"{publication.release.cut_off:%Y-%m-%d}"),
        ("Cite the data", publication.cited),
        ("Citation corrected", publication.corrected and f"{publication.corrected:%Y-%m-%d}"),
        ("Cite the article", ARTICLE.cited),
        ("DOI", publication.doi),
        ("Web", publication.url),
        ("Licence", publication.licence),
    )
    yield Terms([(term, text) for term, text in terms if text])


def _files(files: Sequence[DataFile]) -> Iterator[DocumentBlock]:
    yield Heading("Files", 2, "files")
    rows = [
        (file.stem, file.kind.unit, f"{file.rows:,}", f"{len(file.columns):,}") for file in files
    ]
    yield Grid(("file", "a row for each", "rows", "columns"), rows, numbers=2)
    yield Text(NNA)
    written = {format_.format for file in files for format_ in file.written}
    if formats := [(name, text) for name, text in _FORMATS if name in written]:
        yield Terms(formats)


def _rules(files: Sequence[DataFile], release: DatasetRelease) -> Iterator[DocumentBlock]:
    yield Heading("How the files are made", 2, "rules")
    yield Text(f"{MISSING} {STATES}")
    yield Text(VERSION)
    for file in files:
        yield Heading(file.kind.title, 3, f"file-{file.level.value}", file.stem)
        yield Text(file.kind.rule)
        key = ", ".join(file.kind.key)
        scripts = ", ".join(recipe.name for recipe in recipes(release, file.level))
        yield Terms(
            [
                ("Order of rows", file.kind.order),
                ("No two rows share", key),
                ("How it is read", f"{scripts}: {question_of_script(file.level)}"),
            ]
        )


def _about_other_files(companions: Sequence[CompanionFile]) -> Iterator[DocumentBlock]:
    """Describe the other files, and the columns of tables."""
    if companions:
        yield Heading("Other files", 2, "other-files")
        yield Text(TEXTS)
    for n, companion in enumerate(companions):
        yield Heading("", 3, f"other-file-{n}", companion.name)
        yield Text(companion.about)
        if terms := [(term, text) for term, text in companion.terms if term != "Columns"]:
            yield Terms(terms)
        if companion.is_table:
            rows = [(column.name, _meaning(column)) for column in companion.columns]
            yield Grid(("column", "meaning"), rows, numbers=2)


def _meaning(column: Variable) -> str:
    values = "; ".join(f"{value} {label}" for value, label in column.labels.items())
    missing = f"empty: {column.missing}" if column.missing else ""
    return ". ".join(filter(None, (column.label, values, missing)))


def _coded(files: Sequence[DataFile], questions: Questions) -> Iterator[DocumentBlock]:
    """Variables of members, phases and alliances, by the section of the coding sheet."""
    parts: dict[str, list[CodebookEntry]] = {}
    for entry in _entries(files):
        parts.setdefault(_section(entry, questions), []).append(entry)
    sections = dict.fromkeys(question.section for question in questions.values())
    for n, section in enumerate((_APART, *sections)):
        if section in parts:
            yield Heading(section, 2, f"section-{n}")
            yield from _questions_with_rules(
                [question for question in questions.values() if question.section == section]
            )
            for entry in parts[section]:
                yield from _entry(entry, entry.anchor, questions)


def _questions_with_rules(questions: Sequence[PrintedQuestion]) -> Iterator[DocumentBlock]:
    """The questions of a section, each with its coding rule, if rules are stored."""
    if any(question.rule for question in questions):
        yield Text("The questions of this section, and the rule for answering each:")
        rules = [(f"Question {q.number}", f"{q.wording}\n{q.rule}") for q in questions]
        yield Terms(rules)


def _section(entry: CodebookEntry, questions: Questions) -> str:
    asked = (questions.get(number) for number in entry.variable.questions)
    return next((question.section for question in asked if question), _APART)


def _part(
    title: str,
    anchor: str,
    files: Sequence[DataFile],
    levels: Sequence[Level],
    questions: Questions,
) -> Iterator[DocumentBlock]:
    described = _entries([file for file in files if file.level in levels])
    if not described:
        return
    yield Heading(title, 2, anchor)
    for n, entry in enumerate(described):
        yield from _entry(entry, f"{anchor}-{n}", questions)


def _entry(entry: CodebookEntry, anchor: str, questions: Questions) -> Iterator[DocumentBlock]:
    variable = entry.variable
    yield Heading(entry.label, 3, anchor, entry.name)
    if terms := list(_terms(variable, questions)):
        yield Terms(terms)
    if entry.values:
        rows = [(line.value, line.meaning, *line.shown) for line in entry.values]
        yield Grid(("value", "meaning", *entry.counted_in), rows, numbers=2)
    elif variable.missing:
        yield Text(f"In {', '.join(entry.counted_in)}. Missing: {variable.missing}.")


def _terms(variable: Variable, questions: Questions) -> Iterator[tuple[str, str]]:
    if scope := _SCOPES.get(variable.scope):
        yield "Describes", scope if variable.is_coded else f"{scope}, derived"
    for number in variable.questions:
        if question := questions.get(number):
            yield f"Question {number}", question.wording


def _entries(files: Sequence[DataFile]) -> list[CodebookEntry]:
    """Describe each column of some files once, in order of first appearance.

    Columns of one name with different meanings (shareob of dy and of ddyr) are told apart. A list
    such as mem1, mem2 … is one entry, and has no values.
    """
    columns: dict[str | Variable, Variable] = {}
    for file in files:
        for column in file.columns:
            columns.setdefault(list_of(column) or column, column)
    return [_described(column, files) for column in columns.values()]


def _described(column: Variable, files: Sequence[DataFile]) -> CodebookEntry:
    having = [file for file in files if column in file.columns]
    levels = tuple(file.level.value for file in having)
    if stem := list_of(column):
        label = f"{column.label}, and so on: as many columns as the file needs"
        return CodebookEntry(f"{stem}1, {stem}2 …", label, column, levels, ())
    values = tuple(value_lines(column, [file.tallies[column.name] for file in having]))
    return CodebookEntry(column.name, column.label, column, levels, values)
