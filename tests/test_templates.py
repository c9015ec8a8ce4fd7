"""What must hold of every template."""

import re

from jinja2 import Environment, nodes

from tests.test_architecture import ROOT

PAGES = ROOT / "templates"
# A browser may fill in a password that it keeps.
OF_ACCOUNTS = {PAGES / "django" / room for room in ("registration", "account", "mfa")}


def test_no_form_takes_back_what_stood_in_its_boxes_before_a_reload():
    """Firefox would, before scripts run: words and ticks of then, with the fingerprints of now."""
    taking = [
        f"{path.relative_to(ROOT)}: {form}"
        for path in PAGES.rglob("*.html")
        if OF_ACCOUNTS.isdisjoint(path.parents)
        for form in re.findall(r"<form\b.{0,60}", path.read_text())
        if 'autocomplete="off"' not in form and 'method="dialog"' not in form
    ]
    assert taking == []


def test_no_box_whose_text_is_kept_here_is_filled_in_by_the_browser():
    boxes = [
        box
        for path in PAGES.rglob("*.html")
        for box in re.findall(r"<textarea\b.*", path.read_text())
        if "data-part" in box
    ]
    assert boxes
    assert [box for box in boxes if 'autocomplete="off"' not in box] == []


# What their buttons do is taken back as easily, is asked for first, or is seen by somebody else
# before it counts.
NEED_NO_GUARD = {
    "account/sign_ins.html": "one signs in again",
    "codebook/rule.html": "the next annotation replaces it",
    "comments/_threads.html": "a comment is typed",
    "desk/file.html": "to read a file again changes nothing",
    "desk/page.html": "a correction has its “Undo”, and the reading is accepted by another button",
    "history/go_back.html": "makes drafts",
    "history/revision.html": "withdrawing asks",
    "notices/choices.html": "switches",
    "notices/list.html": "marks as read",
    "refused.html": "sends what somebody sent",
    "releases/gate.html": "a sheet is held back with a typed reason, and let in again",
    "review/_change.html": "leads to the page of many",
    "review/queue.html": "leads to the page of many",
    "sheets/put_aside_list.html": "a sheet is put aside again",
    "sheets/assign.html": "a plan, made of what is chosen first",
    "sheets/_phase_context.html": "makes drafts",
    "sheets/phase_start.html": "a phase that nobody wrote in is put aside",
    "sheets/read.html": "what is submitted is withdrawn again",
    "work/left_work.html": "made of what is chosen first",
    "work/list.html": "what is submitted is withdrawn again; withdrawing asks",
    "writing/_editor.html": "guarded behind the submission before; what is submitted is withdrawn",
    "writing/_reviewers_suggestion.html": "what is submitted is withdrawn again",
    "writing/question.html": "discarding asks",
    "writing/section.html": "what is submitted is withdrawn again",
}
FORM = re.compile(r"<form\b(?:{{.*?}}|{%.*?%}|[^>{])*>")


def test_every_form_that_decides_for_good_waits_until_it_was_on_the_screen():
    """A click meant for the page before, which loaded itself again, would decide on this one."""
    coding = PAGES / "coding"
    unguarded = {
        str(path.relative_to(coding))
        for path in coding.rglob("*.html")
        for form in FORM.findall(path.read_text())
        if 'method="post"' in form and not re.search(r' data-decides="\w*"(?! *{% endif)', form)
    }
    assert unguarded == set(NEED_NO_GUARD)


def test_each_template_imports_the_macros_that_it_calls():
    """Else one that is included needs the page around it to import them."""
    templates = [PAGES / "base.html", *(PAGES / "coding").rglob("*.html")]
    parsed = {path: Environment().parse(path.read_text()) for path in templates}
    macros = {name for page in parsed.values() for name in _macros_of(page)}
    missing = {
        str(path.relative_to(PAGES)): names
        for path, page in parsed.items()
        if (names := (_called_in(page) & macros) - _macros_of(page) - _imported_in(page))
    }
    assert macros
    assert missing == {}


def _macros_of(page: nodes.Template) -> set[str]:
    return {macro.name for macro in page.find_all(nodes.Macro)}


def _called_in(page: nodes.Template) -> set[str]:
    called = (call.node for call in page.find_all(nodes.Call))
    return {node.name for node in called if isinstance(node, nodes.Name)}


def _imported_in(page: nodes.Template) -> set[str]:
    return {str(name) for line in page.find_all(nodes.FromImport) for name in line.names}
