"""One rule says who sees which revision, and every reader asks it."""

import ast
from pathlib import Path

import pytest
from django.urls import reverse

from coding.models.revision import Status
from coding.workflow import visibility
from tests.factories import approved_change, draft, pending, revision_at

CODING = Path(__file__).resolve().parent.parent.parent / "coding"
READERS = [
    path
    for path in sorted(CODING.rglob("*.py"))
    if not {"workflow", "models", "migrations"} & set(path.relative_to(CODING).parts)
]
MODELS = ("Revision", "RevisionEvent")
RELATED = ("revisions", "events", "followed_by")


def _reads_directly(node: ast.AST) -> bool:
    if not isinstance(node, ast.Attribute):
        return False
    is_manager = node.attr in ("objects", "_base_manager", "_default_manager")
    on_model = isinstance(node.value, ast.Name) and node.value.id in MODELS
    return node.attr in RELATED or (is_manager and on_model)


def test_no_reader_of_revisions_goes_past_the_rule():
    found = [
        f"{path.relative_to(CODING)}:{node.lineno}"
        for path in READERS
        for node in ast.walk(ast.parse(path.read_text()))
        if _reads_directly(node)
    ]
    assert found == []


@pytest.mark.acceptance(8)
@pytest.mark.parametrize("status", Status)
def test_readers_see_revisions_of_every_status(cast, sheet, status):
    revision = revision_at(status, sheet, 14, "New.", by=cast.coder, reviewer=cast.reviewer)
    for person in (cast.coder, cast.second_coder, cast.reviewer, cast.admin):
        assert visibility.may_see(revision, person)
        assert revision in visibility.visible_to(person)
    assert visibility.is_recorded(revision) == (status != Status.DRAFT)


def test_what_everybody_sees_is_approved(cast, sheet):
    pending(sheet, 15, "Waits.", by=cast.coder)
    draft(sheet, 16, "Not yet.", by=cast.coder)
    change = approved_change(sheet, 14, "Ended.", by=cast.coder, reviewer=cast.reviewer)
    assert list(visibility.visible_to_all()) == [change]


def test_a_stricter_rule_reaches_every_page(client, cast, sheet, monkeypatch):
    monkeypatch.setattr(visibility, "AUTHORS_ALONE", (Status.DRAFT,))
    hidden = draft(sheet, 14, "Hidden words.", by=cast.coder, note="Hidden reason.")
    own = reverse("coding:question-write", args=[sheet.key, 14])
    pages = [
        own,
        reverse("coding:section-write", args=[sheet.key, "formation"]),
        reverse("coding:sheet-read", args=[sheet.key]),
        reverse("coding:sheet-history", args=[sheet.key]),
        reverse("coding:revision-read", args=[hidden.pk]),
        reverse("coding:revision-review", args=[hidden.pk]),
        reverse("coding:review-queue"),
    ]
    for person in (cast.second_coder, cast.reviewer):
        client.force_login(person)
        for page in pages:
            assert "Hidden" not in client.get(page).content.decode(), (person, page)
    client.force_login(cast.second_coder)
    assert "draft, by Clara Coder" in client.get(own).content.decode()
    client.force_login(cast.coder)
    assert "Hidden words." in client.get(own).content.decode()
    client.force_login(cast.admin)
    changed = reverse("admin:coding_revision_change", args=[hidden.pk])
    assert "Hidden words." in client.get(changed, follow=True).content.decode()


OF_QUESTION = visibility.VisibleQuery(lambda found, number: found.filter(question=number))


def test_a_compiled_query_keeps_to_the_rule_also_when_it_gets_stricter(cast, sheet, monkeypatch):
    hidden = draft(sheet, 14, "Hidden words.", by=cast.coder)
    draft(sheet, 15, "Elsewhere.", by=cast.coder)
    assert OF_QUESTION.all(cast.second_coder, 14) == [hidden]
    monkeypatch.setattr(visibility, "AUTHORS_ALONE", (Status.DRAFT,))
    assert OF_QUESTION.all(cast.second_coder, 14) == []
    assert OF_QUESTION.all(cast.coder, 14) == [hidden]
    assert OF_QUESTION.all(cast.admin, 14) == [hidden]
