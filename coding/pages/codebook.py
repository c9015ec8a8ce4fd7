"""The codebook: sections, questions and variables as declared, with how often each code occurs.

The site's page and docs/codebook.md are both made from it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import chain
from typing import Any

from django.template.loader import render_to_string

from coding.codebook.entries import CodebookEntry, Tallies, value_lines
from coding.codebook.questionnaire import PrintedQuestion, Questionnaire
from coding.codebook.variables import Variable
from coding.datasets.documents.publication import ARTICLE
from coding.datasets.frequencies import Frequencies, count
from coding.export.released import released_alliances
from coding.models import Release
from coding.models.questionnaire import SECTIONS, Question, Section
from coding.models.release import newest_first
from coding.models.rows_in_record import phases_in_record
from coding.models.variables import QUESTIONNAIRE, VARIABLES
from coding.pages.kept_counts import once_for_what_is_approved
from coding.workflow import rules

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
    """One printed question with its coding rule, its variables, and those described elsewhere."""

    question: Question
    wording: str
    rule: str
    entries: tuple[CodebookEntry, ...]
    elsewhere: tuple[CodebookEntry, ...]


@dataclass(frozen=True)
class CodebookSection:
    """One printed section."""

    section: Section
    questions: tuple[CodebookQuestion, ...]

    @property
    def entries(self) -> Iterator[CodebookEntry]:
        return (entry for question in self.questions for entry in question.entries)


@dataclass(frozen=True)
class Codebook:
    """The whole codebook; ``apart`` are the variables of no question."""

    frequencies: Frequencies
    sections: tuple[CodebookSection, ...]
    apart: tuple[CodebookEntry, ...]

    @property
    def counted(self) -> str:
        """The base of the counts, such as "849 phases of 789 alliances, 2,510 member rows"."""
        of = self.frequencies
        return (
            f"{of.phases:,} phases of {of.alliances:,} alliances, {of.members:,} member rows, "
            f"{of.pairs:,} pairs of members"
        )


@dataclass(frozen=True)
class Counted:
    """A codebook with the counts a person may see: of the approved record, or of a release."""

    codebook: Codebook
    release: str = ""  # "" for the record, or where nothing is published yet
    is_record: bool = False

    @property
    def is_counted(self) -> bool:
        return self.is_record or bool(self.release)


def codebook_for(user: Any) -> Counted:
    """Return the record's codebook for its readers, the newest published release's for others.

    Counts tell what is in the record, so until something is published there are none.
    """
    if rules.why_not_read(user) is None:
        return Counted(_codebook_of_record(), is_record=True)
    published = Release.objects.filter(published_at__isnull=False)
    newest = next(iter(newest_first(published)), None)
    if newest is None:
        return Counted(codebook(count([], VARIABLES)))
    return Counted(_kept_codebook(newest.pk, newest.frozen_at), newest.label)


@once_for_what_is_approved
def _codebook_of_record() -> Codebook:
    return codebook(frequencies_in_record())


@lru_cache(maxsize=2)
def _kept_codebook(pk: int, frozen_at: datetime) -> Codebook:
    """Return the codebook of a release, cached for all readers since it never changes."""
    return codebook_of_release(Release.objects.get(pk=pk))


def codebook_of_release(release: Release) -> Codebook:
    questionnaire = release.kept_questionnaire
    phases = chain.from_iterable(released_alliances(release.label))
    return codebook(count(phases, questionnaire.variables), questionnaire)


def context_of(codebook: Codebook) -> dict[str, Any]:
    """Return what the templates of the page and of docs/codebook.md show."""
    return {
        "codebook": codebook,
        "about": _ABOUT,
        "citation": ARTICLE.cited,
        "how_to_read": _HOW_TO_READ,
    }


def markdown(codebook: Codebook, counted: str) -> str:
    """Return the codebook for docs; ``counted`` names the base, as "Release 5.1"."""
    context = context_of(codebook) | {"counted": counted}
    return render_to_string("coding/codebook/codebook.md", context) + "\n"


def frequencies_in_record() -> Frequencies:
    """Count the approved codes of the record as it is now."""
    return count(phases_in_record(), VARIABLES)


def codebook(frequencies: Frequencies, questionnaire: Questionnaire = QUESTIONNAIRE) -> Codebook:
    """Put variables in the order of the printed questions, with these counts.

    ``questionnaire`` is today's, or that of a release. A variable is described once, at the
    question where it is entered or, where it is derived, at the first that it belongs to.
    """
    entries = [_entry(variable, frequencies.of(variable)) for variable in questionnaire.variables]
    asked = questionnaire.by_number
    sections = tuple(
        CodebookSection(
            section,
            tuple(
                _question(question, asked[question.number], entries)
                for question in section.questions
                if question.number in asked
            ),
        )
        for section in SECTIONS
    )
    apart = tuple(entry for entry in entries if entry.variable.home is None)
    return Codebook(frequencies, sections, apart)


def _question(
    question: Question, asked: PrintedQuestion, entries: Iterable[CodebookEntry]
) -> CodebookQuestion:
    number, here, elsewhere = question.number, [], []
    for entry in entries:
        if entry.variable.home == number:
            here.append(entry)
        elif number in entry.variable.questions:
            elsewhere.append(entry)
    rule = asked.rule or question.help  # a release frozen before rules were stored has today's
    return CodebookQuestion(question, asked.wording, rule, tuple(here), tuple(elsewhere))


def _entry(variable: Variable, tallies: Tallies) -> CodebookEntry:
    values = value_lines(variable, tallies, is_zero_apart=True)
    return CodebookEntry(variable.name, variable.label, variable, _COUNTED_IN, tuple(values))
