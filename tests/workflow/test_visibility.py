"""One rule says who sees which revision, and every reader asks it."""

import ast
from pathlib import Path

import pytest
from django.db.models import Q
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


@pytest.mark.parametrize("status", Status)
def test_every_reader_sees_revisions_of_every_status(cast, sheet, status):
    revision = revision_at(status, sheet, 14, "New.", by=cast.coder, reviewer=cast.reviewer)
    for person in (cast.coder, cast.second_coder, cast.reviewer, cast.admin):
        assert revision in visibility.visible_to(person)
    assert visibility.is_recorded(revision) == (status != Status.DRAFT)


def test_what_everybody_sees_is_approved(cast, sheet):
    pending(sheet, 15, "Waits.", by=cast.coder)
    draft(sheet, 16, "Not yet.", by=cast.coder)
    change = approved_change(sheet, 14, "Ended.", by=cast.coder, reviewer=cast.reviewer)
    assert list(visibility.visible_to_all()) == [change]


@pytest.fixture
def hidden(cast, sheet, monkeypatch):
    """A pending revision that the rule hides from everybody but its author."""

    def only_authors(viewer, revision=""):
        return Q(**{f"{revision}author": viewer})

    monkeypatch.setattr(visibility, "_rule", only_authors)
    return pending(sheet, 14, "Hidden words.", by=cast.coder)


def test_a_stricter_rule_reaches_pages_that_ask_anew(client, cast, sheet, hidden):
    pages = [
        reverse("coding:revision-read", args=[hidden.pk]),
        reverse("admin:coding_revision_change", args=[hidden.pk]),
    ]
    client.force_login(cast.second_coder)
    assert client.get(pages[0]).status_code == 404
    client.force_login(cast.admin)
    assert "Hidden words." not in client.get(pages[1], follow=True).content.decode()
    client.force_login(cast.coder)
    assert "Hidden words." in client.get(pages[0]).content.decode()
