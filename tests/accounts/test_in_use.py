"""A site in use, with its settings as the environment gives them: cookies, demonstration."""

import os
import re
import shutil
import subprocess
import sys

import pytest

from tests.costly import on_the_gate
from tests.test_environment import ROOT

pytestmark = on_the_gate  # each asks a process of its own


@pytest.fixture
def manage(tmp_path):
    """Runs manage.py as on a machine of its own, in use unless told otherwise."""

    def manage(*arguments, **settings):
        environment = {k: v for k, v in os.environ.items() if not k.startswith("DJANGO_")}
        database = f"sqlite:///{tmp_path / 'site.sqlite3'}"
        said = {"VAR_DIR": str(tmp_path), "DATABASE_URL": database}
        environment |= {**said, "SITE_URL": "https://atop.example.org", **settings}
        command = [sys.executable, "manage.py", *arguments]
        return subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
        )

    return manage


PAGE = """
from django.test import Client, override_settings
plain = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
with override_settings(STORAGES=plain):
    page = Client().get("/accounts/login/", secure=True, headers={"host": "atop.example.org"})
print(page.cookies.output())
from django.conf import settings
print(settings.SESSION_COOKIE_NAME, settings.KNOWN_BROWSER_COOKIE, settings.SESSION_COOKIE_SECURE)
from django.contrib.messages import get_messages
from atop_site.messages import CookieStorage
print(CookieStorage.cookie_name)
"""


def test_over_https_cookies_are_of_this_host_alone(manage):
    done = manage("shell", "-c", PAGE)
    output = done.stdout
    assert re.search(r"Set-Cookie: __Host-csrftoken=.*Path=/; SameSite=Lax; Secure", output), done
    assert "__Host-sessionid __Host-known True" in output
    assert "__Host-messages" in output
    assert "Domain=" not in output


@pytest.mark.parametrize(
    ("address", "more"),
    [("https://atop.example.org", []), ("http://atop.example.org", ["--force"])],
)
def test_the_demonstration_is_not_loaded_whatever_it_is_told(manage, address, more):
    done = manage("load_demo", *more, SITE_URL=address)
    assert done.returncode == 1
    assert "is the address of a site in use" in done.stderr
    assert "Traceback" not in done.stderr


MOVED = """
from django.contrib.auth.models import User
from django.core.management import call_command
from coding.accounts.demonstration import DEMO_ACCOUNTS
call_command("check", deploy=True)
for one in DEMO_ACCOUNTS:
    person = User(username=one.username)
    person.set_password(one.password)
    person.save()
call_command("check", deploy=True, fail_level="WARNING")
"""


def test_a_demonstration_that_moved_into_use_is_named_by_the_deploy_check(
    manage, django_db_setup, tmp_path
):
    if django_db_setup is None:
        pytest.skip("It begins with a copy of the tests' database, which is in a file on SQLite.")
    shutil.copy(django_db_setup, tmp_path / "site.sqlite3")
    done = manage("shell", "--no-imports", "-c", MOVED)
    assert "no issues" in done.stdout
    assert done.returncode == 1
    assert "published in the README: admin, admin2, coder, coder2, reader, reviewer." in done.stderr
