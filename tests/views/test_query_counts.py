"""What a page asks of the database does not depend on how much is in it: 3 sheets or 3,000."""

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone

from coding import protection
from coding.models import Assignment, Comment, Revision, RevisionEvent, Sheet
from coding.models.questionnaire import MODELS
from tests.costly import IS_GATE
from tests.factories import approved_change, draft, make_sheet, pending, said
from tests.queries import cost_of

pytestmark = pytest.mark.database

PAGES = {
    "log": ("admin", "coding:log", []),
    "overview": ("reviewer", "coding:overview", []),
    "alliances over time": ("coder", "coding:overview-charts", []),
    "members over time": ("coder", "coding:sheet-members", ["4002"]),
    "what changed": ("admin", "coding:overview-changes", []),
    "sheet list": ("admin", "coding:sheet-list", []),
    "assigning": ("admin", "coding:sheets-assign", []),
    "sheet": ("coder", "coding:sheet-read", ["4002"]),
    "sheet as proposed": ("reviewer", "coding:sheet-proposed", ["4002"]),
    "comments": ("coder", "coding:question-comments", ["4002", 14]),
    "notices": ("coder", "coding:notice-list", []),
    "question": ("coder", "coding:question-write", ["4002", 14]),
    "precedents": ("coder", "coding:precedents", ["4002", 14]),
    "section": ("coder", "coding:section-write", ["4002", "formation"]),
    "work": ("coder", "coding:work-list", []),
    "queue": ("reviewer", "coding:review-queue", []),
    "history": ("coder", "coding:sheet-history", ["4002"]),
    "comparison": ("coder", "coding:sheet-compare", ["4002"]),
    "going back": ("coder", "coding:sheet-go-back", ["4002"]),
    "codebook": ("coder", "coding:codebook", []),
    "releases": ("coder", "coding:release-list", []),
}
FEW, MANY = 3, 3000 if IS_GATE else 300


def _story(cast, number):
    """A sheet with something in each state, through the workflow."""
    sheet = make_sheet(4000 + number)
    approved_change(sheet, 14, "Ended.", by=cast.coder, reviewer=cast.reviewer)
    pending(sheet, 15, "Broken.", by=cast.coder)
    draft(sheet, 16, "Defense.", by=cast.coder)
    said(sheet, 14, "Is it so?", by=cast.reviewer)
    Assignment.objects.create(sheet=sheet, coder=cast.coder)


def _multiply(cast):
    """The same rows three thousand times: in bulk, which only tests and benchmarks may."""
    protection.remove()
    now = timezone.now()
    numbers = [n for n in range(1000, 1000 + MANY) if not 4000 <= n < 4000 + FEW]
    sheets = Sheet._base_manager.bulk_create(
        Sheet(atop_id=n, printed_from=f"{n}.txt", started_at=now, entered_at=now) for n in numbers
    )
    for model in MODELS:
        example = model.objects.first()
        values = {f.name: getattr(example, f.name) for f in model._meta.fields if f.name != "id"}
        model._base_manager.bulk_create(model(**values | {"sheet": sheet}) for sheet in sheets)
    waiting = Revision.objects.filter(status="pending").first()
    revisions = Revision._base_manager.bulk_create(_copy(waiting, sheet) for sheet in sheets)
    sheet = Sheet.objects.get(atop_id=4002)
    revisions += Revision._base_manager.bulk_create(
        _copy(
            waiting, sheet, question=n % 61 + 1, author=None, origin="imported", status="withdrawn"
        )
        for n in range(300)
    )
    RevisionEvent.objects.bulk_create(
        RevisionEvent(revision=r, step="submit", by_name="Clara", at=now) for r in revisions
    )
    Comment.objects.bulk_create(_remark(s, by=cast.reviewer) for s in [*sheets, *[sheet] * 100])
    Assignment.objects.bulk_create(Assignment(sheet=s, coder=cast.coder) for s in sheets)


def _copy(revision, sheet, **changes):
    values = {f.name: getattr(revision, f.name) for f in Revision._meta.fields if f.name != "id"}
    return Revision(**values | {"sheet": sheet} | changes)


def _remark(sheet, *, by):
    fields = {"question": 14, "by": by, "by_name": "Rita", "at": timezone.now()}
    return Comment(sheet=sheet, text="Is it so?", **fields)


def _count(client, page):
    who, name, arguments = PAGES[page]
    client.force_login(User.objects.get(username=who))
    return cost_of(client, reverse(name, args=arguments))


@pytest.mark.acceptance(21)
def test_pages_ask_the_same_of_three_sheets_and_of_many(client, cast):
    for number in range(FEW):
        _story(cast, number)
    few = {page: _count(client, page) for page in PAGES}
    _multiply(cast)
    many = {page: _count(client, page) for page in PAGES}
    assert many == few
    assert max(many.values()) <= 22
