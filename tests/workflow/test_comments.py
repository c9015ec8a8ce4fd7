"""Comments: threads that are resolved and opened again, kept for ever, and no part of an answer."""

import pytest
from django.contrib.auth.models import User
from django.db import DatabaseError, IntegrityError, connection, transaction

from coding.conversation import comment_threads
from coding.models import Comment, Link
from coding.models.comment import Remark
from coding.models.covered_by_chain import head_of_steps
from coding.models.questionnaire import BY_NUMBER
from coding.workflow import comments, drafts
from coding.workflow.mentions import mentioned_in, parts_of
from coding.workflow.refusals import NotAllowed, Refused
from tests.factories import draft, make_person, make_sheet, pending, said

QUESTION = BY_NUMBER[14]
TABLE = Comment._meta.db_table


@pytest.fixture
def thread(cast, sheet):
    return said(sheet, 14, "Is this still so?", by=cast.reviewer)


def open_at(sheet):
    return [
        thread.first.text
        for thread in comment_threads.threads_at(sheet, QUESTION)
        if thread.is_open
    ]


def test_a_thread_has_its_comments_in_order_and_is_open(cast, sheet, thread):
    comments.reply(thread, "It is.", by=cast.coder)
    said(sheet, 14, "Another matter.", by=cast.admin)
    said(sheet, 15, "Elsewhere.", by=cast.coder)
    found = comment_threads.threads_at(sheet, QUESTION)
    told = [[(remark.by_name, remark.text) for remark in thread.remarks] for thread in found]
    assert told == [
        [("Rita Reviewer", "Is this still so?"), ("Clara Coder", "It is.")],
        [("Ada Admin", "Another matter.")],
    ]
    assert comment_threads.open_on(sheet) == {14: 2, 15: 1}


def test_a_thread_is_resolved_and_opened_again_by_somebody_at_a_moment(cast, sheet, thread):
    comments.reply(thread, "Mended.", by=cast.coder, step=Remark.RESOLVE)
    assert (open_at(sheet), comment_threads.open_on(sheet)) == ([], {})
    comments.reply(thread, "", by=cast.reviewer, step=Remark.REOPEN)
    assert (open_at(sheet), comment_threads.open_on(sheet)) == (["Is this still so?"], {14: 1})
    comments.reply(thread, "", by=cast.coder, step=Remark.RESOLVE)
    (found,) = comment_threads.threads_at(sheet, QUESTION)
    steps = [(reply.step, reply.by_name) for reply in found.replies]
    assert steps == [
        ("resolve", "Clara Coder"),
        ("reopen", "Rita Reviewer"),
        ("resolve", "Clara Coder"),
    ]
    assert [remark.at for remark in found.remarks] == sorted(remark.at for remark in found.remarks)


def test_it_is_said_who_resolved_or_opened_it_first(cast, thread):
    with pytest.raises(Refused, match="It is open"):
        comments.reply(thread, "", by=cast.coder, step=Remark.REOPEN)
    comments.reply(thread, "", by=cast.coder, step=Remark.RESOLVE)
    with pytest.raises(Refused, match="Already resolved by Clara Coder"):
        comments.reply(thread, "", by=cast.reviewer, step=Remark.RESOLVE)


def test_what_is_said_after_it_is_resolved_leaves_it_resolved(cast, sheet, thread):
    comments.reply(thread, "", by=cast.coder, step=Remark.RESOLVE)
    comments.reply(thread, "Thanks.", by=cast.reviewer)
    assert open_at(sheet) == []


def test_who_only_reads_or_has_no_role_does_not_comment(cast, sheet, thread):
    for who in (cast.outsider, make_person("guest", "Gina Guest")):
        with pytest.raises(NotAllowed):
            said(sheet, 14, "Hello.", by=who)
        with pytest.raises(NotAllowed):
            comments.reply(thread, "", by=who, step=Remark.RESOLVE)


@pytest.mark.parametrize("text", ["", "  \n ", "\u200b"])
def test_nothing_is_no_comment(cast, sheet, text):
    with pytest.raises(Refused, match="nothing in the box"):
        said(sheet, 14, text, by=cast.coder)


def test_words_are_kept_as_answers_are_without_what_cannot_be_seen(cast, sheet):
    kept = said(sheet, 14, " “De\u00adfense”\r\nArticle\u200b 5.\x00 ", by=cast.coder)
    assert kept.text == "“Defense”\nArticle 5."


def test_a_comment_that_is_too_long_is_refused_with_its_length(cast, sheet):
    with pytest.raises(Refused, match="10,001 characters"):
        said(sheet, 14, "x" * 10_001, by=cast.coder)


def test_a_button_that_is_pressed_twice_says_it_once(cast, sheet, thread):
    actions = [
        lambda: comments.reply(thread, "It is.", by=cast.coder),
        lambda: said(sheet, 15, "Look here.", by=cast.coder),
        lambda: comments.reply(thread, "", by=cast.coder, step=Remark.RESOLVE),
    ]
    for press in actions:
        assert press() == press()
    assert said(sheet, 15, "Look here.", by=cast.reviewer).by == cast.reviewer
    assert Comment.objects.count() == 5


def test_people_are_mentioned_by_user_name_whatever_stands_around_it(cast, sheet):
    kept = said(sheet, 14, "@Coder2: see (@reviewer), ada@example.org. @coder2.", by=cast.coder)
    assert kept.mentions == ["coder2", "reviewer"]
    assert [part for part, is_mention in parts_of(kept.text, kept.mentions) if is_mention] == [
        "@Coder2",
        "@reviewer",
        "@coder2",
    ]


def test_a_name_that_begins_another_is_not_taken_for_it():
    people = {"ann": "Ann", "ann.b": "Ann B."}
    assert mentioned_in("@ann.b and @ann.", people) == (["ann.b", "ann"], [])
    assert parts_of("@anna", ["ann"]) == [("@anna", False)]


def test_nobody_is_mentioned_who_does_not_read_sheets(cast, sheet):
    User.objects.filter(pk=cast.second_coder.pk).update(is_active=False)
    for name in ("outsider", "coder2", "nobody"):
        with pytest.raises(Refused, match=f"@{name}: nobody of that user name"):
            said(sheet, 14, f"Ask @{name}.", by=cast.coder)
    with pytest.raises(Refused, match="Perhaps @reviewer"):
        said(sheet, 14, "Ask @reveiwer.", by=cast.coder)
    assert not Comment.objects.exists()


def test_a_comment_is_about_a_proposal_that_everybody_may_see(cast, sheet):
    waits = pending(sheet, 14, "New.", by=cast.coder)
    kept = comments.comment(sheet, QUESTION, "Good.", by=cast.reviewer, about=waits)
    assert kept.revision == waits
    written = draft(sheet, 14, "Newer.", by=cast.second_coder)
    with pytest.raises(Refused, match="not in review"):
        comments.comment(sheet, QUESTION, "Hm.", by=cast.second_coder, about=written)
    elsewhere = pending(sheet, 15, "New.", by=cast.coder)
    with pytest.raises(Refused, match="not in review"):
        comments.comment(sheet, QUESTION, "Hm.", by=cast.coder, about=elsewhere)
    assert drafts.take_back(waits, by=cast.coder)


@pytest.mark.acceptance(11)
@pytest.mark.parametrize(
    "statement",
    [
        f"UPDATE {TABLE} SET text = 'Never said.'",
        f"UPDATE {TABLE} SET by_name = 'Somebody'",
        f"DELETE FROM {TABLE}",
    ],
)
def test_the_database_keeps_every_comment_as_it_was_said(thread, statement):
    with pytest.raises((IntegrityError, DatabaseError)), transaction.atomic():
        connection.cursor().execute(statement)
    assert Comment.objects.get().text == "Is this still so?"


def _row(begun, **changes):
    said = {"sheet": begun.sheet, "question": 14, "thread": begun, "by": begun.by}
    return Comment(**{**said, "by_name": "X", "at": begun.at, "text": "Y", **changes})


def test_the_database_lets_no_comment_into_a_thread_of_another_place(cast, thread):
    other = make_sheet(4766)
    answered = comments.reply(thread, "Yes.", by=cast.coder)
    for wrong in ({"question": 15}, {"sheet": other}, {"thread": answered}):
        with pytest.raises(IntegrityError, match="of its own question"), transaction.atomic():
            _row(thread, **wrong).save()


def test_the_database_resolves_only_what_is_open(cast, thread):
    with pytest.raises(IntegrityError, match="the thread is open"), transaction.atomic():
        _row(thread, step=Remark.REOPEN).save()
    comments.reply(thread, "", by=cast.coder, step=Remark.RESOLVE)
    with pytest.raises(IntegrityError, match="the thread is resolved"), transaction.atomic():
        _row(thread, step=Remark.RESOLVE).save()


def test_each_comment_is_in_the_chain_and_moves_nothing_that_is_published(cast, sheet):
    before = head_of_steps()
    kept = said(sheet, 14, "Said.", by=cast.coder)
    assert Link.objects.filter(name=TABLE, row=kept.pk).count() == 1
    assert head_of_steps() == before


def test_open_threads_that_concern_somebody_are_theirs_and_those_of_their_sheets(cast, sheet):
    begun = said(sheet, 14, "Mine.", by=cast.coder)
    other = said(sheet, 15, "Not mine.", by=cast.reviewer)
    assert list(comment_threads.open_for(cast.coder)) == [begun]
    comments.reply(other, "Mine too.", by=cast.coder)
    assert list(comment_threads.open_for(cast.coder)) == [other, begun]
    assert list(comment_threads.open_for(cast.second_coder)) == []
