"""Notices by e-mail: one letter for all that waits, none lost or doubled, no word of an answer."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail.backends import locmem
from django.core.management import CommandError, call_command
from django.utils import timezone

from coding.conversation import mailing
from coding.conversation.notice_choices import keep_choices
from coding.models import Notice
from coding.models.questionnaire import BY_NUMBER
from coding.workflow import comments, review
from coding.workflow.transitions import APPROVE
from tests.factories import approve, make_sheet, pending, said, send_back, verdicts

SENTINEL = "Quagmire"


@pytest.fixture(autouse=True)
def addresses(cast):
    for person in cast.everybody().values():
        person.email = f"{person.username}@example.org"
        person.save()


def send() -> list:
    """Send as the timer does; return the letters that went out by this."""
    before = len(mail.outbox)
    call_command("send_notices", skip_checks=True)
    return mail.outbox[before:]


@pytest.fixture
def one_for_each(cast, sheet, commit):
    """The coder, the second coder and the reviewer each have a notice that waits."""
    with commit():
        for number, author in ((14, cast.coder), (15, cast.second_coder)):
            send_back(pending(sheet, number, "New.", by=author), by=cast.reviewer)
        said(sheet, 16, "Look, @reviewer.", by=cast.admin)


def test_many_approvals_at_once_make_one_letter_with_a_line_for_each(cast, sheet, commit):
    other = make_sheet(4766)
    waits = [
        pending(place, n, "New.", by=cast.coder) for place in (sheet, other) for n in range(5, 25)
    ]
    with commit():
        review.decide_many(verdicts(APPROVE, waits), by=cast.reviewer)
    (letter,) = send()
    assert letter.to == ["coder@example.org"]
    assert letter.subject == f"ATOP: {len(waits)} approved"
    for change in waits:
        assert letter.body.count(f"/revisions/{change.pk}/\n") == 1
    assert letter.body.count("Rita Reviewer approved your change") == 2
    assert send() == []


def test_a_single_event_stands_in_the_subject(cast, sheet, commit):
    with commit():
        send_back(pending(sheet, 14, "New.", by=cast.coder), by=cast.reviewer)
    (letter,) = send()
    assert letter.subject == "ATOP: Rita Reviewer returned your change (4765 Q14)"
    assert "http://127.0.0.1:8000/sheets/4765/questions/14/" in letter.body
    assert "http://127.0.0.1:8000/account/notices/" in letter.body


def _everything_said(cast, sheet):
    waits = pending(sheet, 14, f"{SENTINEL} proposed.", by=cast.coder, note=f"{SENTINEL} noted.")
    comments.comment(sheet, BY_NUMBER[14], f"{SENTINEL} asked.", by=cast.reviewer, about=waits)
    send_back(waits, by=cast.reviewer, comment=f"{SENTINEL} & “returned”.")
    approve(pending(sheet, 15, f"{SENTINEL} approved.", by=cast.coder), by=cast.reviewer)


@pytest.mark.acceptance(13)
def test_no_letter_says_a_word_of_an_answer_or_a_comment(cast, sheet, commit):
    with commit():
        _everything_said(cast, sheet)
    (letter,) = send()
    assert SENTINEL not in letter.body + letter.subject
    assert letter.subject == "ATOP: 1 replied, 1 returned, 1 approved"


def test_a_project_may_have_letters_quote_what_was_said(cast, sheet, commit, settings):
    settings.EMAIL_QUOTES = True
    with commit():
        _everything_said(cast, sheet)
    (letter,) = send()
    assert f"{SENTINEL} & “returned”." in letter.body
    assert f"{SENTINEL} asked." in letter.body
    assert f"{SENTINEL} proposed." not in letter.body


def test_once_a_day_is_after_the_hour_all_in_one(cast, sheet, commit, monkeypatch, settings):
    keep_choices([], is_daily=True, by=cast.coder)
    with commit():
        send_back(pending(sheet, 14, "New.", by=cast.coder), by=cast.reviewer)
        send_back(pending(sheet, 15, "New.", by=cast.coder), by=cast.reviewer)
    now = timezone.localtime()
    settings.EMAIL_DAILY_HOUR = now.hour
    assert send() == []
    monkeypatch.setattr(timezone, "localtime", lambda *given: now + timedelta(days=1))
    (letter,) = send()
    assert letter.subject == "ATOP: 2 returned"
    assert send() == []


class Breaking(locmem.EmailBackend):
    """A server that takes some letters and then breaks; ``takes`` says how many."""

    takes = 1

    def send_messages(self, messages):
        if Breaking.takes == 0:
            raise ConnectionError("The server went away.")
        Breaking.takes -= 1
        return super().send_messages(messages)


def test_what_could_not_be_sent_is_named_and_sent_the_next_time(one_for_each, settings, capsys):
    usual, Breaking.takes = settings.EMAIL_BACKEND, 1
    settings.EMAIL_BACKEND = f"{__name__}.Breaking"
    with pytest.raises(CommandError, match="2 could not be sent"):
        send()
    assert "The server went away" in capsys.readouterr().err
    settings.EMAIL_BACKEND = usual
    assert len(send()) == 2
    assert sorted(letter.to[0].partition("@")[0] for letter in mail.outbox) == [
        *("coder", "coder2", "reviewer")
    ]
    assert send() == []


def test_a_process_that_dies_in_the_middle_loses_and_doubles_nothing(
    one_for_each, settings, monkeypatch
):
    class Killed(BaseException):
        pass

    def dies(*args):
        raise Killed

    Breaking.takes, usual = 1, mailing._send
    monkeypatch.setattr(mailing, "_send", lambda *given: (dies if mail.outbox else usual)(*given))
    with pytest.raises(Killed):
        mailing.send_waiting()
    monkeypatch.undo()
    assert len(send()) == 2
    assert len({letter.to[0] for letter in mail.outbox}) == 3
    assert send() == []


def test_a_letter_of_which_nobody_knows_whether_it_went_keeps_its_name_and_words(
    cast, sheet, commit
):
    with commit():
        send_back(pending(sheet, 14, "New.", by=cast.coder), by=cast.reviewer)
    (first,) = send()
    Notice.objects.update(mailed_at=None)  # it died behind the sending
    with commit():
        send_back(pending(sheet, 15, "New.", by=cast.coder), by=cast.reviewer)
    again, new = send()
    assert again.extra_headers["Message-ID"] == first.extra_headers["Message-ID"]
    assert again.body == first.body
    assert new.extra_headers["Message-ID"] != first.extra_headers["Message-ID"]
    assert "/questions/14/" not in new.body


def test_who_lost_the_role_or_the_address_meanwhile_gets_no_letter(cast, one_for_each):
    cast.coder.is_active = False
    cast.coder.save()
    cast.second_coder.groups.clear()
    cast.reviewer.email = ""
    cast.reviewer.save()
    assert send() == []
    assert not Notice.objects.filter(by_mail=True).exists()


def test_what_cannot_be_sent_for_days_is_given_up(one_for_each, settings, caplog):
    settings.EMAIL_BACKEND = f"{__name__}.Breaking"
    Breaking.takes = 0
    with pytest.raises(CommandError):
        send()
    Notice.objects.update(at=timezone.now() - timedelta(days=4))
    send()
    assert "given up" in caplog.text


def test_what_was_read_long_ago_is_thrown_away_and_nothing_else(cast, one_for_each):
    send()
    Notice.objects.update(at=timezone.now() - timedelta(days=200))
    Notice.objects.filter(person=cast.coder).update(read_at=timezone.now())
    send()
    assert Notice.objects.filter(person=cast.coder).count() == 0
    assert Notice.objects.count() == 2
