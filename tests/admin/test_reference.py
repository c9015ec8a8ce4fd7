"""States and wars in Django admin: searched, corrected with a reason, never deleted."""

from datetime import date

import pytest
from django.contrib.admin import site

from coding.models import Participation, State, StateSpell, War
from coding.workflow.reference_import import save_by_hand
from coding.workflow.refusals import Refused
from tests.admin.addresses import address_of

MODELS = (State, StateSpell, War, Participation)


def _sent(admin, address, **changes):
    """What the page would send back: every box as it stands, but for the changes."""
    page = admin.get(address).context
    said = {}
    for form in [page["adminform"].form, *_forms_of(page)]:
        for box in form:
            value = box.value()
            if value is not None and value is not False:
                said[box.html_name] = value
    return said | {"why": "Looked up again."} | changes


def _forms_of(page):
    for inline in page["inline_admin_formsets"]:
        yield inline.formset.management_form
        yield from inline.formset.forms


def _refused(answer):
    """What the page says is wrong."""
    assert answer.status_code == 200
    inlines = answer.context["inline_admin_formsets"]
    return f"{answer.context['errors']} {[inline.formset.errors for inline in inlines]}"


@pytest.mark.parametrize(
    ("model", "sought"),
    [(State, "220"), (StateSpell, "France"), (War, "139"), (Participation, "139")],
)
def test_they_are_searched_and_read(admin, model, sought) -> None:
    assert site.is_registered(model)
    found = admin.get(address_of(model, "changelist"), {"q": sought}).context["cl"].result_count
    assert 0 < found < 100
    row = model.objects.first()
    assert admin.get(address_of(model, "change", row.pk)).status_code == 200
    assert "Came with the site" in admin.get(address_of(model, "history", row.pk)).content.decode()


def test_a_war_is_found_by_a_state_that_fought_it(admin) -> None:
    found = admin.get(address_of(War, "changelist"), {"q": "Croatia"}).context["cl"].queryset
    assert [war.name for war in found] == ["Bosnian Independence"]


def test_a_later_war_is_added_by_hand(admin, cast) -> None:
    sent = _sent(
        admin, address_of(War, "add"), number=950, name="Later War", source="News", why="2022."
    )
    sent |= {"participations-TOTAL_FORMS": 1, "participations-0-state": 365}
    sent |= {"participations-0-side": 1, "participations-0-begin": "2022-02-24"}
    sent |= {"participations-0-begin_day_known": "on", "participations-0-end_day_known": "on"}
    sent |= {"participations-0-source": "News"}
    answer = admin.post(address_of(War, "add"), sent)
    assert answer.status_code == 302, _refused(answer)
    fights = Participation.objects.get(war=950)
    assert (fights.state_id, fights.begin, fights.end) == (365, date(2022, 2, 24), None)
    for row in (fights, fights.war):
        kept = row.history.get()
        assert (kept.history_user, kept.author_name) == (cast.admin, "Ada Admin")
        assert kept.history_change_reason == "2022."


def test_a_correction_writes_only_the_row_that_changed(admin, cast) -> None:
    state = State.objects.get(code=652)
    address = address_of(State, "change", state.pk)
    spell = state.spells.get(system="GW")
    rows = StateSpell.history.count()
    place = list(StateSpell.objects.filter(state=652)).index(spell)
    sent = _sent(admin, address, **{f"spells-{place}-begin": "1946-04-17"})
    assert admin.post(address, sent).status_code == 302
    assert StateSpell.history.count() == rows + 1
    assert state.history.count() == 1
    kept = spell.history.latest()
    assert (kept.begin, kept.history_user) == (date(1946, 4, 17), cast.admin)
    assert kept.history_change_reason == "Looked up again."


def test_saving_a_page_unchanged_writes_nothing(admin) -> None:
    state, war = State.objects.get(code=652), War.objects.get(number=139)
    before = [model.history.count() for model in MODELS]
    for row in (state, war):
        address = address_of(type(row), "change", row.pk)
        assert admin.post(address, _sent(admin, address)).status_code == 302
    assert [model.history.count() for model in MODELS] == before


def test_a_change_needs_its_reason(admin) -> None:
    state = State.objects.get(code=652)
    address = address_of(State, "change", state.pk)
    assert "required" in _refused(admin.post(address, _sent(admin, address, name="X", why=" ")))
    assert State.objects.get(code=652).name == "Syria"


def test_an_end_before_the_begin_is_told(admin) -> None:
    address = address_of(State, "change", State.objects.get(code=652).pk)
    sent = _sent(admin, address, **{"spells-0-end": "1900-01-01"})
    assert "The end lies before the begin." in _refused(admin.post(address, sent))


def test_the_number_of_a_state_or_war_stays(admin) -> None:
    for row, key in ((State.objects.get(code=652), "code"), (War.objects.get(number=1), "number")):
        address = address_of(type(row), "change", row.pk)
        admin.post(address, _sent(admin, address, **{key: 7777}))
        assert getattr(type(row).objects.get(pk=row.pk), key) != 7777


@pytest.mark.parametrize("model", MODELS)
def test_nothing_is_deleted(admin, cast, model) -> None:
    cast.admin.is_superuser = True
    cast.admin.save()
    row = model.objects.first()
    assert admin.post(address_of(model, "delete", row.pk), {"post": "yes"}).status_code == 403
    sent = {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"}
    admin.post(address_of(model, "changelist"), sent)
    assert model.objects.filter(pk=row.pk).exists()


@pytest.mark.parametrize("model", MODELS)
def test_coders_read_them_elsewhere_and_do_not_come_in(client, cast, model) -> None:
    client.force_login(cast.coder)
    assert client.get(address_of(model, "changelist")).status_code == 302


@pytest.mark.parametrize("model", MODELS)
def test_a_list_costs_the_same_for_many_rows(admin, model, django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(12):
        admin.get(address_of(model, "changelist"))


def test_a_row_that_is_there_already_is_refused_in_words(cast):
    spell = StateSpell.objects.first()
    twin = StateSpell(state=spell.state, system=spell.system, begin=spell.begin, source="Twice.")
    with pytest.raises(Refused, match=r"is there already\. Nothing"):
        save_by_hand(twin, by=cast.admin, reason="A slip.")
