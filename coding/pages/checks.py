"""Findings of the checks: at one question, and over all sheets."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from coding.checks.registry import RULES
from coding.checks.rule import Finding
from coding.models.questionnaire import Question
from coding.pages.kept_counts import once_for_what_is_approved
from coding.pages.loaded_sheet import LoadedSheet
from coding.workflow.check_counts import checked
from coding.workflow.checking import Alliance, find_at
from coding.workflow.submission import DraftFinding, findings_of_draft

MOST_LISTED = 500


@dataclass
class Checks:
    """Findings of the checks in the approved data at a question, and those a draft would bring.

    ``reasons`` are those that the author gave for warnings, by the keys of the findings.
    """

    standing: list[Finding] = field(default_factory=list)
    brought: list[DraftFinding] = field(default_factory=list)
    reasons: Mapping[str, str] = field(default_factory=dict)

    @property
    def asked(self) -> list[DraftFinding]:
        """The warnings, each of which needs a reason before submission."""
        return [caused for caused in self._unexplained if not caused.brought.is_error]

    @property
    def errors(self) -> list[DraftFinding]:
        """The errors, which block submission."""
        return [caused for caused in self._unexplained if caused.brought.is_error]

    @property
    def _unexplained(self) -> list[DraftFinding]:
        return [caused for caused in self.brought if not caused.goes_with]

    @property
    def explained(self) -> list[DraftFinding]:
        """The findings that another pending proposal of the author explains."""
        return [caused for caused in self.brought if caused.goes_with]


def checks_at(loaded: LoadedSheet, question: Question, reasons: Mapping[str, str]) -> Checks:
    """Return the findings at a question, and those that submitting its draft would bring.

    ``reasons`` are those that were just sent; earlier ones are stored with the draft.
    """
    own = loaded.own.get(question.number)
    standing = find_at(loaded.sheet, loaded.approved, question.number)
    if own is None:
        return Checks(standing)
    alliance = Alliance.around(loaded.sheet, loaded.approved)
    kept = {warning["key"]: warning["reason"] for warning in own.warnings if "reason" in warning}
    return Checks(standing, list(findings_of_draft(own, alliance)), {**kept, **reasons})


@dataclass(frozen=True)
class RuleCount:
    """A rule with the number of its findings."""

    id: str
    severity: str
    title: str
    count: int


@dataclass(frozen=True)
class Survey:
    """Findings of all checks over all sheets.

    ``listed`` are the findings of one rule, or of all, each with the key of its sheet.
    """

    rules: list[RuleCount]
    checked: int
    listed: list[tuple[str, Finding]]
    most: int  # the maximum number listed

    @property
    def speaking(self) -> list[RuleCount]:
        return [rule for rule in self.rules if rule.count]

    @property
    def silent(self) -> list[RuleCount]:
        return [rule for rule in self.rules if not rule.count]

    @property
    def total(self) -> int:
        return sum(rule.count for rule in self.rules)


def survey(wanted: str) -> Survey:
    """Return what all checks find; list the findings of the rule with this id, or of all."""
    findings = _findings_in_all_sheets()
    rules = [
        RuleCount(rule.id, str(rule.severity), rule.title, findings.counts[rule.id])
        for rule in RULES
    ]
    return Survey(rules, findings.sheets, findings.listed.get(wanted, []), MOST_LISTED)


@dataclass(frozen=True)
class _AllFindings:
    """What all checks find. ``listed`` has the first findings of each rule, and at "" of all."""

    sheets: int
    counts: Counter[str]
    listed: Mapping[str, list[tuple[str, Finding]]]


@once_for_what_is_approved
def _findings_in_all_sheets() -> _AllFindings:
    counts: Counter[str] = Counter()
    listed: dict[str, list[tuple[str, Finding]]] = defaultdict(list)
    sheets = checked()
    for sheet in sheets:
        for finding in sheet.findings:
            counts[finding.rule] += 1
            for rows in (listed[""], listed[finding.rule]):
                if len(rows) < MOST_LISTED:
                    rows.append((sheet.key, finding))
    return _AllFindings(len(sheets), counts, dict(listed))
