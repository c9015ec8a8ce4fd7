"""Fills this site's database with generated sheets.

The only place beside tests that goes round the workflow and the refusals of tracked models, with
base managers: thousands of approvals one by one would take longer than the benchmark. What it
writes obeys the database's own constraints and guards, and the record agrees with the answers.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.contrib.auth.models import Group, User
from django.db import models, transaction

import coding.sheets
from bench.content import (
    BATCH,
    CLIENTS,
    CODERS,
    LIST_ROWS,
    QUEUE_ROWS,
    Proposed,
    SheetContent,
    in_batches,
)
from bench.content import sheets as generated
from bench.corpus import MEMBERS, Corpus
from bench.people import make_person
from coding.models import Membership, Release, Revision, RevisionEvent, Sheet
from coding.models.questionnaire import SECTIONS, Section
from coding.pages import queue
from coding.sheets.parser import read_sheet
from coding.views import sheets
from coding.workflow.record_writer import name_of

SAMPLES = Path(coding.sheets.__file__).parent / "samples"


def main(count: int, folder: str) -> None:
    """Make people and sheets; write the corpus, and what the clients need to know."""
    if (queue.PAGE, sheets.PAGE) != (QUEUE_ROWS, LIST_ROWS):
        raise SystemExit("The site's pages have other numbers of rows than bench/content.py says.")
    corpus = _read_samples()
    corpus.write(Path(folder) / "corpus.json")
    loader = Loader(corpus)
    for batch in in_batches(generated(corpus, count), BATCH):
        with transaction.atomic():
            loader.load(batch)
    (Path(folder) / "site.json").write_text(json.dumps(loader.targets))


def _read_samples() -> Corpus:
    answers: dict[int, list[str]] = {}
    for path in sorted(SAMPLES.glob("*.txt")):
        for number, answer in read_sheet(path.name, path.read_bytes()).answers.items():
            answers.setdefault(number, []).append(answer)
    samples = json.loads((SAMPLES / "codes.json").read_text())["sheets"]
    codes = [
        {"alliance": one["codes"], "member": next(iter(one["members"].values()))} for one in samples
    ]
    return Corpus(answers, codes)


def _make(role: str, name: str, number: int) -> list[User]:
    people = [make_person(f"{name}{n}", name, n) for n in range(number)]
    Group.objects.get(name=role).user_set.add(*people)
    return people


class Loader:
    """Loads batches of sheets; ``targets`` collects what the clients look for."""

    def __init__(self, corpus: Corpus) -> None:
        self.codes = corpus.codes
        self.authors = _make("coder", "author", CODERS)
        self.reviewers = _make("reviewer", "reviewer", CLIENTS)
        _make("coder", "writer", CLIENTS)
        self.release = Release.objects.get(frozen_at=None).label
        self.targets: dict[str, list[dict[str, Any]]] = {"sheets": [], "pending": []}

    def load(self, batch: list[SheetContent]) -> None:
        """Insert the sheets with their sections, revisions, events and history."""
        made = _insert(Sheet, [self._sheet(content) for content in batch])
        pairs = list(zip(made, batch, strict=True))
        revisions = _insert(
            Revision, [self._revision(s, p) for s, content in pairs for p in content.revisions]
        )
        events = [event for revision in revisions for event in self._events(revision)]
        _insert(RevisionEvent, sorted(events, key=lambda event: event.at))
        _insert(Sheet.history.model, [_history(sheet, sheet.started_at) for sheet in made])
        by_sheet = iter(revisions)
        filed = [(s, c, [next(by_sheet) for _ in c.revisions]) for s, c in pairs]
        for section in SECTIONS:
            self._load_section(section, filed)
        self._load_members(pairs)
        self._note_targets(filed)

    def _sheet(self, content: SheetContent) -> Sheet:
        at, name = content.started_at, f"ATOP{content.atop_id}.pdf"
        return Sheet(atop_id=content.atop_id, started_at=at, entered_at=at, printed_from=name)

    def _revision(self, sheet: Sheet, proposed: Proposed) -> Revision:
        author = self.authors[proposed.author]
        is_decided = proposed.status in ("approved", "returned")
        reviewer = self.reviewers[proposed.reviewer] if is_decided else None
        return Revision(
            sheet=sheet,
            question=proposed.question,
            author=author,
            author_name=name_of(author),
            status=proposed.status,
            text=proposed.text,
            note=proposed.note,
            base=proposed.base,
            edits=3,
            created_at=proposed.at[0],
            saved_at=proposed.at[0] + timedelta(hours=1),
            submitted_at=proposed.at[1] if len(proposed.at) > 1 else None,
            decided_at=proposed.at[2] if is_decided else None,
            decided_by=reviewer,
            decided_by_name=name_of(reviewer) if reviewer else "",
            comment=proposed.comment,
            version=self.release if proposed.status == "approved" else "",
        )

    def _events(self, revision: Revision) -> Iterator[RevisionEvent]:
        steps = [("submit", revision.author, revision.submitted_at, "")]
        decision = {"approved": "approve", "returned": "return"}.get(revision.status, "")
        steps += [(decision, revision.decided_by, revision.decided_at, revision.comment)]
        for step, by, at, comment in steps:
            if at and by:
                yield RevisionEvent(
                    revision=revision,
                    step=step,
                    by=by,
                    by_name=name_of(by),
                    at=at,
                    text=revision.text,
                    base=revision.base,
                    comment=comment,
                )

    def _load_section(self, section: Section, filed: list[Any]) -> None:
        rows, record = [], []
        for sheet, content, revisions in filed:
            row = section.model(sheet=sheet)
            for name, value in self.codes[content.coded_like]["alliance"].items():
                if hasattr(row, name):
                    setattr(row, name, value)
            rows.append(row)
            steps = [(sheet.started_at, None, content.answers)]
            for revision in revisions:
                if revision.status == "approved" and revision.asked.section == section:
                    answers = {**steps[-1][2], revision.question: revision.text}
                    steps.append((revision.decided_at, revision, answers))
            record.append(steps)
            _answer(row, section, steps[-1][2])
        _insert(section.model, rows)
        history = []
        for row, steps in zip(rows, record, strict=True):
            for at, revision, answers in steps:
                history.append(_history(_answer(row, section, answers), at, revision))
        _insert(section.model.history.model, sorted(history, key=lambda h: h.history_date))

    def _load_members(self, pairs: list[tuple[Sheet, SheetContent]]) -> None:
        """Give every member on the sheet's list the codes of the sample's first one."""
        made = []
        for sheet, content in pairs:
            codes = {**self.codes[content.coded_like]["member"]}
            del codes["member"]
            for line in content.answers[MEMBERS].splitlines():
                made.append(Membership(sheet=sheet, member_id=int(line.split()[0]), **codes))
        rows = _insert(Membership, made)
        _insert(Membership.history.model, [_history(row, row.sheet.started_at) for row in rows])

    def _note_targets(self, filed: list[Any]) -> None:
        for sheet, _content, revisions in filed:
            self.targets["sheets"].append({"key": sheet.key, "pk": sheet.pk})
            for proposed, revision in zip(_content.revisions, revisions, strict=True):
                if revision.status == "pending":
                    self.targets["pending"].append(
                        {"pk": revision.pk, "sheet": sheet.key, "mark": proposed.mark}
                    )


def _answer(row: models.Model, section: Section, answers: dict[int, str]) -> models.Model:
    for question in section.questions:
        setattr(row, question.key, answers[question.number])
    row.answered = sum(1 for question in section.questions if answers[question.number])
    return row


def _history(row: Any, at: Any, revision: Revision | None = None) -> Any:
    values = {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields}
    return row.history.model(
        **values,
        history_date=at,
        history_type="~" if revision else "+",
        history_user=revision.decided_by if revision else None,
        history_change_reason=revision.note if revision else "Imported from print",
        author_name=revision.author_name if revision else "",
        revision=revision,
    )


def _insert(model: Any, rows: list[Any]) -> list[Any]:
    return model._base_manager.bulk_create(rows)
