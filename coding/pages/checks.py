"""What the checks find: at one question, and over all sheets."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from coding.checks.registry import RULES
from coding.checks.rule import Finding
from coding.models import Sheet
from coding.pages.loaded_sheet import LoadedSheet
from coding.pages.question_codes import QuestionCodes
from coding.workflow.checking import (
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


def checks_at(loaded: LoadedSheet, codes: QuestionCodes, reasons: Mapping[str, str]) -> Checks:
    """Return what the checks find at a question, with the author's open revisions applied.

    Where nothing is coded, the checks have nothing to say, and nothing is read.
    """
    approved, coding = loaded.approved, loaded.approved.coding
    if not (coding.members or coding.alliance or codes.drafted or codes.roster_drafted):
        return Checks()
    reference, at = current_reference(), codes.question.number
    before = find(loaded.sheet, approved, question=at, reference=reference)
    after = before
    if loaded.own:
        drafted = with_revisions(approved, loaded.own.values())
        after = find(loaded.sheet, drafted, question=at, reference=reference)
    fresh = {key_of_finding(one) for one in new_findings(before, after)}
    found = ((one, key_of_finding(one)) for one in after)
    return Checks([Found(one, key, key in fresh, reasons.get(key, "")) for one, key in found])


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
