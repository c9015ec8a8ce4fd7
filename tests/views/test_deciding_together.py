"""Several changes on one page: each has its own decision and comment, and none is lost."""

import re

import pytest
from django.urls import reverse

from coding.models import Revision
from coding.workflow import drafts
from tests.factories import approved_change, make_sheet, pending, seen
from tests.queries import queries_of
from tests.shared_rows import shared

pytestmark = pytest.mark.database

MANY = reverse("coding:many-decide")


@shared
def waiting(cast, sheet):
    return [pending(sheet, number, f"New{number}.", by=cast.coder) for number in (14, 15, 20)]


def sent(revisions, *, others="", seen_as=None, **said):
    """What the page sends; ``decision_14`` and ``comment_14`` are those on question 14."""
    data = {
        "revision": [revision.pk for revision in revisions],
        "seen": [(seen_as or {}).get(revision.pk) or seen(revision) for revision in revisions],
        "others": others,
        "comment": said.pop("comment", ""),
    }
    by_question = {revision.question: revision.pk for revision in revisions}
    for name, value in said.items():
        what, _, number = name.partition("_")
        data[f"{what}-{by_question[int(number)]}"] = value
    return data


def standing():
    return dict(Revision.objects.values_list("question", "status"))


@pytest.mark.acceptance(9)
def test_they_are_seen_together_before_they_are_decided(reviewer, waiting):
    page = reviewer.post(MANY, {"revision": [change.pk for change in waiting]}).text
    assert re.findall(r"<ins>(.*?)</ins>", page) == ["New14.", "New15.", "New20."]
    assert [f'name="seen" value="{seen(change)}"' in page for change in waiting] == [True] * 3
    assert standing() == {14: "pending", 15: "pending", 20: "pending"}


def test_all_are_approved_at_once(reviewer, waiting):
    page = reviewer.post(MANY, sent(waiting, others="approve"), follow=True).text
    assert "3 approved." in page
    assert standing() == {14: "approved", 15: "approved", 20: "approved"}


def test_each_is_decided_as_marked_and_the_others_with_them(reviewer, waiting):
    said = sent(
        waiting, others="approve", decision_15="return", comment_15="Cite.", decision_20="leave"
    )
    page = reviewer.post(MANY, said, follow=True).text
    assert "1 returned, 1 approved. 1 still waits" in page
    assert standing() == {14: "approved", 15: "returned", 20: "pending"}
    assert Revision.objects.get(question=15).comment == "Cite."
    assert Revision.objects.get(question=14).comment == ""


def test_without_a_decision_on_the_others_only_the_marked_are_decided_on(reviewer, waiting):
    reviewer.post(MANY, sent(waiting, decision_14="approve", comment="For nobody."))
    assert standing() == {14: "approved", 15: "pending", 20: "pending"}
    assert Revision.objects.get(question=14).comment == ""


def test_the_common_comment_goes_with_the_others_alone(reviewer, waiting):
    said = sent(waiting, others="return", comment="Cite.", decision_14="approve")
    reviewer.post(MANY, said)
    assert dict(Revision.objects.values_list("question", "comment")) == {
        14: "",
        15: "Cite.",
        20: "Cite.",
    }


@pytest.mark.acceptance(9)
def test_one_decision_is_one_entry_of_the_record(reviewer, waiting):
    said = sent(waiting, others="approve", decision_15="return", comment_15="Cite.")
    reviewer.post(MANY, said)
    assert len({change.events.last().batch for change in waiting}) == 1


def test_the_skipped_come_back_with_their_reason_mark_and_comment(reviewer, waiting):
    said = sent(
        waiting,
        seen_as={waiting[1].pk: "old"},
        decision_14="approve",
        decision_15="return",
        comment_15="Cite Article 2.",
        decision_20="return",
    )
    answer = reviewer.post(MANY, said)
    assert answer.status_code == 409
    assert "1 approved." in answer.text
    assert "Not decided: Q15 of 4765 changed since you opened it." in answer.text
    assert "Not decided: Returning needs a comment" in answer.text
    assert "Cite Article 2.</textarea>" in answer.text
    assert "<ins>New14.</ins>" not in answer.text
    box = r'name="revision" value="(\d+)".*?value="return" (checked)?'
    on_page = re.findall(box, answer.text, re.DOTALL)
    assert on_page == [(str(waiting[1].pk), "checked"), (str(waiting[2].pk), "checked")]


def test_a_comment_is_not_lost_where_its_change_can_no_longer_be_decided_on(
    reviewer, cast, waiting
):
    said = sent(waiting, decision_14="return", comment_14="Cite.")
    drafts.take_back(waiting[0], by=cast.coder)
    answer = reviewer.post(MANY, said, follow=True)
    assert "Already reopened by Clara Coder" in answer.text
    assert "Your comment was “Cite.”" in answer.text


@pytest.mark.parametrize("mark", ["", "leave", "burn"])
def test_a_comment_without_a_decision_decides_nothing_and_stays(reviewer, waiting, mark):
    said = sent(waiting, others="approve", decision_15=mark, comment_15="Is this so?")
    answer = reviewer.post(MANY, said)
    assert answer.status_code == 409
    assert standing() == {14: "approved", 15: "pending", 20: "approved"}
    assert "Is this so?</textarea>" in answer.text


def test_nothing_marked_decides_nothing_and_says_so(reviewer, waiting):
    answer = reviewer.post(MANY, sent(waiting))
    assert answer.status_code == 400
    assert "Nothing is marked" in answer.text
    assert set(standing().values()) == {"pending"}


def test_returning_the_others_without_a_comment_keeps_them(reviewer, waiting):
    answer = reviewer.post(MANY, sent(waiting, others="return", decision_14="approve"))
    assert answer.text.count("Returning needs a comment") >= 2
    assert standing() == {14: "approved", 15: "pending", 20: "pending"}


def test_two_answers_to_one_question_are_decided_on_one_after_the_other(reviewer, cast, sheet):
    both = [pending(sheet, 14, f"{by}.", by=by) for by in (cast.coder, cast.second_coder)]
    answer = reviewer.post(MANY, sent(both, others="approve"))
    assert answer.text.count("2 changes of Q14 of 4765 cannot be approved together.") == 2
    assert not Revision.objects.approved().exists()


def test_more_than_are_decided_at_once_are_said_to_wait(reviewer, waiting, monkeypatch):
    monkeypatch.setattr("coding.views.review_together.MOST", 2)
    page = reviewer.post(MANY, {"revision": [change.pk for change in waiting]}).text
    assert "2 are decided at once. 1 more were selected; they wait in the queue." in page
    assert "<ins>New20.</ins>" not in page
    answer = reviewer.post(MANY, sent(waiting, others="approve"), follow=True)
    assert "2 approved. 1 still waits" in answer.text


def test_what_still_waits_is_counted_under_the_filter(reviewer, cast, waiting):
    pending(make_sheet(4770), 14, "New.", by=cast.coder)
    answer = reviewer.post(f"{MANY}?sheet=4765", sent(waiting[:1], others="approve"), follow=True)
    assert "1 approved. 2 still wait under this filter." in answer.text


def test_each_that_was_decided_is_linked_and_a_second_press_says_that_it_was_oneself(
    reviewer, waiting
):
    said = sent(waiting, others="approve", decision_15="return", comment_15="Cite.")
    done = reviewer.post(MANY, said, follow=True).text
    for change, what in zip(waiting, ("approved", "returned", "approved"), strict=True):
        link = reverse("coding:revision-read", args=[change.pk])
        assert f'<a href="{link}">4765 Q{change.question} {change.asked.label}</a> {what}' in done
    again = reviewer.post(MANY, said, follow=True)
    assert again.status_code == 200
    assert "1 returned, 2 approved by you already" in again.text


def test_the_common_comment_is_not_stored_with_approvals_unless_that_is_ticked(reviewer, waiting):
    said = sent(waiting, others="approve", comment="Wrong article.", decision_14="approve")
    page = reviewer.post(MANY, said)
    assert page.status_code == 409
    assert page.text.count("Not decided: There is a comment") == 2
    assert "Wrong article.</textarea>" in page.text
    assert standing() == {14: "approved", 15: "pending", 20: "pending"}
    reviewer.post(MANY, sent(waiting[1:], others="approve", comment="See 3.") | {"with_comment": 1})
    assert Revision.objects.get(question=20).comment == "See 3."


@pytest.mark.parametrize("reading", ["", "x", "9999", "4765\n", "4765.0", "/review/", "٤٧٦٥"])
def test_it_leads_on_from_any_sheet_that_the_form_may_name(reviewer, waiting, reading):
    said = sent(waiting, others="approve") | {"reading": reading, "by": "²"}
    answer = reviewer.post(MANY, said, follow=True)
    assert answer.status_code == 200
    assert "3 approved." in answer.text


def test_saying_who_was_faster_takes_no_query_for_each(reviewer, cast, sheet):
    decided = [
        approved_change(sheet, number, f"New{number}.", by=cast.coder, reviewer=cast.reviewer)
        for number in (14, 15, 20, 21, 22)
    ]

    def look_at(some):
        page = reviewer.post(MANY, {"revision": [change.pk for change in some]}).text
        assert page.count("Already approved by you") == len(some)

    look_at(decided)
    of_two = queries_of(lambda: look_at(decided[:2]))
    assert len(queries_of(lambda: look_at(decided))) == len(of_two)
