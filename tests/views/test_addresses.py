"""Every address as every person, with the ids of others: who gets in, and who is told why not."""

from functools import cache
from hashlib import sha256

import pytest
from django.urls import URLPattern, get_resolver, reverse

from coding.desk.adding_files import Incoming
from coding.models import Formation, Original, Revision, Sheet
from coding.models.revision import Status
from coding.sheets.printing.from_record import print_sheet
from coding.workflow.citation_corrections import ask
from coding.workflow.original_files import PrintedFile, keep_original
from coding.workflow.putting_aside import put_aside
from coding.workflow.starting_sheets import start_sheet
from tests.costly import combined
from tests.desk.on_the_desk import LETTER, asked_for, put_on_the_desk, sheet_file
from tests.factories import Cast, draft, make_sheet, pending, seen, suggested
from tests.published_phases import publish, two
from tests.releases.exports_on_disk import make_export
from tests.shared_rows import shared

pytestmark = pytest.mark.database

EVERYBODY = ("coder", "second_coder", "reviewer", "admin", "reader", "outsider")
CODERS = {"coder", "second_coder"}
READERS = {"coder", "second_coder", "reviewer", "admin", "reader"}

# Address name → (method, arguments, who gets in). Everybody else with an account is refused, and
# everybody without one is sent to sign in.
PAGES = {
    "home": ("get", [], set(EVERYBODY)),
    "log": ("get", [], READERS),
    "log-csv": ("get", [], READERS),
    "overview": ("get", [], READERS),
    "overview-changes": ("get", [], READERS),
    "overview-charts": ("get", [], READERS),
    "sheet-members": ("get", ["4765"], READERS),
    "work-list": ("get", [], CODERS),
    "left-work": ("get", [], {"admin"}),
    "pasted-read": ("post", [], CODERS),
    "sheet-list": ("get", [], READERS),
    "sheets-aside": ("get", [], {"admin"}),
    "sheet-take-back": ("post", ["ASIDE"], {"admin"}),
    "sheet-put-aside": ("get", ["4765"], {"admin"}),
    "sheets-assign": ("get", [], {"admin"}),
    "sheet-start": ("get", [], {*CODERS, "admin"}),
    "sheets-import": ("get", [], {"admin"}),
    "desk-batch": ("get", ["BATCH"], {"admin"}),
    "desk-summary": ("get", ["BATCH"], {"admin"}),
    "desk-let-in": ("post", ["BATCH"], {"admin"}),
    "desk-alike": ("get", ["BATCH"], {"admin"}),
    "desk-clear": ("get", ["DONE"], {"admin"}),
    "desk-decide": ("post", ["ASKED"], {"admin"}),
    "desk-file": ("get", ["ON_THE_DESK"], {"admin"}),
    "desk-page": ("get", ["ON_THE_DESK"], {"admin"}),
    "desk-picture": ("get", ["PDF", 1], {"admin"}),
    "desk-original": ("get", ["ON_THE_DESK"], {"admin"}),
    "desk-put-aside": ("post", ["ON_THE_DESK"], {"admin"}),
    "desk-read-again": ("post", ["ON_THE_DESK"], {"admin"}),
    "sheet-originals": ("get", ["4765"], READERS),
    "original-file": ("get", ["4765", "ORIGINAL"], READERS),
    "original-pages": ("get", ["4765", "ORIGINAL_PDF"], READERS),
    "original-picture": ("get", ["4765", "ORIGINAL_PDF", 1], READERS),
    "sheet-read": ("get", ["4765"], READERS),
    "sheet-proposed": ("get", ["4765"], READERS),
    "sheet-to-do": ("get", ["4765"], READERS),
    "sheet-names": ("get", ["4765"], READERS),
    "sheet-print": ("get", ["4765", "txt"], READERS),
    "section-write": ("get", ["4765", "formation"], CODERS),
    "codes-suggested": ("get", ["4765", 14], CODERS),
    "question-write": ("get", ["4765", 14], READERS),
    "precedents": ("get", ["4765", 14], READERS),
    "question-comments": ("get", ["4765", 14], READERS),
    "comment-people": ("get", [], READERS - {"reader"}),
    "question-presence": ("post", ["4765", 14], READERS),
    "draft-save": ("post", ["4765", 15], CODERS),
    "drafts-submit": ("post", ["4765"], CODERS),
    "sheet-history": ("get", ["4765"], READERS),
    "sheet-compare": ("get", ["4765"], READERS),
    "sheet-go-back": ("get", ["4765"], CODERS),
    "phase-start": ("get", ["4765"], {*CODERS, "admin"}),
    "phase-take-over": ("post", ["4765"], CODERS),
    "revision-read": ("get", ["PENDING"], READERS),
    "revision-step": ("post", ["DRAFT", "discard"], {"coder"}),
    "suggestion-take-up": ("post", ["RETURNED"], {"coder"}),
    "review-queue": ("get", [], {"reviewer"}),
    "revision-review": ("get", ["PENDING"], {"reviewer"}),
    "revision-decide": ("post", ["PENDING"], {"reviewer"}),
    "revision-suggest": ("get", ["PENDING"], {"reviewer"}),
    "review-effect": ("get", [], {"reviewer"}),
    "many-decide": ("post", [], {"reviewer"}),
    "rule-read": ("get", [14], READERS),
    "check-list": ("get", [], READERS),
    "release-compare": ("get", [], READERS),
    "release-compare-csv": ("get", [], READERS),
    "release-gate": ("get", ["6.0"], {"admin"}),
    "release-hold": ("post", ["6.0"], {"admin"}),
    "release-citation": ("get", ["6.0"], {"admin"}),
    "release-correction": ("post", ["5.9", "CORRECTION"], {"admin"}),
    "release-step": ("post", ["6.0", "ask"], {"admin"}),
    "release-read": ("get", ["latest"], READERS),
    "release-file": ("get", ["latest", "SHA256SUMS"], READERS),
    "notice-list": ("get", [], READERS),
    "notices-read": ("post", [], READERS),
    "notice-choices": ("get", [], READERS),
    "shortcut-keys": ("get", [], set(EVERYBODY)),
    "sign-in-list": ("get", [], set(EVERYBODY)),
    "release-zip": ("get", ["latest", "sheets"], READERS),
}
FILES = {"release-file", "release-zip"}  # kept, but never used without asking
OPEN = {
    "codebook",
    "variable-read",
    "release-list",
    "help-index",
    "help-read",
}  # of releases, what is published: tests/views/test_releases


@pytest.fixture(scope="module")
def exports(tmp_path_factory):
    root = tmp_path_factory.mktemp("exports")
    make_export(root)
    return root


@pytest.fixture(autouse=True)
def _an_export_is_there(settings, exports):
    settings.EXPORT_DIR = exports


@shared
def story(cast: Cast):
    """One sheet, a draft and a pending revision of the first coder."""
    sheet = make_sheet(4765)
    return {
        "DRAFT": draft(sheet, 14, "Draft.", by=cast.coder),
        "PENDING": pending(sheet, 20, "Pending.", by=cast.coder),
        "RETURNED": suggested(sheet, 21, "Long.", "Short.", by=cast.coder, reviewer=cast.reviewer),
    }


@shared
def ids(cast: Cast, story):
    """The keys of what the arguments name: what is on the import desk, or was, among them."""
    by = cast.admin
    text = put_on_the_desk(sheet_file(4768), by=by)
    letter = put_on_the_desk(LETTER, by=by)
    pdf = put_on_the_desk(Incoming("4767.pdf", _as_pdf(4765)), by=by, read=False)
    originals = {"ORIGINAL": b"4765", "ORIGINAL_PDF": _as_pdf(4765)}
    rows = {
        **story,
        **{name: _original(content, by) for name, content in originals.items()},
        "BATCH": text,
        "ON_THE_DESK": text.files.get(),
        "PDF": pdf.files.get(),
        "DONE": letter,
        "ASKED": asked_for(4766, by=by),
        "ASIDE": put_aside(start_sheet(5100, 0, by=by), "Started twice.", by=by),
        "CORRECTION": ask(publish(two()), DOI, by=by, reason="It has one."),
    }
    return {name: row.pk for name, row in rows.items()}


def _original(content, by):
    keep_original(Sheet.objects.get(atop_id=4765), PrintedFile("4765.pdf", content, by))
    return Original.objects.get(sha256=sha256(content).hexdigest())


DOI = {"citation": "", "doi": "10.5281/zenodo.1", "url": "", "licence": ""}


@cache
def _as_pdf(atop_id):
    """The printed sheet, which is the same in every story."""
    return print_sheet(Sheet.objects.get(atop_id=atop_id), "pdf")[0]


def _names(patterns, prefix=""):
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            yield pattern.name
        else:
            yield from _names(pattern.url_patterns)


def _address(name, ids):
    _, arguments, _ = PAGES[name]
    return reverse(f"coding:{name}", args=[ids.get(argument, argument) for argument in arguments])


def _ask(client, name, ids):
    return getattr(client, PAGES[name][0])(_address(name, ids), {"text": "x", "note": "y"})


def test_no_address_is_forgotten():
    namespace = get_resolver().namespace_dict["coding"][1]
    assert set(_names(namespace.url_patterns)) == {*PAGES, *OPEN}


@pytest.mark.acceptance(12)
@pytest.mark.parametrize("name", PAGES)
def test_without_an_account_one_is_sent_to_sign_in(client, ids, name):
    answer = _ask(client, name, ids)
    if not answer.wsgi_request.path.endswith("/"):  # a file, perhaps asked for by a program
        assert answer.status_code == 403
        return
    is_fetched = name == "draft-save"  # asked for by a script, which cannot follow to a page
    assert answer.status_code in ((302, 401) if is_fetched else (302,))
    if answer.status_code == 302:
        assert answer.url.startswith(reverse("account_login"))


@pytest.mark.acceptance(12)
@pytest.mark.parametrize(("name", "who"), combined(PAGES, EVERYBODY))
def test_each_person_gets_in_where_they_belong_and_nowhere_else(client, cast, ids, name, who):
    """To read changes nothing, and no cache keeps what somebody signed in sees."""
    client.force_login(getattr(cast, who))
    before = _record(ids)
    answer = _ask(client, name, ids)
    assert PAGES[name][0] == "post" or _record(ids) == before
    if who not in PAGES[name][2]:
        assert answer.status_code in (403, 404 if "DRAFT" in PAGES[name][1] else 403)
        assert b"Traceback" not in answer.content
        return
    assert answer.status_code in (200, 302, 400), answer.content
    kept = answer.headers["Cache-Control"]
    assert "private" in kept
    assert "no-store" in kept or (name in FILES and "no-cache" in kept)


def _record(ids):
    waiting = Revision.objects.get(pk=ids["PENDING"])
    return Revision.objects.count(), Formation.history.count(), seen(waiting)


def test_public_pages_may_be_kept(client, story):
    assert "no-store" not in client.get("/releases/").headers.get("Cache-Control", "")


@pytest.mark.parametrize(
    "address",
    [
        "/sheets/9999/",
        "/sheets/4765.2/",
        "/sheets/4765/questions/62/",
        "/sheets/4765/questions/0/",
        "/sheets/4765/sections/appendix/",
        "/sheets/4765/print.exe",
        "/revisions/999999/",
        "/review/999999/",
        "/sheets/12/",
    ],
)
def test_what_is_not_there_is_not_found(reviewer, cast, story, address):
    cast.reviewer.groups.add(cast.coder.groups.get())
    assert reviewer.get(address).status_code == 404


@pytest.mark.acceptance(12)
@pytest.mark.parametrize("step", ["submit", "take-back", "discard", "withdraw"])
@pytest.mark.parametrize("who", ["second_coder", "reviewer", "admin", "outsider"])
def test_nobody_moves_the_revision_of_somebody_else(client, cast, story, step, who):
    client.force_login(getattr(cast, who))
    for revision in story.values():
        answer = client.post(reverse("coding:revision-step", args=[revision.pk, step]))
        assert answer.status_code in (403, 404 if revision.status == Status.DRAFT else 403)
    assert set(Revision.objects.values_list("status", flat=True)) == {
        *("draft", "pending", "returned")
    }


@pytest.mark.acceptance(12)
def test_one_does_not_save_into_the_draft_of_somebody_else(client, cast, story):
    client.force_login(cast.second_coder)
    client.post(
        reverse("coding:draft-save", args=["4765", 14]),
        {"text": "Mine.", "note": "", "edits": story["DRAFT"].edits},
    )
    story["DRAFT"].refresh_from_db()
    assert story["DRAFT"].text == "Draft."


@pytest.mark.parametrize("name", [name for name, page in PAGES.items() if page[0] == "post"])
def test_addresses_that_write_are_not_called_by_a_link(reviewer, cast, story, ids, name):
    before = seen(story["DRAFT"]), seen(story["PENDING"])
    cast.reviewer.groups.add(cast.coder.groups.get(), cast.admin.groups.get())
    answer = reviewer.get(_address(name, ids))
    leads_to_its_page = name != "draft-save"
    assert answer.status_code == (302 if leads_to_its_page else 405)
    assert (seen(story["DRAFT"]), seen(story["PENDING"])) == before


def test_every_page_carries_the_content_security_policy(coder, ids):
    policy = _ask(coder, "question-write", ids).headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
