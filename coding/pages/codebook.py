"""The codebook: sections, questions and variables as declared, with how often each code occurs.

The page of the site and docs/codebook.md are both written from it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string

from coding.codebook.entries import CodebookEntry, Tallies, value_lines
from coding.codebook.questionnaire import Questionnaire
from coding.codebook.variables import Variable
from coding.datasets.documents.publication import ARTICLE
from coding.datasets.frequencies import Frequencies, count
from coding.models.approved_values import phases_in_record
from coding.models.questionnaire import SECTIONS, Question, Section
from coding.models.variables import QUESTIONNAIRE, VARIABLES

_ABOUT = (
    "Each printed question of the coding sheet, the rule for answering it, and the numeric "
    "variables that are coded from it."
)
_HOW_TO_READ = (
    "Scope says what a value describes: the alliance (in each of its phases), each member (in each "
    "of its spells in a phase), or what each member owes each other one. A derived variable "
    "follows from others and is never typed.",
    "“Phases” counts the phases of alliances in which a code occurs, for one member at least; "
    "“Members” counts the rows of the member file or, for what members owe each other, pairs.",
    "“Missing” means that the code cannot be known (−9 in working sheets, empty in published "
    "files); a variable without a line for it is never missing. What stands in italics is not a "
    "labelled code, but what the data hold: ranges of numbers, values without a label, values "
    "that are not coded yet.",
)
_COUNTED_IN = ("phases", "members")


@dataclass(frozen=True)
class CodebookQuestion:
    """One printed question, the variables described there, and others it has a part in."""

    question: Question
    wording: str
    entries: tuple[CodebookEntry, ...]
    elsewhere: tuple[CodebookEntry, ...]


@dataclass(frozen=True)
class CodebookSection:
    """One printed section."""

    section: Section
    questions: tuple[CodebookQuestion, ...]

    @property
    def entries(self) -> Iterator[CodebookEntry]:
        """The variables described in the section."""
        return (entry for question in self.questions for entry in question.entries)


@dataclass(frozen=True)
class Codebook:
    """The whole codebook; ``apart`` are the variables that belong to no question."""

    frequencies: Frequencies
    sections: tuple[CodebookSection, ...]
    apart: tuple[CodebookEntry, ...]

    @property
    def counted(self) -> str:
        """What was counted, such as "849 phases of 789 alliances, 2,510 member rows"."""
        of = self.frequencies
        return (
            f"{of.phases:,} phases of {of.alliances:,} alliances, {of.members:,} member rows, "
            f"{of.pairs:,} pairs of members"
        )


def texts(codebook: Codebook) -> dict[str, Any]:
    """Return what the templates of the page and of docs/codebook.md show."""
    return {
        "codebook": codebook,
        "about": _ABOUT,
        "citation": ARTICLE.cited,
        "how_to_read": _HOW_TO_READ,
    }


def markdown(codebook: Codebook, counted: str) -> str:
    """Return the codebook for docs; ``counted`` names what was counted, as "Release 5.1"."""
    context = texts(codebook) | {"counted": counted}
    return render_to_string("coding/codebook/codebook.md", context) + "\n"


def frequencies_in_record() -> Frequencies:
    """Count the approved codes of the record as it is now; three queries."""
    return count(phases_in_record(), VARIABLES)


def codebook(frequencies: Frequencies, questionnaire: Questionnaire = QUESTIONNAIRE) -> Codebook:
    """Put variables in the order of the printed questions, with these counts.

    ``questionnaire`` is today's, or that of a release. A variable is described once, at the
    question where it is entered or, where it is derived, at the first that it belongs to.
    """
    entries = [_entry(one, frequencies.of(one)) for one in questionnaire.variables]
    asked = questionnaire.by_number
    sections = tuple(
        CodebookSection(
            section,
            tuple(
                _question(one, asked[one.number].wording, entries)
                for one in section.questions
                if one.number in asked
            ),
        )
        for section in SECTIONS
    )
    apart = tuple(entry for entry in entries if entry.variable.home is None)
    return Codebook(frequencies, sections, apart)


def _question(
    question: Question, wording: str, entries: Iterable[CodebookEntry]
) -> CodebookQuestion:
    number, here, elsewhere = question.number, [], []
    for entry in entries:
        if entry.variable.home == number:
            here.append(entry)
        elif number in entry.variable.questions:
            elsewhere.append(entry)
    return CodebookQuestion(question, wording, tuple(here), tuple(elsewhere))


def _entry(variable: Variable, tallies: Tallies) -> CodebookEntry:
    values = value_lines(variable, tallies, is_zero_apart=True)
    return CodebookEntry(variable.name, variable.label, variable, _COUNTED_IN, tuple(values))
