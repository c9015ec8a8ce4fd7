"""load_demo: what `make run` shows, and what it must never do."""

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from coding.accounts.demonstration import DEMO_ACCOUNTS
from coding.models import Assignment, Revision, Sheet
from coding.models.questionnaire import BY_NUMBER
from coding.workflow import rules
from tests.factories import approved_change, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(capsys):
    def run(*args):
        call_command("load_demo", *args, skip_checks=True)
        return capsys.readouterr().out

    return run


def person(name):
    return User.objects.get(username=name)


def test_the_samples_are_in_the_record(run):
    run()
    assert list(Sheet.objects.values_list("atop_id", flat=True)) == [4235, 4765, 6070]


def test_each_account_signs_in_with_its_printed_password(run):
    printed = [line.split() for line in run().splitlines()]
    for account in DEMO_ACCOUNTS:
        assert [account.role, account.username, account.password] in printed
        signed_in = authenticate(username=account.username, password=account.password)
        assert signed_in.get_full_name() == f"{account.first_name} {account.last_name}"


def test_each_role_may_do_its_own_work_only(run):
    run()
    assert rules.why_not_propose(person("coder")) is None
    assert rules.why_not_propose(person("coder2")) is None
    assert rules.why_not_decide(person("coder"))
    assert rules.why_not_decide(person("reviewer")) is None
    assert rules.why_not_import(person("admin")) is None
    staff = User.objects.filter(is_staff=True).order_by("username")
    assert [p.username for p in staff] == ["admin", "admin2"]  # a release is frozen by two
    assert not User.objects.filter(is_superuser=True).exists()


def test_the_coder_has_work(run):
    run()
    assert Assignment.objects.filter(coder__username="coder").count() == 3


def test_a_second_run_changes_nothing(run):
    run()
    coder, password = person("coder"), person("coder").password
    coder.first_name = "Renamed"
    coder.save()
    Assignment.objects.first().delete()
    change = {"by": coder, "reviewer": person("reviewer")}
    approved_change(Sheet.objects.get(atop_id=4765), 14, "Ended.", **change)
    make_person("real", "Real Person")
    before = (Sheet.history.count(), Revision.objects.count(), Assignment.objects.count())
    run()
    assert (Sheet.history.count(), Revision.objects.count(), Assignment.objects.count()) == before
    assert (person("coder").first_name, person("coder").password) == ("Renamed", password)
    assert User.objects.count() == len(DEMO_ACCOUNTS) + 1
    section = BY_NUMBER[14].section
    row = section.model.objects.get(sheet__atop_id=4765)
    assert getattr(row, BY_NUMBER[14].key) == "Ended."


def test_a_changed_password_stays(run):
    run()
    coder = person("coder")
    coder.set_password("another one")
    coder.save()
    run()
    assert authenticate(username="coder", password="another one")
    assert not authenticate(username="coder", password="coder-demo")


def test_a_site_with_people_on_it_is_refused(run):
    make_person("real", "Real Person")
    with pytest.raises(CommandError, match="published passwords"):
        run()
    assert User.objects.count() == 1
    assert not Sheet.objects.exists()


def test_force_adds_them_all_the_same(run):
    make_person("real", "Real Person")
    run("--force")
    assert User.objects.count() == len(DEMO_ACCOUNTS) + 1


def test_an_account_of_the_same_name_is_never_taken_over(run):
    make_person("admin", "Ada Admin")
    with pytest.raises(CommandError, match="not a demonstration account"):
        run("--force")
    assert User.objects.count() == 1
