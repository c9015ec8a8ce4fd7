"""A site in use, with its settings as the environment gives them: cookies, demonstration."""

import os
import re
import subprocess
import sys

import pytest

from tests.test_environment import ROOT


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
    said = done.stdout
    assert re.search(r"Set-Cookie: __Host-csrftoken=.*Path=/; SameSite=Lax; Secure", said), done
    assert "__Host-sessionid __Host-known True" in said
    assert "__Host-messages" in said
    assert "Domain=" not in said


@pytest.mark.parametrize("address", ["https://atop.example.org", "http://atop.example.org"])
def test_the_demonstration_is_not_loaded_whatever_it_is_told(manage, address):
    for more in ([], ["--force"]):
        done = manage("load_demo", *more, SITE_URL=address)
        assert done.returncode == 1
        assert "is the address of a site in use" in done.stderr
        assert "Traceback" not in done.stderr


def test_a_demonstration_that_moved_into_use_is_named_by_the_deploy_check(manage):
    here = {"SITE_URL": "http://127.0.0.1:8000"}
    assert manage("migrate", "--verbosity", "0").returncode == 0
    assert "no issues" in manage("check", "--deploy").stdout
    assert manage("load_demo", **here).returncode == 0
    done = manage("check", "--deploy", "--fail-level", "WARNING")
    assert done.returncode == 1
    assert "published in the README: admin, admin2, coder, coder2, reader, reviewer." in done.stderr
