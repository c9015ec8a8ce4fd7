"""Fills the baseline's database with the same sheets, revisions and history as the site's."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from django.contrib.auth.models import Group, Permission, User
from django.db import transaction

from bench.baseline.models import CODES, FIELDS, Proposal, Sheet
from bench.content import BATCH, CLIENTS, CODERS, Proposed, SheetContent, in_batches, sheets
from bench.corpus import Corpus
from bench.people import make_person


def main(count: int, folder: str) -> None:
    """Make people and sheets from the corpus that the site's loader wrote."""
    corpus = Corpus.read(Path(folder) / "corpus.json")
    loader = Loader(corpus)
    for batch in in_batches(sheets(corpus, count), BATCH):
        with transaction.atomic():
            loader.load(batch)
    (Path(folder) / "baseline.json").write_text(json.dumps(loader.targets))


def _make(name: str, number: int) -> list[User]:
    people = [make_person(f"{name}{n}", name, n, is_staff=True) for n in range(number)]
    staff, _ = Group.objects.get_or_create(name="staff")
    staff.permissions.set(Permission.objects.filter(content_type__app_label="baseline"))
    staff.user_set.add(*people)
    return people


class Loader:
    """Loads batches of sheets; ``targets`` collects what the clients look for."""

    def __init__(self, corpus: Corpus) -> None:
        self.codes = corpus.codes
        self.authors = _make("author", CODERS)
        self.reviewers = _make("reviewer", CLIENTS)
        _make("writer", CLIENTS)
        self.targets: dict[str, list[dict[str, Any]]] = {"sheets": [], "pending": [], "draft": []}

    def load(self, batch: list[SheetContent]) -> None:
        """Insert the sheets with their proposals and history."""
        made = _insert(Sheet, [self._sheet(content) for content in batch])
        pairs = list(zip(made, batch, strict=True))
        self.targets["sheets"] += [{"key": str(sheet), "pk": sheet.pk} for sheet in made]
        filed = [(s, p) for s, content in pairs for p in content.revisions]
        proposals = _insert(Proposal, [self._proposal(s, p) for s, p in filed])
        history = []
        for made_of_it, (sheet, proposed) in zip(proposals, filed, strict=True):
            history += self._proposal_history(made_of_it, proposed)
            if proposed.status in self.targets:
                self.targets[proposed.status].append(
                    {"pk": made_of_it.pk, "sheet": str(sheet), "mark": proposed.mark}
                )
        _insert(Proposal.history.model, sorted(history, key=lambda row: row.history_date))
        self._load_history(pairs)

    def _load_history(self, pairs: list[tuple[Sheet, SheetContent]]) -> None:
        history = []
        for sheet, content in pairs:
            answers = content.answers
            history.append(_history(_answer(sheet, answers), content.started_at, "+"))
            for revision in content.revisions:
                if revision.status == "approved":
                    answers = {**answers, revision.question: revision.text}
                    by = self.reviewers[revision.reviewer]
                    changed = _answer(sheet, answers)
                    history.append(_history(changed, revision.at[2], "~", by, revision.note))
        _insert(Sheet.history.model, sorted(history, key=lambda h: h.history_date))

    def _sheet(self, content: SheetContent) -> Sheet:
        codes = self.codes[content.coded_like]["alliance"]
        given = {name: codes.get(name.removesuffix("_in_months")) for name in CODES}
        return _answer(Sheet(atop_id=content.atop_id, **given), content.answers_now)

    def _proposal(self, sheet: Sheet, proposed: Proposed) -> Proposal:
        return Proposal(
            sheet=sheet,
            question=proposed.question,
            author=self.authors[proposed.author],
            status=proposed.status,
            text=proposed.text,
            base=proposed.base,
            note=proposed.note,
            comment=proposed.comment,
            submitted_at=proposed.at[1] if len(proposed.at) > 1 else None,
        )

    def _proposal_history(self, row: Proposal, proposed: Proposed) -> Iterator[Any]:
        """One row when begun, and one for each step, as the site keeps its events."""
        status = row.status
        row.status = "draft"
        yield _history(row, proposed.at[0], "+", row.author)
        for step, at in proposed.steps:
            row.status = "pending" if step == "submit" else status
            by = row.author if step == "submit" else self.reviewers[proposed.reviewer]
            yield _history(row, at, "~", by)


def _answer(sheet: Sheet, answers: dict[int, str]) -> Sheet:
    for number, field in FIELDS.items():
        setattr(sheet, field, answers[number])
    return sheet


def _history(
    row: Any, at: datetime, kind: str, by: User | None = None, reason: str | None = None
) -> Any:
    values = {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields}
    return row.history.model(
        **values,
        history_date=at,
        history_type=kind,
        history_user=by,
        history_change_reason=reason,
    )


def _insert(model: Any, rows: list[Any]) -> list[Any]:
    return model._base_manager.bulk_create(rows)
