"""A small record in which nearly everything happened once: what verifies has to verify here."""

from collections.abc import Callable

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.webauthn.internal.auth import WebAuthn
from allauth.socialaccount.models import SocialAccount
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from coding.accounts import limits
from coding.accounts.links import INVITED_FOR, make_link
from coding.accounts.passwords import let_owner_change
from coding.conversation.presence import note_presence
from coding.models import (
    BackupRun,
    ExportRun,
    Notice,
    Preferences,
    Release,
    SecurityEvent,
    Sheet,
    SignedIn,
    State,
)
from coding.models.comment import Remark
from coding.models.questionnaire import BY_NUMBER
from coding.record.verification import verify
from coding.workflow import (
    annotations,
    assigning,
    check_counts,
    citation_corrections,
    comments,
    drafts,
    handing_over,
    import_requests,
    kept_results,
    phases,
    review,
    suggesting,
)
from coding.workflow.holding_back import hold_back
from coding.workflow.reference_import import save_by_hand
from coding.workflow.release_steps import PUBLISH, describe, take
from coding.workflow.transitions import APPROVE
from tests.coded_sheets import approve_knowingly, code, joins, owes, submit
from tests.desk.on_the_desk import asked_for, work
from tests.factories import (
    Cast,
    approve,
    approved_change,
    draft,
    make_person,
    make_sheet,
    pending,
    said,
    send_back,
    suggested,
    verdicts,
    withdraw,
)
from tests.history.test_timeline import NOTE
from tests.releases.record_to_freeze import frozen, sheet_of

Keep = Callable[[], None]


def fill(cast: Cast, release: Release, second_admin, *, keep: Keep = lambda: None) -> None:
    """Go on from a record that can be frozen. ``keep`` is called now and then on the way."""
    SecurityEvent.objects.create(at=timezone.now(), kind="signed in", about="coder")
    first = annotations.annotate(BY_NUMBER[14], "Since 2019 we code …", by=cast.admin)
    annotations.replace(first, "Since 2020 we code …", by=second_admin)
    _release(cast, release, second_admin)
    asked = asked_for(4240, by=cast.admin)
    keep()
    import_requests.confirm(asked, by=second_admin)
    work()
    asked_for(4245, by=cast.admin)
    sheet = make_sheet(4235, notes=[NOTE])
    _write(cast, sheet)
    keep()
    _roster(cast, sheet)
    _phase(cast, sheet)
    keep()
    _accounts_and_lists(cast)
    ways_in(cast)
    keep()
    _come_in(cast)
    _come_and_go(cast, sheet)
    keep()
    _write_again(cast, sheet)
    check_counts.count_all()
    Notice.objects.update(read_at=timezone.now())


def _release(cast: Cast, release: Release, second_admin) -> None:
    hold_back(release, 3005, by=cast.admin, reason="Its codes are not agreed on yet.")
    release.refresh_from_db()
    done = frozen(release, asked_by=cast.admin, by=second_admin)
    take(PUBLISH, done, by=cast.admin)
    says = {"citation": "", "doi": "10.5281/zenodo.1", "url": "", "licence": "CC-BY-4.0"}
    asked = citation_corrections.ask(done, says, by=cast.admin, reason="The archive gave a DOI.")
    citation_corrections.confirm(asked, by=second_admin)
    describe(Release(label="6.1"), by=cast.admin)


def _write(cast: Cast, sheet: Sheet) -> None:
    people = {"by": cast.coder, "reviewer": cast.reviewer}
    approved_change(sheet, 14, "Ended in 1989.\nBoth said so.", **people)
    approved_change(sheet, 14, "Ended in 1990.", **people)
    several = [pending(sheet, number, f"New {number}.", by=cast.coder) for number in (6, 7, 9)]
    review.decide_many(verdicts(APPROVE, several), by=cast.reviewer)
    returned = send_back(pending(sheet, 20, "Too short.", by=cast.coder), by=cast.reviewer)
    again = draft(sheet, 20, "Long enough.", by=cast.coder)
    assert again.follows == returned
    submit(again)
    answered = suggested(sheet, 22, "Wordy.", "Brief.", by=cast.coder, reviewer=cast.reviewer)
    suggesting.take_up(answered, by=cast.coder)
    withdraw(pending(sheet, 23, "Given up.", by=cast.coder), by=cast.coder)
    withdraw(draft(sheet, 25, "Discarded.", by=cast.coder), by=cast.coder)
    assigning.assign([sheet.pk], to=cast.coder, by=cast.admin)
    assigning.hand_over_sheets([sheet.pk], of=cast.coder, to=cast.second_coder, by=cast.admin)
    thread = said(sheet, 14, "Which of the two, @coder2?", by=cast.reviewer)
    comments.reply(thread, "The later one.", by=cast.second_coder, step=Remark.RESOLVE)
    comments.reply(thread, "", by=cast.coder, step=Remark.REOPEN)
    drafts.take_back(pending(sheet, 26, "Not yet.", by=cast.coder), by=cast.coder)


def _roster(cast: Cast, sheet: Sheet) -> None:
    code(cast, sheet, 4, joins("370", "705", "365"))
    code(cast, sheet, 16, {**owes("370", "consul"), **owes("705", "consul", "nonagg")})
    code(cast, sheet, 24, {"370>705/consul": 1, "705>370/nonagg": 1, "705>365/consul": 1})
    off = submit(draft(sheet, 4, None, by=cast.coder, codes={"365/member": None}))
    approve_knowingly(cast, off)


def _phase(cast: Cast, sheet: Sheet) -> None:
    second = phases.start_phase(Sheet.objects.get(pk=sheet.pk), by=cast.second_coder)
    own = second.revisions.filter(author=cast.second_coder)
    approve(submit(own.get(question=6)), by=cast.reviewer)


def _accounts_and_lists(cast: Cast) -> None:
    state = State.objects.get(code=370)
    state.name = "Belarus (Byelorussia)"
    save_by_hand(state, by=cast.admin, reason="As it was called.")
    left = make_person("left", "Lena Left", "coder")
    handed = pending(sheet_of(4765), 30, "Half done.", by=left)
    returned = send_back(handed, by=cast.reviewer)
    left.groups.remove(Group.objects.get(name="coder"))
    left.is_active = False
    left.save()
    handing_over.hand_over(returned, to=cast.second_coder, by=cast.admin)


def ways_in(cast: Cast) -> None:
    """Somebody has every way in; admin's log and runs tell of something."""
    TOTP.activate(cast.coder, "secret")
    RecoveryCodes.activate(cast.coder)
    WebAuthn.add(cast.coder, "Telephone", {"id": "a"}).instance.record_usage()
    SocialAccount.objects.create(user=cast.coder, provider="sso", uid="7", extra_data={"a": [1]})
    let_owner_change(cast.coder)
    Preferences.objects.create(user=cast.coder, keys={"next": "n"})
    cast.coder.last_login = timezone.now()
    cast.coder.save(update_fields=["last_login"])
    ExportRun.objects.create(output="/srv/exports", started_at=timezone.now(), succeeded=True)
    BackupRun.objects.create(output="/srv/backups", started_at=timezone.now())
    LogEntry.objects.log_actions(cast.admin.pk, [cast.coder], 1, "Added.")


def _come_in(cast: Cast) -> None:
    """Change what was there, so that older copies of rows differ from the newer ones."""
    for own in cast.coder.authenticator_set.all():
        own.record_usage()
    make_link(cast.coder, valid_for=INVITED_FOR)
    Preferences.objects.update_or_create(user=cast.coder, defaults={"mail_daily": True})
    backup = BackupRun.objects.get()
    backup.ended_at = timezone.now()
    backup.save()


def _come_and_go(cast: Cast, sheet: Sheet) -> None:
    """What is of use for a while: who is signed in, who looks at what, what was worked out."""
    check_counts.count_all()
    note_presence(sheet.pk, 14, by=cast.coder)
    limits.count([(limits.NAME, "coder", ""), (limits.ADDRESS, "", "192.0.2.1")])
    cache.set("for-a-while", [1], 3600)
    kept_results.keep_result("worked out", "of this", {"a": 1})
    SignedIn.objects.create(
        session_key="a" * 40, session_data="signed", expire_date=timezone.now(), user=cast.coder
    )


def _write_again(cast: Cast, sheet: Sheet) -> None:
    """Change what was written before, so that older copies of rows differ from the newer ones."""
    people = {"by": cast.second_coder, "reviewer": cast.reviewer}
    approved_change(Sheet.objects.get(pk=sheet.pk), 14, "Ended in 1991.", **people)
    draft(sheet, 26, "Not yet, but soon.", by=cast.coder)
    code(cast, sheet_of(4765), 36, {"base": 2})


def run(statement: str, *values: object) -> None:
    """As somebody does with SQL, past the site."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def told() -> list[str]:
    """What ``verify`` says."""
    return [str(fault) for fault in verify().faults]
