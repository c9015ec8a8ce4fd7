"""The index says what is approved, whenever a transaction has ended."""

from contextlib import suppress

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from coding import health
from coding.codebook.cells import Coding
from coding.models import Passage
from coding.models.passage import MEMBERS, NAMES, key_of
from coding.search import index_check
from coding.search.finding import find
from coding.search.full_text import sheets_with
from coding.search.updating_index import rebuild
from coding.search.words import Words
from coding.workflow.chaining import recorded
from coding.workflow.refusals import Refused
from coding.workflow.review import decide_many
from coding.workflow.transitions import APPROVE
from coding.workflow.usual_names import name_alliance
from tests import factories
from tests.search.alliances import give_codes

pytestmark = pytest.mark.database


def said(sheet, place):
    return Passage.objects.filter(pk=key_of(sheet.pk, place)).values_list("text", flat=True).first()


def test_an_imported_sheet_is_in_the_index(sheet):
    assert said(sheet, 14) == "answer 14"
    assert said(sheet, MEMBERS) == "cow370 cow705"
    assert not list(index_check.untrue())


def test_an_approved_answer_replaces_the_one_before(sheet, cast):
    factories.approved_change(sheet, 14, "Élan.", by=cast.coder, reviewer=cast.reviewer)
    assert said(sheet, 14) == "elan"
    assert sheets_with(Words(("elan",)), 14).places
    assert not list(index_check.untrue())


def test_an_answer_without_words_is_kept_as_one(sheet, cast):
    factories.approved_change(sheet, 14, "–", by=cast.coder, reviewer=cast.reviewer)
    assert said(sheet, 14) == "-"
    assert not list(index_check.untrue())


def test_an_answer_that_is_taken_away_leaves_the_index(sheet, cast):
    factories.approved_change(sheet, 14, "", by=cast.coder, reviewer=cast.reviewer)
    assert said(sheet, 14) is None
    assert not sheets_with(Words(("answer",)), 14).places


def test_the_note_of_an_approved_change_is_found(sheet, cast):
    change = {"by": cast.coder, "reviewer": cast.reviewer}
    factories.approved_change(sheet, 14, "New.", note="Quaesitum.", **change)
    assert find("quaesitum", cast.admin).scores
    assert not list(index_check.untrue())


def test_members_of_the_roster_are_in_the_index(cast):
    sheet = factories.make_sheet(q4="")
    assert said(sheet, MEMBERS) is None
    members = {str(code): {"member": code, "yrent": 1996} for code in (2, 20, 200)}
    give_codes(sheet, Coding(members=members))
    assert said(sheet, MEMBERS) == "cow2 cow20 cow200"
    assert not list(index_check.untrue())
    factories.coded(sheet, 4, {"200/member": None}, by=cast.coder, reviewer=cast.reviewer)
    assert said(sheet, MEMBERS) == "cow2 cow20"
    assert not list(index_check.untrue())


def test_usual_names_are_in_the_index(sheet, cast):
    name_alliance(sheet, "Minsk Pact", by=cast.reviewer)
    assert said(sheet, NAMES) == "minsk pact"
    name_alliance(sheet, "", by=cast.reviewer)
    assert said(sheet, NAMES) is None
    assert not list(index_check.untrue())


def test_what_is_rolled_back_is_not_in_the_index(sheet, cast):
    with recorded():
        factories.approved_change(sheet, 14, "Gone.", by=cast.coder, reviewer=cast.reviewer)
        transaction.set_rollback(True)
    assert said(sheet, 14) == "answer 14"
    assert not sheets_with(Words(("gone",))).places


def test_of_what_is_undone_within_an_action_nothing_is_in_the_index(sheet, cast):
    change = {"by": cast.coder, "reviewer": cast.reviewer}
    with recorded():
        with suppress(Refused), recorded():
            factories.approved_change(sheet, 14, "Gone.", **change)
            raise Refused("No.")
        factories.approved_change(sheet, 15, "Stays.", **change)
    assert (said(sheet, 14), said(sheet, 15)) == ("answer 14", "stays")
    assert not list(index_check.untrue())


def test_many_approvals_at_once_write_the_index_once(sheet, cast):
    waits = [factories.pending(sheet, n, f"New {n}.", by=cast.coder) for n in range(5, 25)]
    with CaptureQueriesContext(connection) as asked:
        decide_many(factories.verdicts(APPROVE, waits), by=cast.reviewer)
    assert said(sheet, 24) == "new 24"
    assert sum("INSERT" in row["sql"] and "coding_passage" in row["sql"] for row in asked) <= 3
    assert not list(index_check.untrue())


def test_a_rebuilt_index_is_the_one_that_was_kept(sheet, cast):
    factories.approved_change(sheet, 14, "Élan.", by=cast.coder, reviewer=cast.reviewer)
    kept = dict(Passage.objects.values_list("pk", "text"))
    assert rebuild() == len(kept)
    assert dict(Passage.objects.values_list("pk", "text")) == kept
    assert sheets_with(Words(("elan",))).places
    assert not list(index_check.untrue())


def test_an_index_that_was_changed_by_hand_is_told_and_corrected(sheet, capsys):
    Passage.objects.filter(pk=key_of(sheet.pk, 14)).update(text="forged")
    assert "does not know what 4765 says now (Q14)" in health.why_not_true()
    with pytest.raises(CommandError, match="not true"):
        call_command("rebuild_search", "--check")
    assert "(Q14)" in capsys.readouterr().out
    call_command("rebuild_search")
    assert health.why_not_true() is None
    call_command("rebuild_search", "--check")


def test_words_of_a_sheet_that_is_not_there_are_told(sheet):
    Passage.objects.create(pk=key_of(sheet.pk + 7, 14), text="ghost")
    assert any("there is not" in fault for fault in index_check.untrue())
