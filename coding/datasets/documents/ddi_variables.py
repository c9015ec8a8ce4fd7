"""The variables of ddi-codebook.xml: every column of every file, with ranges, labels and counts."""

from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element

from coding.codebook.entries import Tally, labelled_lines
from coding.codebook.questions import Question
from coding.codebook.variables import Kind, Variable
from coding.datasets.documents.elements import add
from coding.datasets.documents.files import DataFile
from coding.datasets.release import Level

# The levels whose columns are what was coded, so that the printed question stands beside them.
_CODED = (Level.MEMBER, Level.PHASE, Level.ALLIANCE)


def add_variable(
    data: Element, file: DataFile, column: Variable, questions: Mapping[int, Question]
) -> None:
    """Add one column of a file to the description of the data."""
    tally = file.tallies[column.name]
    element = add(data, "var", **_attributes(file, column))
    add(element, "labl", column.label)
    if file.level in _CODED:
        for question in _questions(column, questions):
            asked = add(element, "qstn", seqNo=str(question.number))
            add(asked, "qstnLit", question.wording)
    if tally.least is not None:
        add(add(element, "valrng"), "range", min=str(tally.least), max=str(tally.most))
    add(element, "sumStat", str(tally.given), type="vald")
    add(element, "sumStat", str(tally.missing), type="invd")
    if column.missing:
        add(element, "txt", f"Missing: {column.missing}.")
    _add_labels(element, column, tally)
    kind = "character" if column.kind is Kind.TEXT else "numeric"
    add(element, "varFormat", type=kind)


def _attributes(file: DataFile, column: Variable) -> dict[str, str]:
    return {
        "ID": f"V_{file.stem}_{column.name}",
        "name": column.name,
        "files": f"F_{file.stem}",
        "dcml": "1" if column.kind is Kind.DECIMAL else "0",
        "intrvl": "discrete",
    }


def _questions(variable: Variable, questions: Mapping[int, Question]) -> Iterator[Question]:
    for number in variable.questions:
        if number in questions:
            yield questions[number]


def _add_labels(element: Element, variable: Variable, tally: Tally) -> None:
    if not variable.codes:
        return
    for line in sorted(labelled_lines(variable, [tally]), key=lambda line: line.value):
        category = add(element, "catgry")
        add(category, "catValu", line.value)
        if line.is_declared:
            add(category, "labl", line.meaning)
        add(category, "catStat", str(line.counts[0]), type="freq")
