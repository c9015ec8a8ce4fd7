"""Fills the site's database: 17 sheets through the workflow, then copies of them."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone

from bench.accounts import make_people
from bench.multiply import multiply
from bench.people import CODERS, TEAM
from bench.questionnaire import ASKED
from coding import protection
from coding.codebook.cells import Coding
from coding.management.demo import SAMPLES
from coding.models import Membership, Revision, RevisionEvent, Sheet
from coding.models.approved_values import answers_now, with_codes
from coding.models.chain import Link
from coding.models.questionnaire import MODELS, QUESTIONS
from coding.models.reference import State
from coding.models.revision import Status
from coding.search import updating_index
from coding.sheets.parser import read_sheet
from coding.workflow.record_writer import save_tracked
from coding.workflow.release_import import fill_codes
from tests.factories import make_sheet, revision_at
from tests.whole_chain import link_everything

SEED = 20171015
FIRST = 1000  # the first ATOP ID
# How the newest revision of each sheet stands: 500 of 850 wait.
NEWEST = [Status.PENDING] * 10 + [Status.DRAFT] * 6 + [Status.APPROVED]
BEFORE = [Status.APPROVED, Status.RETURNED, Status.APPROVED, Status.APPROVED]
MEMBERS = [2] * 13 + [3, 5, 8, 12]  # most alliances have two
QUIET = [number for number in ASKED if number != 47]  # a check asks for a reason there
COPIED = (Sheet, *MODELS, Membership, Revision, RevisionEvent)
NOTE = "The treaty text in the UNTS says otherwise, see the second paragraph."


def main(count: int, folder: str, before: Sequence[Status] = BEFORE) -> None:
    """Make people and sheets; write what plain admin is filled from, and what the clients need.

    ``before`` says what became of the revisions of each sheet but the newest.
    """
    stories = list(_tell_stories(before))
    (Path(folder) / "stories.json").write_text(json.dumps(stories))
    numbered = ("atop_id", QUESTIONS[0].key)
    protection.remove()
    multiply(COPIED, count // len(stories), sheets=len(stories), numbered=numbered)
    _begin_chain()
    protection.install()
    updating_index.rebuild()
    (Path(folder) / "site.json").write_text(json.dumps(_targets()))


def _begin_chain() -> None:
    """Begin the chain of the record anew: with the copies, which have no links."""
    Link.objects.all().delete()
    link_everything()


def _tell_stories(before: Sequence[Status]) -> Iterator[dict[str, Any]]:
    """Bring 17 coded sheets into the record, each with revisions of its own."""
    coder, reviewer = (Group.objects.get(name=name) for name in ("coder", "reviewer"))
    authors = make_people(coder, "author", CODERS)
    reviewers = make_people(reviewer, "reviewer", TEAM["reviewer"])
    make_people(coder, "writer", TEAM["writer"])
    make_people(Group.objects.get(name="admin"), "admin", TEAM["admin"], is_staff=True)
    samples = [read_sheet(p.name, p.read_bytes()).answers for p in sorted(SAMPLES.glob("*.txt"))]
    coded = json.loads((SAMPLES / "codes.json").read_text())["sheets"]
    dice, people = Random(SEED), Random(SEED)
    for place, newest in enumerate(NEWEST):
        answers, codes = samples[place % len(samples)], coded[place % len(coded)]
        sheet = _sheet(FIRST + place, answers, codes, MEMBERS[place], dice)
        story = {"atop_id": sheet.atop_id, "answers": answers_now(sheet), "codes": codes["codes"]}
        asked = itertools.cycle(dice.sample(QUIET, len(BEFORE) + 1))
        for turn, (number, status) in enumerate(zip(asked, [*before, newest], strict=False)):
            mark, added = f"mark {sheet.atop_id}-{turn}.", samples[turn % len(samples)][number]
            text = (
                f"{answers[number]}\n{added.splitlines()[0] if added else 'It does.'}\nSee {mark}"
            )
            by, decider = people.choice(authors), people.choice(reviewers)
            revision_at(status, sheet, number, text, by=by, reviewer=decider)
        yield {**story, "revisions": list(map(_told, sheet.revisions.order_by("pk")))}


def _sheet(
    atop_id: int, answers: dict[int, str], coded: dict[str, Any], members: int, dice: Random
) -> Sheet:
    """Import the sheet as printed, and its codes as published, for so many members."""
    states = sorted(dice.sample(list(State.objects.filter(code__lt=900)), members), key=str)
    texts = {**answers, 1: str(atop_id), 4: "\n".join(map(str, states))}
    sheet = make_sheet(atop_id, **{f"q{number}": text for number, text in texts.items()})
    example = next(iter(coded["members"].values()))
    roster = {str(one.code): {**example, "member": one.code} for one in states}
    cells = Coding(coded["codes"], roster).cells
    save = partial(save_tracked, by=None, at=timezone.now(), reason="Codes of ATOP 5.1")
    sheet = with_codes(Sheet.objects.filter(pk=sheet.pk)).get()
    with transaction.atomic():
        fill_codes(sheet, cells, save)
    return sheet


def _told(revision: Revision) -> dict[str, Any]:
    """A revision as plain admin would keep it."""
    kept = ("question", "status", "text", "base", "note", "comment")
    return {
        **{name: getattr(revision, name) for name in kept},
        "author": revision.author.username,
        "reviewer": revision.decided_by.username if revision.decided_by else None,
        "submitted_at": revision.submitted_at.isoformat() if revision.submitted_at else None,
    }


def _targets() -> dict[str, list[dict[str, Any]]]:
    """What the clients look for: every sheet, and every revision that waits with its mark."""
    sheets = Sheet.objects.values_list("pk", "atop_id")
    waiting = Revision.objects.pending().order_by("pk")
    pending = waiting.values_list("pk", "sheet__atop_id", "text")
    return {
        "sheets": [{"pk": pk, "key": str(atop_id)} for pk, atop_id in sheets],
        "pending": [
            {"pk": pk, "sheet": str(atop_id), "mark": text.splitlines()[-1]}
            for pk, atop_id, text in pending
        ],
    }
