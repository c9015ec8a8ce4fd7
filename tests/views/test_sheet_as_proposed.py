"""The sheet as it would read: one reading of what is proposed, and decisions from there."""

import re

from coding.models import Revision
from coding.workflow.sheet_import import import_sheet
from tests.coded_sheets import code, owes, submit, with_members
from tests.factories import approve, content, draft, make_person, make_sheet, pending, send_back
from tests.queries import cost_of
from tests.shared_rows import shared
from tests.views.plain_browser import open_page

READING = "/sheets/4765/proposed/"
NEW = {f"q{number}": "" for number in range(2, 62)}


@shared
def new_sheet(cast):
    """A sheet of which nothing but its number is approved, and 58 answers are proposed."""
    sheet = make_sheet(4765, **NEW)
    for number in range(2, 60):
        pending(sheet, number, f"Proposal {number}.", by=cast.coder)
    return sheet


def question(page, number):
    return page.part(f'//article[@id="q{number}"]')


def decide(client, page, *, others="", **said):
    """Send the reading's form; ``decision_14`` and ``comment_14`` are those on question 14."""
    (form,) = page.tree.xpath("//form[@data-together]")
    sent = {"others": [others]}
    for name, value in form.form_values():
        sent.setdefault(name, []).append(value)
    for name, value in said.items():
        what, _, number = name.partition("_")
        (pk,) = form.xpath(f'.//article[@id="q{number}"]//input[@name="revision"]/@value')
        sent[f"{what}-{pk}"] = [value]
    return client.post(form.action, sent, follow=True)


# What is put into the sheet


def test_58_proposals_of_a_new_sheet_are_one_reading(reviewer, new_sheet):
    page = open_page(reviewer, READING)
    assert len(page.tree.xpath('//article[contains(@class, "is-changed")]')) == 58
    assert re.findall(r"<ins>(Proposal \d+\.)</ins>", page.answer.text) == [
        f"Proposal {number}." for number in range(2, 60)
    ]
    assert "58 changes put into the sheet" in page.words
    assert "59 of 61 answered" in page.part('//nav[@class="rail"]')


def test_changed_words_and_codes_are_marked_and_the_rest_reads_as_approved(reviewer, cast):
    sheet = with_members(cast, "370", "705", q16="Both promise neutrality.")
    code(cast, sheet, 16, owes("370", "neutral") | owes("705", "neutral"))
    text = "Both promise neutrality and consultation."
    submit(draft(sheet, 16, text, by=cast.coder, codes={"370/consul": 1, "705/consul": 1}))
    page = open_page(reviewer, READING)
    changed = question(page, 16)
    assert page.part('//article[@id="q16"]//ins') == "neutrality and consultation. 1 yes"
    assert "consul owes consultation 0 no → 1 yes 370 Belarus, 705 Kazakhstan" in changed
    assert "neutral 1 yes" in changed
    assert question(page, 17).endswith("Answer 17.")
    assert not page.tree.xpath('//article[@id="q17"][contains(@class, "is-changed")]')


def test_what_follows_from_proposed_codes_is_told(reviewer, cast):
    sheet = with_members(cast, "370", "705")
    code(cast, sheet, 16, owes("370", "neutral") | owes("705", "neutral"))
    submit(draft(sheet, 16, None, by=cast.coder, codes={"370/defense": 1, "705/defense": 1}))
    follows = question(open_page(reviewer, READING), 16).partition("Follows from what is proposed")
    assert "active 1 yes" in follows[2]


def test_only_what_changes_can_be_read_alone(reviewer, cast, sheet):
    pending(sheet, 14, "New.", by=cast.coder)
    page = open_page(reviewer, f"{READING}?show=changed")
    assert page.tree.xpath("//article/@id") == ["q14"]


def test_nothing_proposed_says_so(reviewer, sheet):
    assert "Nothing is proposed here." in open_page(reviewer, READING).words


# Whose proposals


@shared
def three(cast, sheet):
    """A change submitted by each of two coders, and a draft of each."""
    pending(sheet, 14, "Of Clara.", by=cast.coder)
    pending(sheet, 15, "Of Colin.", by=cast.second_coder)
    draft(sheet, 20, "Draft of Clara.", by=cast.coder)
    draft(sheet, 21, "Draft of Colin.", by=cast.second_coder)


def inserted(client, query=""):
    return re.findall(r"<ins>(.*?)</ins>", client.get(READING + query).text)


def test_a_reviewer_reads_all_that_is_submitted_or_that_of_one(reviewer, three):
    assert inserted(reviewer) == ["Of Clara.", "Of Colin."]
    assert inserted(reviewer, "?by=coder") == ["Of Clara."]
    assert inserted(reviewer, "?by=coder2") == ["Of Colin."]
    assert inserted(reviewer, "?by=nobody") == []


def test_a_coder_reads_the_own_drafts_and_changes_and_no_draft_of_others(coder, three):
    assert inserted(coder) == ["Of Clara.", "Draft of Clara."]
    assert inserted(coder, "?by=~all") == ["Of Clara.", "Of Colin."]
    assert inserted(coder, "?by=coder2") == ["Of Colin."]
    assert "1 of them your draft, which others do not see here" in coder.get(READING).text


def test_a_reviewer_who_codes_too_has_the_own_drafts_apart(reviewer, cast, three, sheet):
    cast.reviewer.groups.add(cast.coder.groups.get())
    draft(sheet, 22, "Draft of Rita.", by=cast.reviewer)
    assert inserted(reviewer) == ["Of Clara.", "Of Colin."]
    assert inserted(reviewer, "?by=reviewer") == ["Draft of Rita."]


def test_what_came_back_or_was_decided_is_not_put_into_the_sheet(reviewer, cast, sheet):
    send_back(pending(sheet, 14, "Returned.", by=cast.coder), by=cast.reviewer)
    approve(pending(sheet, 15, "Approved.", by=cast.coder), by=cast.reviewer)
    assert inserted(reviewer) == []


def test_what_imports_filed_stands_apart_from_a_person_named_import(reviewer, cast, sheet):
    pending(sheet, 14, "Of a person.", by=make_person("import", "Iris Import", "coder"))
    import_sheet(content(4765, q15="Of the import.", file="new.txt"), by=cast.admin)
    assert inserted(reviewer, "?by=import") == ["Of a person."]
    assert inserted(reviewer, "?by=~imports") == ["Of the import."]


# Deciding


def test_all_but_some_are_approved_each_with_its_own_comment(reviewer, new_sheet):
    page = open_page(reviewer, READING)
    answer = decide(
        reviewer,
        page,
        others="approve",
        decision_14="return",
        comment_14="Cite the article.",
        decision_15="leave",
    )
    assert "1 returned, 56 approved. 1 still waits on 4765." in answer.text
    assert answer.redirect_chain[-1][0] == f"{READING}?by=~all"
    counts = [Revision.objects.filter(status=status).count() for status in ("approved", "returned")]
    assert counts == [56, 1]
    assert Revision.objects.get(question=14).comment == "Cite the article."
    batches = set(Revision.objects.exclude(question=15).values_list("events__batch", flat=True))
    assert len(batches - {""}) == 1


def test_one_can_be_decided_on_alone(reviewer, new_sheet):
    decide(reviewer, open_page(reviewer, READING), decision_20="approve")
    assert list(Revision.objects.approved().values_list("question", flat=True)) == [20]


def test_when_nothing_waits_on_the_sheet_the_queue_goes_on(reviewer, new_sheet):
    answer = decide(reviewer, open_page(reviewer, READING), others="approve")
    assert answer.redirect_chain[-1][0] == "/review/"
    assert "58 approved." in answer.text


def test_a_proposal_that_changed_since_it_was_read_is_not_decided_on(reviewer, cast, sheet):
    waiting = pending(sheet, 14, "New.", by=cast.coder)
    page = open_page(reviewer, READING)
    approve(pending(sheet, 14, "Quick.", by=cast.second_coder), by=cast.reviewer)
    answer = decide(reviewer, page, others="approve")
    assert answer.status_code == 409
    assert "changed since you opened it" in answer.text
    assert "Go on reading 4765" in answer.text
    waiting.refresh_from_db()
    assert waiting.status == "pending"


def test_several_proposals_at_one_question_are_shown_each_and_said_to_be_so(reviewer, cast, sheet):
    for person in (cast.coder, cast.second_coder):
        pending(sheet, 14, f"Of {person}.", by=person)
    page = open_page(reviewer, READING)
    said = question(page, 14)
    assert "2 changes of this answer are proposed." in said
    assert inserted(reviewer) == ["Of coder.", "Of coder2."]
    answer = decide(reviewer, page, others="approve")
    assert answer.text.count("cannot be approved together") == 2
    assert not Revision.objects.approved().exists()


def test_nobody_but_reviewers_is_offered_a_decision(client, cast, sheet):
    pending(sheet, 14, "New.", by=cast.coder)
    for person in (cast.coder, cast.second_coder, cast.admin):
        client.force_login(person)
        assert 'name="others"' not in client.get(READING).text
        assert "<ins>New.</ins>" in client.get(READING).text


def test_ones_own_proposals_are_not_offered_for_decision(reviewer, cast, sheet):
    cast.reviewer.groups.add(cast.coder.groups.get())
    pending(sheet, 14, "Own.", by=cast.reviewer)
    assert 'name="others"' not in reviewer.get(READING).text


# Where it is reached from


def test_it_is_reached_from_queue_change_sheet_and_my_work(client, cast, sheet):
    first = pending(sheet, 14, "New.", by=cast.coder)
    pending(sheet, 15, "New.", by=cast.coder)
    draft(sheet, 16, "New.", by=cast.coder)
    client.force_login(cast.reviewer)
    assert f'href="{READING}">Read 4765 with all its changes' in client.get("/review/").text
    assert f'href="{READING}#q14"' in client.get(f"/review/{first.pk}/").text
    assert f'href="{READING}"' in client.get("/sheets/4765/").text
    client.force_login(cast.coder)
    assert f'href="{READING}?by=coder"' in client.get("/work/").text
    assert f'href="{READING}?by=coder#q14"' in client.get("/work/").text


def test_a_sheet_with_nothing_open_offers_no_such_reading(reviewer, cast, sheet):
    draft(sheet, 16, "New.", by=cast.coder)
    assert READING not in reviewer.get("/sheets/4765/").text


# What it costs


def test_it_asks_the_same_of_one_proposal_and_of_58(reviewer, cast):
    few, many = make_sheet(4770, **NEW), make_sheet(4765, **NEW)
    pending(few, 14, "New.", by=cast.coder)
    for number in range(2, 60):
        pending(many, number, "New.", by=cast.coder)
    asked = [cost_of(reviewer, f"/sheets/{key}/proposed/") for key in ("4770", "4765")]
    assert asked[0] == asked[1] <= 13
