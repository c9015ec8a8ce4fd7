"""What the review pages say of an approval before it is made, and what they ask for."""

import html
import re

import pytest
from django.core.management import call_command
from django.urls import reverse

from coding.models import Membership, Release, Revision, Sheet
from coding.models.compiled_queries import REVISION_WITH_SHEET
from coding.models.revision import Status
from coding.pages.approval import approvals_of
from coding.workflow import drafts
from coding.workflow.holding_back import hold_back
from tests.coded_sheets import code, leaves, owes, submit, with_members
from tests.factories import coded, draft, make_sheet, pending, seen, send_back
from tests.member_files import BELARUS, CANADA, RUSSIA, USA, alliance, write_member_file
from tests.shared_rows import shared

BOTH = ("370", "705")
NO_CAUSE = {f"{key}/{name}": 0 for key in BOTH for name in ("termmode", "termcaus")}
EXIT = {**leaves("370", year=2006), **leaves("705", year=2006)}
CAUSE = {f"{key}/termmode": 1 for key in BOTH} | {f"{key}/termcaus": 7 for key in BOTH}


@shared
def released(cast, tmp_path):
    """Release 5.1 in small: an alliance of two, and a pact."""
    member_file = write_member_file(
        tmp_path,
        alliance(3180, USA, CANADA, entry="1950-05-05", defense=1, bilat=0),
        alliance(4765, RUSSIA, BELARUS, nonagg=1, consul=1),
    )
    call_command("import_dataset", str(member_file), as_is=True, verbosity=0, skip_checks=True)
    return cast


@shared
def emptied(released) -> Revision:
    gone = {f"{RUSSIA}/member": None, f"{BELARUS}/member": None}
    sheet = Sheet.objects.get(atop_id=4765)
    return submit(draft(sheet, 4, None, by=released.coder, codes=gone))


@shared
def exit_and_cause(cast) -> list[Revision]:
    """Q14 with a year of exit and Q15 with its cause, which go together."""
    sheet = with_members(cast, *BOTH)
    code(cast, sheet, 16, owes("370", "consul") | owes("705", "consul"))
    code(cast, sheet, 15, NO_CAUSE)
    written = [
        draft(sheet, number, None, by=cast.coder, codes=codes)
        for number, codes in ((14, EXIT), (15, CAUSE))
    ]
    done, refused = drafts.submit_many(written, by=cast.coder)
    assert refused == []
    return done


def page_of(client, revision: Revision) -> str:
    return words(client.get(reverse("coding:revision-review", args=[revision.pk])))


def words(answer) -> str:
    return html.unescape(answer.content.decode())


def decide(client, revision: Revision, decision: str, **said):
    sent = {"decision": decision, "seen": seen(revision), **said}
    return client.post(reverse("coding:revision-decide", args=[revision.pk]), sent)


def decide_together(client, revisions, **said):
    sent = {
        "revision": [revision.pk for revision in revisions],
        "seen": [seen(revision) for revision in revisions],
        **said,
    }
    return client.post(reverse("coding:many-decide"), sent)


def confirmation(page: str) -> str:
    return re.search(r'name="confirm" value="(\w+)"', page)[1]


LEAVES = "Alliance 4765 leaves the datasets: all of its 2 member rows of atop6_0m"


@pytest.mark.acceptance(27)
def test_what_leaves_the_datasets_is_said_before_everything_else(reviewer, emptied):
    page = page_of(reviewer, emptied)
    assert "Approving this takes data out of the datasets." in page
    assert page.index(LEAVES) < page.index("Coding rule")


@pytest.mark.acceptance(27)
def test_without_the_tick_it_is_refused_and_with_it_approved(reviewer, emptied):
    refused = decide(reviewer, emptied, "approve")
    assert refused.status_code == 409
    assert f"Q4: {LEAVES}" in words(refused)
    assert Membership.objects.filter(sheet__atop_id=4765).count() == 2
    token = confirmation(words(refused))
    assert decide(reviewer, emptied, "approve", confirm="another").status_code == 409
    assert decide(reviewer, emptied, "approve", confirm=token).status_code == 302
    assert not Membership.objects.filter(sheet__atop_id=4765).exists()


def test_it_is_returned_without_a_tick(reviewer, emptied):
    page = page_of(reviewer, emptied)
    back = re.search(r'<button[^>]*value="return"[^>]*>', page)[0]
    assert "formnovalidate" in back
    assert decide(reviewer, emptied, "return", comment="Why?").status_code == 302


def test_of_many_what_leaves_is_said_and_asked_too(reviewer, emptied):
    page = words(decide_together(reviewer, [emptied]))
    assert page.index(LEAVES) < page.index("Coding rule")
    refused = decide_together(reviewer, [emptied], others="approve")
    assert refused.status_code == 409
    assert f"Not decided: Q4: {LEAVES}" in words(refused)
    token = confirmation(page)
    assert decide_together(reviewer, [emptied], others="approve", confirm=token).status_code == 302
    assert Revision.objects.get(pk=emptied.pk).status == Status.APPROVED


def test_rows_that_move_are_counted_with_examples_and_labels(reviewer, released):
    sheet = Sheet.objects.get(atop_id=3180)
    change = pending(sheet, 6, None, by=released.coder, codes={"estmode": 1})
    page = re.sub(r"\s+", " ", page_of(reviewer, change))
    assert "rows change in 7 files" in page
    assert "<b>atop6_0m</b> 2 rows change" in page
    assert "#estmode" in page
    assert "→ 1 treaty" in page
    assert "Approving this takes data out" not in page


def test_what_else_waits_on_the_sheet_is_counted_in(reviewer, released):
    sheet = Sheet.objects.get(atop_id=3180)
    change = pending(sheet, 6, None, by=released.coder, codes={"estmode": 1})
    pending(sheet, 10, None, by=released.second_coder, codes={"length": 60, "speclgth": 1})
    both = {"2/defense": 0, "2/consul": 1, "20/defense": 0, "20/consul": 1}
    submit(draft(sheet, 16, None, by=released.second_coder, codes=both))
    page = re.sub(r"\s+", " ", page_of(reviewer, change))
    assert "<b>atop6_0sy</b> no row changes; <span" in page
    assert "with the other 2 waiting on the sheet:</span> 138 rows change" in page


def test_what_is_held_back_moves_no_row_until_it_is_let_in(reviewer, released):
    release = Release.objects.get(frozen_at=None)
    hold_back(release, 3180, by=released.admin, reason="Being coded again.")
    sheet = Sheet.objects.get(atop_id=3180)
    change = pending(sheet, 6, None, by=released.coder, codes={"estmode": 1})
    page = re.sub(r"\s+", " ", page_of(reviewer, change))
    assert (
        "Held back from release 6.0: ATOP ID 3180, as in release 5.1: Being coded again. "
        "While it is held back no row changes" in page
    )


def test_rows_are_counted_beside_what_is_held_back_as_it_stays_in_the_files(cast, tmp_path):
    """A pact of the same two states owes defense in the record, but not as it was released."""
    common = {"entry": "1950-05-05", "bilat": 1}
    member_file = write_member_file(
        tmp_path,
        alliance(3180, USA, CANADA, **common, defense=1, active=1),
        alliance(4766, USA, CANADA, **common, consul=1),
    )
    call_command("import_dataset", str(member_file), as_is=True, verbosity=0, skip_checks=True)
    alliance_of = {sheet.atop_id: sheet for sheet in Sheet.objects.all()}
    both = ({"2/defense": code, "20/defense": code} for code in (1, 0))
    coded(alliance_of[4766], 16, next(both), by=cast.coder, reviewer=cast.reviewer)
    less = next(both) | {"2/consul": 1, "20/consul": 1}
    change = submit(draft(alliance_of[3180], 16, None, by=cast.coder, codes=less))
    assert "defense" not in _cells_of_state_years(change)
    hold_back(Release.objects.get(frozen_at=None), 4766, by=cast.admin, reason="Doubtful.")
    assert "defense" in _cells_of_state_years(change)


def _cells_of_state_years(change: Revision) -> set[str]:
    (approval,) = approvals_of([REVISION_WITH_SHEET.first(change.pk)])
    lines = [file for file in approval.files if file.stem == "atop6_0sy"]
    return {cell.name for line in lines for cell in line.examples}


def test_of_many_alliances_the_rows_are_counted_on_demand(reviewer, released, cast):
    for number in (5001, 5002, 5003):
        make_sheet(number, q6="")
    sheets = Sheet.objects.filter(atop_id__in=[3180, 5001, 5002, 5003])
    changes = [pending(sheet, 6, None, by=cast.coder, codes={"estmode": 1}) for sheet in sheets]
    page = words(decide_together(reviewer, changes))
    (link,) = re.findall(r'<a href="([^"]+)">Count the rows of 3180</a>', page)
    counted = re.sub(r"\s+", " ", words(reviewer.get(link)))
    assert '<details class="effect" open>' in counted
    assert "What it does to the data: 3180" in counted
    assert "<b>atop6_0m</b> 2 rows change" in counted
    send_back(changes[0], by=cast.reviewer)
    assert "None of these changes waits" in words(reviewer.get(link))


def test_a_change_of_prose_moves_no_row(reviewer, released):
    sheet = Sheet.objects.get(atop_id=3180)
    page = page_of(reviewer, pending(sheet, 14, "In effect.", by=released.coder))
    assert "no row changes: it changes prose alone" in page


def test_what_goes_together_is_named_and_leads_to_both(reviewer, exit_and_cause):
    first, second = exit_and_cause
    page = page_of(reviewer, first)
    assert "Explained by the change of</span> Q15" in page
    assert "An approval would bring a warning without a reason:" in page
    assert f'<input type="hidden" name="revision" value="{second.pk}">' in page
    together = words(decide_together(reviewer, [first, second]))
    assert "An approval would bring" not in together
    answer = decide_together(reviewer, [first, second], others="approve")
    assert answer.status_code == 302
    assert set(Membership.objects.values_list("yrexit", flat=True)) == {2006}


def test_a_reviewer_gives_the_reason_on_the_page(reviewer, cast, exit_and_cause):
    first, second = exit_and_cause
    send_back(second, by=cast.reviewer)
    page = page_of(reviewer, first)
    keys = re.findall(r'name="pass:([\w.-]+)"', page)
    assert len(keys) == 2
    half = decide(reviewer, first, "approve", **{f"pass:{keys[0]}": "Nobody says why."})
    assert half.status_code == 409
    assert 'value="Nobody says why."' in words(half)
    reasons = {f"pass:{key}": "Nobody says why." for key in keys}
    assert decide(reviewer, first, "approve", **reasons).status_code == 302
    history = words(reviewer.get(reverse("coding:revision-read", args=[first.pk])))
    assert "Rita Reviewer:</span> “Nobody says why.”" in history


def test_an_error_that_an_approval_would_bring_is_said_before(reviewer, cast):
    sheet = with_members(cast, *BOTH)
    code(cast, sheet, 16, owes("370", "consul") | owes("705", "consul"))
    pending(sheet, 16, None, by=cast.coder, codes={"370/defense": 1, "705/defense": 1})
    condition = {"370/defcoadv": 1, "705/defcoadv": 1}
    page = page_of(reviewer, pending(sheet, 19, None, by=cast.coder, codes=condition))
    assert "An approval would bring an error:" in page
    assert "It goes with 4765 Q16 by Clara Coder, which waits too." in page


def test_many_alliances_cost_as_many_queries_as_few(
    reviewer, cast, django_assert_num_queries, django_assert_max_num_queries
):
    waiting = [pending(make_sheet(5000 + n), 14, "New.", by=cast.coder) for n in range(6)]
    decide_together(reviewer, waiting[:2])
    with django_assert_max_num_queries(60) as few:
        decide_together(reviewer, waiting[:2])
    seen_of = 4 * 3  # the factory reads each revision's fingerprint
    with django_assert_num_queries(len(few) + seen_of):
        decide_together(reviewer, waiting)
