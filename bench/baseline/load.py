"""Fills the database of plain admin with the site's 17 sheets and their revisions, then copies."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group, Permission, User

from bench.accounts import make_people
from bench.baseline.models import Proposal, Sheet
from bench.multiply import multiply
from bench.people import CODERS, TEAM
from bench.questionnaire import CODES, field_of

STEPS = {
    "draft": ("draft",),
    "pending": ("draft", "pending"),
    "approved": ("draft", "pending", "approved"),
    "returned": ("draft", "pending", "returned"),
}


def main(count: int, folder: str) -> None:
    """Make people and sheets from the stories that the site's loader wrote."""
    stories = json.loads((Path(folder) / "stories.json").read_text())
    staff = Group.objects.create(name="staff")
    staff.permissions.set(Permission.objects.filter(content_type__app_label="baseline"))
    for name, number in (("author", CODERS), *TEAM.items()):
        make_people(staff, name, number, is_staff=True)
    people = {person.username: person for person in User.objects.all()}
    for story in stories:
        _tell(story, people)
    numbered = ("atop_id", field_of(1))
    multiply((Sheet, Proposal), count // len(stories), sheets=len(stories), numbered=numbered)
    (Path(folder) / "baseline.json").write_text(json.dumps(_targets()))


def _tell(story: dict[str, Any], people: dict[str, User]) -> None:
    """Save a sheet as imported, and its proposals step by step, each with its history row."""
    answers = {field_of(int(number)): text for number, text in story["answers"].items()}
    codes = {name: story["codes"].get(name) for name in CODES if settings.BENCH_CODES}
    sheet = Sheet.objects.create(atop_id=story["atop_id"], **answers, **codes)
    for told in story["revisions"]:
        reviewer, author = told.pop("reviewer"), people[told.pop("author")]
        proposal = Proposal(sheet=sheet, author=author, **told)
        for status in STEPS[told["status"]]:
            proposal.status = status
            decides = status in ("approved", "returned")
            proposal._history_user = people[reviewer] if decides else author
            proposal.save()
        if proposal.status == "approved":
            setattr(sheet, field_of(proposal.question), proposal.text)
            sheet._history_user, sheet._change_reason = people[reviewer], proposal.note
            sheet.save()


def _targets() -> dict[str, list[dict[str, Any]]]:
    """What the clients look for: every sheet, and the proposals that are open, with their marks."""
    return {
        "sheets": [
            {"pk": pk, "key": str(key)} for pk, key in Sheet.objects.values_list("pk", "atop_id")
        ],
        **{status: list(map(_target, _open(status))) for status in ("pending", "draft")},
    }


def _open(status: str) -> Any:
    return Proposal.objects.filter(status=status).order_by("pk").select_related("sheet")


def _target(proposal: Proposal) -> dict[str, Any]:
    mark = proposal.text.splitlines()[-1]
    return {"pk": proposal.pk, "sheet": str(proposal.sheet), "mark": mark}
