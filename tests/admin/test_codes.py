"""Codes in admin: filtered and read with their labels, members with their sheet, never written."""

import re

import pytest

from coding.admin.members import own_codes
from coding.codebook.cells import MISSING, Coding
from coding.codebook.sheet import CodedPhase
from coding.models import (
    Context,
    Formation,
    Membership,
    PairObligation,
    Revision,
    RevisionEvent,
    Sheet,
)
from coding.models.questionnaire import MODELS, SECTIONS
from coding.models.variables import BY_NAME, PAIR_BY_NAME
from tests.admin.addresses import address_of
from tests.factories import coded, pending
from tests.published_phases import member, publish, three_phases
from tests.shared_rows import shared

OF_MEMBERS = (Membership, PairObligation)
LABELLED = [
    (model, variable)
    for model, variables in (
        *((s.model, [v for v in BY_NAME.values() if v.where == s.key]) for s in SECTIONS),
        (Membership, [v for v in BY_NAME.values() if v.where == "membership"]),
        (PairObligation, list(PAIR_BY_NAME.values())),
    )
    for variable in variables
    if variable.is_coded and variable.codes
]


@shared
def release(db):
    return three_phases()


def text(answer):
    """The words of a page, without markup."""
    assert answer.status_code == 200
    return " ".join(re.sub("<.*?>", " ", answer.content.decode()).split())


def found(admin, model, **asked):
    return set(admin.get(address_of(model, "changelist"), asked).context["cl"].result_list)


@pytest.mark.parametrize(
    "model", dict.fromkeys(model for model, _ in LABELLED), ids=lambda m: m.__name__
)
def test_every_labelled_code_is_offered_as_a_filter(admin, release, model):
    page = admin.get(address_of(model, "changelist"))
    offered = {spec.title: spec for spec in page.context["cl"].filter_specs}
    for variable in (variable for one, variable in LABELLED if one is model):
        choices = offered[f"{variable.name}: {variable.label}"].choices(page.context["cl"])
        said = [variable.describe(code) for code in variable.codes]
        missing = ["missing"] if variable.missing else []
        assert [choice["display"] for choice in choices] == [
            "All",
            *said,
            *missing,
            "not coded yet",
        ]


def test_a_filter_finds_a_code_what_is_missing_and_what_is_not_coded(admin, release):
    first, second, third = Formation.objects.order_by("sheet__atop_id", "sheet__phase")
    assert found(admin, Formation, estmode__exact=1) == {first}
    assert found(admin, Formation, estmode__exact=MISSING) == {second}
    assert found(admin, Formation, estmode__isnull=True) == {third}


def test_filters_of_members_work_together(admin, release):
    (only,) = found(admin, Membership, defense__exact=1, defcoadv__exact=1)
    assert (only.sheet.key, only.key) == ("1005", "220")


def test_the_chosen_code_is_marked_and_its_filter_stays_open(admin, release):
    page = admin.get(address_of(Formation, "changelist"), {"estmode__exact": "1"}).content.decode()
    assert page.count(" open>") == 1
    assert re.search(r'<li class="selected"><a href="[^"]*">1 treaty</a>', page)


def test_nonsense_in_a_filter_is_no_error(admin, release):
    answer = admin.get(address_of(Context, "changelist"), {"interv__exact": "x"}, follow=True)
    assert answer.status_code == 200


def test_codes_are_read_with_their_labels_beside_the_answer(admin, cast, release):
    sheet = Sheet.objects.get(atop_id=1005)
    page = text(admin.get(address_of(Formation, "change", sheet.formation.pk)))
    assert "Means of establishment (estmode): 1 treaty" in page
    assert "First term, in months (length): 120 months" in page
    assert "Public or secret (pubsecr): not coded yet" in page


def test_members_stand_on_the_page_of_their_sheet(admin, release):
    sheet = Sheet.objects.get(atop_id=1005)
    page = text(admin.get(address_of(Sheet, "change", sheet.pk)))
    assert "220 France" in page
    assert "1 May 1850 in effect" in page
    assert "200 owes 220 in 1005" in page


@pytest.mark.parametrize("words", ["1010", "300", "Austria"])
def test_members_and_sheets_are_found_by_alliance_and_state(admin, release, words):
    assert {member.sheet.key for member in found(admin, Membership, q=words)} == {
        "1010.1",
        "1010.2",
    }
    assert {sheet.key for sheet in found(admin, Sheet, q=words)} == {"1010.1", "1010.2"}


def test_pairs_are_found_by_alliance_and_state(admin, release):
    assert len(found(admin, PairObligation, q="1005")) == 2
    assert {pair.receiver.key for pair in found(admin, PairObligation, q="France")} == {"220"}


def test_own_codes_of_a_member_stand_in_the_order_of_the_sheet_however_they_are_kept():
    """PostgreSQL keeps the names of JSON in an order of its own, SQLite as they were written."""
    kept = {"refothio": 2, "cowid": 2011}
    turned = dict(reversed(kept.items()))
    assert own_codes(Membership(own=kept)) == own_codes(Membership(own=turned))
    assert own_codes(Membership(own=kept)).startswith("cowid 2011")


def test_a_member_is_read_in_words_question_by_question(admin, release):
    membership = Membership.objects.get(sheet__atop_id=1005, member=220)
    page = text(admin.get(address_of(Membership, "change", membership.pk)))
    assert "19. Contingencies Defense only against a particular adversary (defcoadv): 1 yes" in page
    assert "Codes of the alliance that differ for this member: none" in page
    own = Membership.objects.get(sheet__atop_id=1010, sheet__phase=1, member=255)
    assert "cowid 2011" in text(admin.get(address_of(Membership, "change", own.pk)))


@pytest.mark.parametrize("model", OF_MEMBERS)
def test_members_and_pairs_are_not_written_in_admin(admin, cast, release, model):
    cast.admin.is_superuser = True
    cast.admin.save()
    row = model.objects.first()
    before = vars(model.objects.get(pk=row.pk)) | {"_state": None}
    assert admin.get(address_of(model, "add")).status_code == 403
    for name in ("change", "delete"):
        sent = admin.post(address_of(model, name, row.pk), {"defense": 1, "post": "yes"})
        assert sent.status_code == 403
    said = {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"}
    admin.post(address_of(model, "changelist"), said)
    assert vars(model.objects.get(pk=row.pk)) | {"_state": None} == before


def test_a_sheets_page_does_not_write_its_members(admin, cast, release):
    cast.admin.is_superuser = True
    cast.admin.save()
    sheet = Sheet.objects.get(atop_id=1005)
    first = sheet.memberships.first()
    sent = {
        "memberships-TOTAL_FORMS": 1,
        "memberships-INITIAL_FORMS": 1,
        "memberships-0-id": first.pk,
        "memberships-0-DELETE": "on",
    }
    assert admin.post(address_of(Sheet, "change", sheet.pk), sent).status_code == 403
    assert sheet.memberships.count() == 3


@pytest.mark.parametrize("model", OF_MEMBERS)
def test_members_and_pairs_have_a_history(admin, release, model):
    row = model.objects.first()
    assert "release 5.9" in text(admin.get(address_of(model, "history", row.pk)))
    version = address_of(model, "simple_history", row.pk, row.history.first().pk)
    assert "1 yes" in text(admin.get(version))


@pytest.mark.parametrize("model", [Sheet, *MODELS, *OF_MEMBERS])
def test_an_old_row_is_not_put_back(admin, cast, release, model):
    cast.admin.is_superuser = True
    cast.admin.save()
    row = model.objects.first()
    version = address_of(model, "simple_history", row.pk, row.history.first().pk)
    sent = {"atop_id": 1005, "phase": 7, "started_at_0": "2026-01-01", "started_at_1": "00:00"}
    assert admin.post(version, sent).status_code == 403
    assert row.history.count() == 1


def test_an_old_row_shows_the_codes_of_its_time(admin, cast, release):
    sheet = Sheet.objects.get(atop_id=1005)
    coded(sheet, 6, {"estmode": 0}, by=cast.coder, reviewer=cast.reviewer)
    old = sheet.formation.history.last()
    version = address_of(Formation, "simple_history", sheet.formation.pk, old.pk)
    assert "(estmode): 1 treaty" in text(admin.get(version))


def test_a_revision_shows_its_codes_in_words(admin, cast, release):
    sheet = Sheet.objects.get(atop_id=1005)
    change = pending(sheet, 19, None, by=cast.coder, codes={"200/defcoadv": 1})
    page = text(admin.get(address_of(Revision, "change", change.pk)))
    assert "Codes: defcoadv (200 United Kingdom): 0 no → 1 yes" in page
    step = RevisionEvent.objects.get(revision=change, step="submit")
    assert "defcoadv (200 United Kingdom): 0 no → 1 yes" in text(
        admin.get(address_of(RevisionEvent, "change", step.pk))
    )


def test_the_pages_cost_the_same_for_many_members(admin, django_assert_max_num_queries):
    states = (2, 20, 40, 41, 42, 70, 90, 91, 92, 93, 94, 95, 100, 101)
    members = {str(state): member(state) for state in states}
    pairs = {("2", str(state)): {"defense": 1} for state in states[1:]}
    publish(CodedPhase(3040, 0, Coding({}, members, pairs)))
    sheet = Sheet.objects.get()
    with django_assert_max_num_queries(10):
        admin.get(address_of(Sheet, "change", sheet.pk))
    for model in OF_MEMBERS:
        with django_assert_max_num_queries(10):
            admin.get(address_of(model, "changelist"))
