"""What is left to do on a sheet: blank answers, codes and dates not given, findings of checks."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from coding.checks.rule import Finding
from coding.codebook.still_to_do import Gap, Progress, count, gaps
from coding.codebook.variables import Variable
from coding.history.codes_in_words import Names, name_of_member, names_of
from coding.models import Sheet
from coding.models.approved_values import approved_state
from coding.models.questionnaire import BY_NUMBER, QUESTIONS, SECTIONS, Question, Section
from coding.models.variables import VARIABLES
from coding.pages.loaded_sheet import states_of
from coding.workflow.checking import findings_of


@dataclass(frozen=True)
class LackingCode:
    """A code not given, of the alliance, of members or of pairs; ``cell`` is the first."""

    label: str
    name: str
    cell: str
    whose: str = ""


@dataclass(frozen=True)
class AtQuestion:
    """What is left to do at one question."""

    question: Question
    codes: list[LackingCode]


@dataclass(frozen=True)
class ToDo:
    """The page; dates are listed separately from other codes."""

    sheet: Sheet
    progress: Progress
    blank: list[Question]
    codes: list[AtQuestion]
    dates: list[AtQuestion]
    findings: list[Finding]
    findings_by_section: list[tuple[Section | None, list[Finding]]]


def load_to_do(sheet: Sheet) -> ToDo:
    """Return what is left to do on a sheet that is loaded with its sections."""
    approved = approved_state(sheet)
    coding = approved.coding
    lacking, names = gaps(coding, VARIABLES), names_of(states_of(coding))
    given, asked = count(coding, VARIABLES)
    findings = findings_of(sheet, approved)
    blank = [question for question in QUESTIONS if not approved.answers[question.number]]
    return ToDo(
        sheet=sheet,
        progress=Progress(len(QUESTIONS) - len(blank), len(QUESTIONS), given, asked),
        blank=blank,
        codes=by_question([gap for gap in lacking if not gap.variable.kind.is_date], names),
        dates=by_question([gap for gap in lacking if gap.variable.kind.is_date], names),
        findings=findings,
        findings_by_section=_by_section(findings),
    )


def _by_section(findings: Iterable[Finding]) -> list[tuple[Section | None, list[Finding]]]:
    """Return findings by the section to correct; those of no question come last."""
    places: dict[Section | None, list[Finding]] = {section: [] for section in (*SECTIONS, None)}
    for finding in findings:
        places[BY_NUMBER[finding.questions[0]].section if finding.questions else None].append(
            finding
        )
    return [(section, listed) for section, listed in places.items() if listed]


def by_question(lacking: Iterable[Gap], names: Names) -> list[AtQuestion]:
    """Group gaps by question, in order, and those of several members together."""
    gaps_at: dict[int, dict[Variable, list[Gap]]] = defaultdict(lambda: defaultdict(list))
    for gap in lacking:
        gaps_at[gap.question][gap.variable].append(gap)
    return [
        AtQuestion(BY_NUMBER[number], [_lacking(alike, names) for alike in of_question.values()])
        for number, of_question in sorted(gaps_at.items())
    ]


def _lacking(alike: list[Gap], names: Names) -> LackingCode:
    first = alike[0]
    keys = [key for key in (first.member, first.partner) if key]
    whose = " toward ".join(name_of_member(key, names) for key in keys)
    if len(alike) > 1:
        whose = f"{len(alike)} {'pairs' if first.partner else 'members'}"
    return LackingCode(first.variable.label, first.variable.name, first.cell, whose)
