"""Whether the sheets of each release frozen here are those that history had at the freeze."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import Max

from coding.codebook.sheet import key_of
from coding.export.reports import Reporting, watched
from coding.models import Link, Release, Sheet
from coding.models.approved_values import coding_of
from coding.models.membership import Membership, PairObligation
from coding.models.questionnaire import QUESTIONS, SECTIONS
from coding.record.faults import Misfit, shown
from coding.record.histories import REMOVED, History

CHUNK = 200
Rows = dict[int, list[Any]]  # the key of a sheet → its rows


def freezes() -> dict[str, int]:
    """Return the releases that were frozen here, with the place of the freeze in the chain."""
    places = {}
    for release in Release.objects.filter(frozen_by__isnull=False).order_by("id"):
        rows = Release.history.filter(id=release.pk, frozen_at__isnull=False)
        first = rows.order_by("history_id").first()
        links = Link.objects.filter(name=rows.model._meta.db_table, row=first.pk if first else 0)
        place = links.values_list("sequence", flat=True).first()
        if place:
            places[release.label] = place
    return places


def faults(histories: Mapping[str, History], progress: Reporting) -> Iterator[Misfit]:
    """Replay history until each freeze, and compare."""
    by_model = {history.model: history for history in histories.values()}
    for label in by_model[Sheet].freezes:
        until = {model: history.until[label] for model, history in by_model.items()}
        yield from _of_release(Release.objects.get(label=label), until, progress)


def _of_release(
    release: Release, until: Mapping[Any, int], progress: Reporting
) -> Iterator[Misfit]:
    sheets = {
        (row.atop_id, row.phase): row
        for rows in _standing(Sheet, until).values()
        for row in rows
        if row.entered_at and str(row.atop_id) not in release.held_back
    }
    sections = {section.key: _standing(section.model, until) for section in SECTIONS}
    members, pairs = _standing(Membership, until), _standing(PairObligation, until)
    pinned = release.sheets.order_by("atop_id", "phase")
    total = pinned.count()
    for kept in watched(pinned.iterator(CHUNK), progress, f"release {release}", total):
        if str(kept.atop_id) in release.held_back:
            continue  # copied from the release before
        place = f"release {release}, sheet {key_of(kept.atop_id, kept.phase)}"
        sheet = sheets.pop((kept.atop_id, kept.phase), None)
        if sheet is None:
            yield Misfit(place, "The sheet was not in the record at the freeze.", "without")
            continue
        rows = {key: of_sheet[sheet.id][0] for key, of_sheet in sections.items()}
        coding = coding_of(rows, members.get(sheet.id, ()), pairs.get(sheet.id, ()))
        yield from _differences(place, "code", kept.cells, coding.cells)
        answers = kept.answers or {}
        yield from _differences(place, "answer", answers, _answers(rows, answers))
    for atop_id, phase in sheets:
        place = f"release {release}, sheet {key_of(atop_id, phase)}"
        yield Misfit(place, "The release lacks it.", "there, as it was in the record")


def _standing(model: Any, until: Mapping[Any, int]) -> Rows:
    """Return the rows of a model as they were at the freeze, by sheet."""
    before = model.history.filter(history_id__lte=until[model]).order_by()
    last = before.values("id").annotate(last=Max("history_id")).values("last")
    by_sheet: Rows = {}
    for row in model.history.filter(history_id__in=last).order_by("history_id").iterator(CHUNK):
        if row.history_type != REMOVED:
            by_sheet.setdefault(row.id if model is Sheet else row.sheet_id, []).append(row)
    return by_sheet


def _answers(rows: Mapping[str, Any], kept: Mapping[str, str]) -> dict[str, str]:
    """Return the answers to the questions that the release asks."""
    return {
        question.n: getattr(rows[question.section.key], question.key)
        for question in QUESTIONS
        if question.n in kept
    }


def _differences(
    place: str, what: str, kept: Mapping[str, Any], then: Mapping[str, Any]
) -> Iterator[Misfit]:
    for name in sorted({*kept, *then}):
        if kept.get(name) != then.get(name):
            found = f"The {what} is {shown(kept.get(name))}."
            yield Misfit(f"{place}, {name}", found, f"{shown(then.get(name))}, as it stood then")
