"""A site as `make run` serves it, with its demonstration data, and real browsers before it.

A test runs in Chromium. Marked `in_both_browsers`, it runs in Firefox too: where keys are pressed,
words pasted, pages loaded again or gone back to, and a connection is lost. There browsers differ.
"""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections import Counter
from pathlib import Path

import pytest

from tests.conftest import keep_migrated, let_others_begin

ROOT = Path(__file__).resolve().parent.parent.parent
PATIENCE = 60  # seconds: a busy machine fails no test
# The shell does all that a page asks for, and costs less: it has no window that is only hidden.
COMMANDS = {
    "chromium": ("chromium-headless-shell", "chromium", "chromium-browser"),
    "firefox": ("firefox-esr",),
}
PACKAGES = {"chromium": "chromium-headless-shell", "firefox": "firefox-esr"}
OPTIONS = {"firefox": {"channel": "moz-firefox"}}  # Debian's own, over WebDriver BiDi

SESSIONS = "sessions.json"  # in the folder of a site: whose is which
# A session for each person, without the form.
SIGN_IN_ALL = """
import json
from django.contrib.auth.models import User
from django.test import Client
sessions = {}
for person in User.objects.all():
    browser = Client()
    browser.force_login(person)
    sessions[person.username] = browser.cookies["sessionid"].value
print(json.dumps(sessions))
"""

in_both_browsers = pytest.mark.parametrize("browser", list(COMMANDS), indirect=True)


def pytest_collection_modifyitems(items):
    """Mark them, and hand them out. Browsers wait half of their time, so all workers but one walk
    them, and what they leave of the cores is for the one that computes."""
    walks = [item for item in items if Path(__file__).parent in item.path.parents]
    workers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", 1))
    walkers = _by_walker(Counter(item.path for item in walks), max(1, workers - 1))
    for item in walks:
        item.add_marker(pytest.mark.browser)
        item.add_marker(pytest.mark.xdist_group(f"browsers {walkers[item.path]}"))


def _by_walker(tests: Counter[Path], count: int) -> dict[Path, int]:
    """Give each module to the walker that has the fewest tests: a module has one site."""
    walkers, loads = {}, [0] * count
    for module, number in tests.most_common():
        walkers[module] = loads.index(min(loads))
        loads[walkers[module]] += number
    return walkers


class Site:
    """The running site: its address, its folder, its command line."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        self.folder = folder
        self.environment = {
            **{k: v for k, v in os.environ.items() if not k.startswith("DJANGO_")},
            "VAR_DIR": str(folder),
            "DATABASE_URL": f"sqlite:///{folder / 'site.sqlite3'}",
            "SITE_URL": self.url,
            "EXPORT_DIR": str(folder / "export"),
            "SECRET_KEY": "only-for-browser-tests-" + "x" * 40,
        }
        self.server: subprocess.Popen[bytes] | None = None
        self.commands: subprocess.Popen[str] | None = None

    def manage(self, *arguments: str) -> str:
        """Run a command and return what it printed; all in one process, which takes seconds."""
        if self.commands is None:
            settings = {"DJANGO_SETTINGS_MODULE": "atop_site.settings"}
            self.commands = subprocess.Popen(
                [sys.executable, "-m", "tests.browser.commands"],
                cwd=ROOT,
                env=self.environment | settings,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
        print(json.dumps(arguments), file=self.commands.stdin, flush=True)
        answer = self.commands.stdout.readline()
        assert answer, f"{arguments} failed."
        return json.loads(answer)

    def put_on_the_desk(self, name: str, content: bytes) -> None:
        """Put a printed sheet on the import desk, and read it there."""
        file = self.folder / name
        file.write_bytes(content)
        self.manage("import_sheets", "--desk", "--by", "admin", str(file))
        self.manage("run_desk", "--once")

    def start(self) -> None:
        command = [sys.executable, "-m", "gunicorn", "atop_site.wsgi", "--no-control-socket"]
        command += ["--workers", "2", "--threads", "4", "--bind", self.url.removeprefix("http://")]
        command += ["--preload"]  # once for both workers
        self.server = subprocess.Popen(
            [*command, "--log-level", "warning"], cwd=ROOT, env=self.environment
        )
        for _ in range(600):
            try:
                urllib.request.urlopen(f"{self.url}/health/", timeout=PATIENCE).close()
                return
            except OSError:
                time.sleep(0.1)
        self.stop()
        raise RuntimeError("The site did not start.")

    def stop(self) -> None:
        if self.commands:
            self.commands.communicate()  # it ends when nothing more comes
        if self.server:
            self.server.terminate()
            self.server.wait(10)


@pytest.fixture(scope="session")
def demonstration(migrated, _migrating, tmp_path_factory) -> Path:
    """The folder of a site with its demonstration data, to begin with a copy."""
    site = Site(tmp_path_factory.mktemp("demonstration"))
    if migrated and migrated.exists():
        shutil.copy(migrated, site.folder / "site.sqlite3")
    site.manage("migrate", "--verbosity", "0")
    if migrated and not migrated.exists():
        keep_migrated(site.folder / "site.sqlite3", migrated)
    let_others_begin(_migrating)
    site.manage("collectstatic", "--no-input", "--verbosity", "0")
    site.manage("load_demo")
    sessions = site.manage("shell", "-c", SIGN_IN_ALL).splitlines()[-1]
    (site.folder / SESSIONS).write_text(sessions)
    site.stop()
    return site.folder


@pytest.fixture(scope="module")
def site(demonstration, tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    shutil.copytree(demonstration, folder, dirs_exist_ok=True)
    site = Site(folder)
    site.start()
    yield site
    site.stop()


@pytest.fixture(scope="session")
def playwright():
    """The browsers' driver.

    Its event loop counts as running in this thread until the end, also between its calls, and
    Django would refuse the database to each test that follows.
    """
    from playwright.sync_api import sync_playwright

    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield playwright


@pytest.fixture(scope="session")
def browsers(playwright):
    """Those that run already, by name: each window is as that of a new one."""
    running = {}
    yield running
    for browser in running.values():
        browser.close()


@pytest.fixture(scope="module")
def browser(playwright, browsers, request):
    name = getattr(request, "param", "chromium")
    command = next(filter(None, map(shutil.which, COMMANDS[name])), None)
    if command is None:
        pytest.skip(f"no {name.title()} here (Debian: {PACKAGES[name]})")
    if name not in browsers:
        options = OPTIONS.get(name, {})
        browsers[name] = getattr(playwright, name).launch(executable_path=command, **options)
    return browsers[name]


@pytest.fixture(scope="module")
def sessions(site) -> dict[str, str]:
    """The session of each person, which every copy of the demonstration knows."""
    return json.loads((site.folder / SESSIONS).read_text())


@pytest.fixture
def sign_in(browser, site, sessions):
    """Opens a window of its own for one person, signed in; errors on a page fail the test.

    All windows of a person share a session: who signs out in a test enters by the form.
    """
    opened, errors = [], []

    def open_window(username: str | None = None, *, width: int = 1440, **options):
        context = browser.new_context(
            base_url=site.url, viewport={"width": width, "height": 900}, **options
        )
        context.set_default_timeout(PATIENCE * 1000)
        opened.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda said: _note(said, errors))
        if username:
            cookie = {"name": "sessionid", "value": sessions[username], "url": site.url}
            context.add_cookies([cookie])
        return page

    yield open_window
    for context in opened:
        context.close()
    assert errors == []


def _note(said, errors: list[str]) -> None:
    is_answer = "Failed to load resource" in said.text  # a refusal the page itself deals with
    if said.type == "error" and not is_answer:
        errors.append(said.text)


def enter(page, username: str) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("Username").fill(username)
    page.get_by_label("Password").fill(f"{username}-demo")
    with sending(page):
        page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda url: "/login" not in url)


def may_decide(page) -> None:
    """Waits until what is to be decided has been on the screen for long enough."""
    page.locator("form[data-counts]").wait_for()


def may_press(page, button: str) -> None:
    """Waits until a button that decides has been on the screen for long enough."""
    found = page.locator("form[data-counts]").get_by_role("button", name=button)
    page.get_by_role("button", name=button).scroll_into_view_if_needed()
    found.wait_for()


def sending(page):
    """Around what sends a form: what follows meets the whole next page, not one half arrived."""
    return page.expect_navigation()


@pytest.fixture
def shoot(request):
    """Keeps a picture of the page where $SCREENSHOTS names a folder to put it."""
    folder = os.environ.get("SCREENSHOTS")

    def take(page, name: str) -> None:
        if folder:
            page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)

    return take
