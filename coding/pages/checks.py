"""What the checks find: at one question, and over all sheets."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from coding.checks.registry import RULES
from coding.checks.rule import Finding
from coding.models import Revision, Sheet
from coding.models.approved_values import answers_now
from coding.models.questionnaire import Question
from coding.pages.code_panel import Panel
from coding.workflow.checking import (
    SheetState,
    checked_sheets,
    current_reference,
    find,
    key_of_finding,
    new_findings,
    with_revisions,
)

MOST_LISTED = 500


@dataclass(frozen=True)
class Found:
    """One finding as a page shows it; a new warning can be passed with a reason."""

    finding: Finding
    key: str
    is_new: bool
    reason: str = ""


@dataclass
class Checks:
    """What the checks find at one question: in the record, and what the coder's drafts bring."""

    found: list[Found] = field(default_factory=list)

    @property
    def asked(self) -> list[Found]:
        """The new warnings, each of which needs a reason before submission."""
        return [one for one in self.found if one.is_new and one.finding.severity == "warning"]

    @property
    def errors(self) -> list[Found]:
        """What blocks submission."""
        return [one for one in self.found if one.is_new and one.finding.severity == "error"]

    @property
    def standing(self) -> list[Found]:
        """What stands in the record already."""
        return [one for one in self.found if not one.is_new]


def checks_at(
    sheet: Sheet,
    question: Question,
    panel: Panel,
    own: Iterable[Revision],
    reasons: Mapping[str, str],
) -> Checks:
    """Return what the checks find at a question, with the author's open revisions applied.

    Where nothing is coded, the checks have nothing to say, and nothing is read.
    """
    coding = panel.coding
    if not (coding.members or coding.alliance or panel.kept or panel.roster_kept):
        return Checks()
    revisions = list(own)
    approved = SheetState(answers_now(sheet), coding)
    reference, at = current_reference(), question.number
    before = after = find(sheet, approved, question=at, reference=reference)
    if revisions:
        drafted = with_revisions(approved, revisions)
        after = find(sheet, drafted, question=at, reference=reference)
    fresh = {key_of_finding(one) for one in new_findings(before, after)}
    keyed = [(one, key_of_finding(one)) for one in after]
    return Checks([Found(one, key, key in fresh, reasons.get(key, "")) for one, key in keyed])


def reasons_sent(data: Mapping[str, str]) -> dict[str, str]:
    """Return the reasons for passing warnings that a form sent, by the findings' keys."""
    start = "pass:"
    return {name[len(start) :]: data[name] for name in data if name.startswith(start)}


@dataclass(frozen=True)
class RuleCount:
    """How often one rule speaks."""

    id: str
    severity: str
    title: str
    count: int


@dataclass(frozen=True)
class Survey:
    """What all checks find over all sheets; ``listed`` are the findings of one rule, or of all."""

    rules: list[RuleCount]
    checked: int
    listed: list[tuple[Sheet, Finding]]
    most: int  # how many are listed at most

    @property
    def speaking(self) -> list[RuleCount]:
        """The rules that find something."""
        return [rule for rule in self.rules if rule.count]

    @property
    def silent(self) -> list[RuleCount]:
        """The rules that find nothing."""
        return [rule for rule in self.rules if not rule.count]

    @property
    def total(self) -> int:
        """How many findings there are."""
        return sum(rule.count for rule in self.rules)


def survey(wanted: str) -> Survey:
    """Run all checks over all sheets; list the findings of the rule with this id, or of all."""
    counts: Counter[str] = Counter()
    listed: list[tuple[Sheet, Finding]] = []
    checked = 0
    for sheet, findings in checked_sheets():
        checked += 1
        for finding in findings:
            counts[finding.rule] += 1
            if wanted in ("", finding.rule) and len(listed) < MOST_LISTED:
                listed.append((sheet, finding))
    rules = [RuleCount(rule.id, str(rule.severity), rule.title, counts[rule.id]) for rule in RULES]
    return Survey(rules, checked, listed, MOST_LISTED)
