"""Runs the checks over sheets as they are approved, or as they would be with revisions."""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Q

from coding.checks.facts import Facts, SharedFacts
from coding.checks.registry import PROSE_RULES, RULES, rules_at, run, run_at
from coding.checks.rule import ERROR, Finding, Rule
from coding.codebook.sheet import SheetState
from coding.models import Revision, Sheet
from coding.models.approved_values import approved_state, with_codes
from coding.models.compiled_queries import SHEET
from coding.models.reference import read_lists
from coding.models.rows_in_record import SheetRows
from coding.models.variables import BY_NAME, questions_telling_of


def with_revisions(state: SheetState, revisions: Iterable[Revision]) -> SheetState:
    """Return the state as it would be with the revisions approved."""
    given = list(revisions)
    texts = {revision.question: revision.text for revision in given if revision.changes_text}
    coding = state.coding.with_cells(*(revision.codes for revision in given))
    return SheetState({**state.answers, **texts}, coding)


def current_reference() -> SharedFacts:
    """Return what is the same for all sheets: the declarations, and the lists; three queries."""
    return SharedFacts(BY_NAME, read_lists())


def is_coded(state: SheetState) -> bool:
    """Whether there is a code; a sheet without any is not checked."""
    return bool(state.coding.alliance or state.coding.members)


@dataclass(frozen=True)
class Alliance:
    """An alliance's phases, each by the key of its sheet, as they are or would be approved.

    ``phases`` are those in the record, and sheets that are not in it yet but are worked on;
    ``recorded`` are the keys of those in the record.
    """

    phases: Mapping[int, tuple[Sheet, SheetState]]
    recorded: frozenset[int]

    @classmethod
    def of(cls, *sheets: Sheet) -> "Alliance":
        """Read the alliance to which the sheets belong; one query or two where it has no phases."""
        first = sheets[0]
        if len(sheets) == 1 and not first.phase:
            return cls.of_phases([SHEET.first(first.atop_id, first.phase)])
        return cls.of_each(sheets)[first.atop_id]

    @classmethod
    def of_each(cls, sheets: Iterable[Sheet]) -> "dict[int, Alliance]":
        """Read the alliances to which sheets belong, by their ATOP IDs; three queries."""
        meant = {sheet.pk: sheet.atop_id for sheet in sheets}
        is_meant = Q(entered_at__isnull=False) | Q(pk__in=meant)
        joined = with_codes(Sheet.objects.filter(is_meant, atop_id__in=set(meant.values())))
        by_alliance: dict[int, list[Sheet]] = defaultdict(list)
        for sheet in joined.order_by("atop_id", "phase"):
            by_alliance[sheet.atop_id].append(sheet)
        return {atop_id: cls.of_phases(phases) for atop_id, phases in by_alliance.items()}

    @classmethod
    def of_phases(cls, sheets: Iterable[Sheet]) -> "Alliance":
        """Return an alliance of sheets that are loaded with their sections."""
        phases = {sheet.pk: (sheet, approved_state(sheet)) for sheet in sheets}
        recorded = frozenset(pk for pk, (sheet, _) in phases.items() if sheet.entered_at)
        return cls(phases, recorded)

    @classmethod
    def of_rows(cls, sheets: Iterable[SheetRows]) -> "Alliance":
        """Return an alliance of the record, read as rows."""
        phases = {
            sheet.pk: (Sheet(pk=sheet.pk, atop_id=sheet.atop_id, phase=sheet.phase), sheet.state)
            for sheet in sheets
        }
        return cls(phases, frozenset(phases))

    @classmethod
    def around(cls, sheet: Sheet, state: SheetState) -> "Alliance":
        """Return the alliance of a sheet with a known state; no query if it has no phases."""
        if sheet.phase:
            return cls.of(sheet)
        return cls({sheet.pk: (sheet, state)}, frozenset({sheet.pk} if sheet.entered_at else ()))

    @cached_property
    def reference(self) -> SharedFacts:
        return current_reference()

    def with_revisions(self, revisions: Iterable[Revision]) -> "Alliance":
        """Return the alliance as it would be with the revisions approved, in their order."""
        by_sheet: dict[int, list[Revision]] = defaultdict(list)
        for revision in revisions:
            by_sheet[revision.sheet_id].append(revision)
        phases = dict(self.phases)
        for pk, given in by_sheet.items():
            sheet, state = phases[pk]
            phases[pk] = sheet, with_revisions(state, given)
        return Alliance(phases, self.recorded | by_sheet.keys())

    def find(
        self,
        pk: int,
        reference: SharedFacts,
        rules: Iterable[Rule] = RULES,
        read: Collection[int] | None = None,
    ) -> list[Finding]:
        """Return what rules find in one phase; nothing where it has no codes."""
        _, state = self.phases[pk]
        return run(self.facts(pk, reference, read), rules) if is_coded(state) else []

    def facts(self, pk: int, reference: SharedFacts, read: Collection[int] | None) -> Facts:
        """Return one phase as the checks read it; ``read`` limits the prose that is compared."""
        sheet, state = self.phases[pk]
        others = {key: phase for key, phase in self.phases.items() if key in self.recorded - {pk}}
        # The only sheet becomes phase 1 when another one enters the record.
        codings = {phase.phase or 1: its.coding for phase, its in others.values()}
        phase = sheet.phase or int(bool(others))
        return Facts(
            sheet.atop_id,
            phase,
            state.coding,
            reference,
            state.answers,
            codings,
            date.today(),
            read=read,
        )


@dataclass(frozen=True)
class Caused:
    """A finding that a change causes, perhaps on another sheet than the one it changes."""

    sheet: Sheet
    finding: Finding

    @cached_property
    def key(self) -> str:
        """A short name of the finding, by which the reason for passing it is kept."""
        return key_of_finding(self.finding)

    @property
    def box(self) -> str:
        """The form field for the reason; contains the sheet, as two may have the same finding."""
        return box_of(self.sheet.key, self.key)

    @property
    def is_error(self) -> bool:
        return self.finding.severity is ERROR

    def elsewhere(self, revision: Revision) -> str:
        """The sheet's name where it is not the revision's own; "" otherwise."""
        return "" if self.sheet.pk == revision.sheet_id else self.sheet.key

    @property
    def place(self) -> tuple[int, str]:
        """Distinguishes the finding from the same finding in another phase."""
        return self.sheet.pk, self.key


def caused_by(alliance: Alliance, revisions: Collection[Revision]) -> list[Caused]:
    """Return the findings that the revisions cause together, on all sheets of the alliance.

    Findings that the approved data have already are left out. Prose is compared only with the codes
    of its own sheet, codes with everything.
    """
    if not revisions:
        return []
    own = {revision.sheet_id for revision in revisions}
    is_prose = own <= alliance.recorded and not any(revision.codes for revision in revisions)
    read = (
        {n for revision in revisions for n in questions_telling_of(revision.question)}
        if is_prose
        else None
    )
    rules = RULES if read is None else rules_at(read, PROSE_RULES)
    after = alliance.with_revisions(revisions)
    if not any(is_coded(state) for _, state in after.phases.values()):
        return []
    reference, caused = alliance.reference, []
    for pk in own if is_prose else after.phases:
        fresh = after.find(pk, reference, rules, read)
        if fresh and pk in alliance.recorded:
            again = [rule for rule in rules if rule.id in {finding.rule for finding in fresh}]
            fresh = new_findings(alliance.find(pk, reference, again, read), fresh)
        caused += [Caused(after.phases[pk][0], finding) for finding in fresh]
    return caused


def find_at(sheet: Sheet, state: SheetState, question: int) -> list[Finding]:
    """Return what the checks find at a question of a sheet as it is approved."""
    if not is_coded(state):
        return []
    alliance = Alliance.around(sheet, state)
    return run_at(
        alliance.facts(sheet.pk, alliance.reference, questions_telling_of(question)), [question]
    )


def new_findings(before: Iterable[Finding], after: Iterable[Finding]) -> list[Finding]:
    """Return the findings that a change causes; those that were there before are left out."""
    known = {(finding.rule, finding.cells, finding.found) for finding in before}
    return [new for new in after if (new.rule, new.cells, new.found) not in known]


def box_of(sheet: str, key: str) -> str:
    """Return the name of the box for the reason why a finding on a sheet may pass."""
    return f"{sheet}-{key}"


def key_of_finding(finding: Finding) -> str:
    """Return a short name for one finding, by which the reason for passing it is kept."""
    text = "\x1f".join([finding.rule, *finding.cells, finding.found])
    return f"{finding.rule}-{hashlib.sha256(text.encode()).hexdigest()[:8]}"


def findings_of(sheet: Sheet, state: SheetState) -> list[Finding]:
    """Return all that the checks find in what is approved; nothing for a sheet without codes."""
    if not is_coded(state):
        return []
    alliance = Alliance.around(sheet, state)
    return alliance.find(sheet.pk, alliance.reference)
