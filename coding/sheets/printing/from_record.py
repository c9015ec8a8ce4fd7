"""Print a sheet of the record: its approved answers, revision notes and codes."""

from collections.abc import Iterator
from itertools import groupby

from coding.codebook.cells import Coding
from coding.history.codes_in_words import CodeLine, KeptVariables, Names, lines_of, merge_alike
from coding.history.timeline import revision_notes
from coding.models import Sheet, State
from coding.models.approved_values import answers_now, approved_coding, in_order
from coding.models.questionnaire import QUESTIONS
from coding.sheets.printing.forms import FORMS
from coding.sheets.printing.printable import CodesOfQuestion, CodeWords, PrintableSheet
from coding.workflow.visibility import visible_to_all


def print_sheet(sheet: Sheet, form: str) -> tuple[bytes, str]:
    """Return the sheet in one of the FORMS, with its content type."""
    return FORMS[form].make(printable(sheet)), FORMS[form].content_type


def printable(sheet: Sheet) -> PrintableSheet:
    notes = revision_notes(visible_to_all().filter(sheet=sheet))
    codes = codes_in_words(approved_coding(sheet), names_of_states())
    return PrintableSheet(sheet.atop_id, sheet.phase, answers_now(sheet), notes, codes)


def names_of_states() -> Names:
    """Return the names of all states by COW code, in one query."""
    return dict(State.objects.values_list("code", "name"))


def codes_in_words(
    coding: Coding, names: Names, kept: KeptVariables | None = None
) -> tuple[CodesOfQuestion, ...]:
    """Return the codes of each question that has any; ``kept`` has the variables of a release."""
    coding = in_order(coding)
    return tuple(
        CodesOfQuestion(question.number, tuple(_printed_lines(lines)))
        for question in QUESTIONS
        if (lines := merge_alike(lines_of(question, coding, names, kept)))
    )


def _printed_lines(lines: list[CodeLine]) -> Iterator[tuple[CodeWords, ...]]:
    """Group codes that hold for all members on one line; others have their own lines."""
    for names, alike in groupby(lines, key=lambda line: line.name if line.who else ""):
        if names:
            yield (CodeWords(names, "; ".join(map(_value, alike))),)
        else:
            yield tuple(CodeWords(line.name, _value(line)) for line in alike)


def _value(line: CodeLine) -> str:
    who = f" ({line.who})" if line.who else ""
    derived = " [derived]" if line.is_derived else ""
    return f"{line.value}{who}{derived}"
