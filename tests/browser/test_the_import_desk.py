"""From a folder of files to the record: what was not read by itself is corrected on the page."""

import re

from playwright.sync_api import expect

from coding.sheets.printing.forms import FORMS
from coding.sheets.printing.printable import PrintableSheet
from tests.browser.conftest import PATIENCE, may_press, sending
from tests.desk.on_the_desk import typed_sheet, unclear
from tests.desk.test_many_at_once import KIND, REWORDED
from tests.factories import content

BROKEN = 14
expect.set_options(timeout=PATIENCE * 1000)  # as everywhere: a busy machine fails no test


def _files(atop_id):
    """A sheet as text with a question that nobody can find, and a PDF of the next number."""
    other = PrintableSheet(atop_id + 1, 0, content(atop_id + 1).answers)
    return [
        {"name": f"{atop_id}.txt", "mimeType": "text/plain", "buffer": unclear(atop_id)},
        {
            "name": f"ATOP{atop_id + 1}.pdf",
            "mimeType": "application/pdf",
            "buffer": FORMS["pdf"].make(other),
        },
        {"name": "letter.txt", "mimeType": "text/plain", "buffer": b"Dear colleague"},
    ]


def put_on_the_desk(admin, site, shoot, atop_id):
    admin.goto("/sheets/import/")
    admin.get_by_label("Files", exact=True).set_input_files(_files(atop_id))
    with sending(admin):
        admin.get_by_role("button", name="Put on the desk").click()
    expect(admin.get_by_text("0 of 3 done")).to_be_visible()
    site.manage("run_desk", "--once")
    admin.get_by_role("button", name="Import what was read").wait_for()  # without a reload by hand
    shoot(admin, f"i1-batch-{atop_id}")
    for name in ("needs a person 1", "refused 1", "read 1"):
        expect(admin.get_by_role("link", name=name, exact=True)).to_be_visible()


def give_two_lines_to_the_question(admin, shoot, atop_id):
    with sending(admin):
        admin.get_by_role("link", name=f"{atop_id}.txt").click()
    expect(admin.get_by_text("60 of 61 questions found")).to_be_visible()
    line = admin.locator(".lines li", has_text="When did it end, and why?")
    line.locator(".no").click()
    number = admin.get_by_label("Line, the first one").input_value()
    assert line.get_attribute("id") == f"l{number}"
    correct(admin, "the wording of a question", BROKEN)
    expect(admin.get_by_text("1 correction")).to_be_visible()
    admin.get_by_label("Line, the first one").fill(str(int(number) + 1))
    correct(admin, "the answer to a question", BROKEN)
    expect(admin.locator(f"#q{BROKEN} dd")).to_have_text(f"Answer {BROKEN}.")
    keep_a_reason_with_its_line(admin, number)
    shoot(admin, f"i2-page-{atop_id}")


def keep_a_reason_with_its_line(admin, number):
    """A reason that was typed outlives a reload, with what it is for, until it is taken out."""
    line, why = admin.get_by_label("Line, the first one"), admin.get_by_label("because")
    kind = admin.get_by_label("is: what the lines are")
    line.fill(number)
    kind.select_option("left out, for a reason")
    why.fill("A stamp.")
    admin.goto(f"{admin.url.partition('?')[0].partition('#')[0]}?first=1")
    admin.reload()
    chosen = kind.locator("option:checked").inner_text()
    kept = number, "left out, for a reason", "A stamp."
    assert (line.input_value(), chosen, why.input_value()) == kept
    admin.get_by_role("button", name="Take it out again").click()
    assert (line.input_value(), why.input_value()) == ("1", "")
    admin.reload()
    assert (line.input_value(), why.input_value()) == ("1", "")


def correct(admin, what, question):
    """By keyboard: from box to box, and the button pressed by a key."""
    admin.get_by_label("is: what the lines are").select_option(what)
    admin.get_by_label("question, by its number").fill(str(question))
    admin.get_by_role("button", name="Correct", exact=True).press("Enter")


def let_both_in(admin, second, site, shoot, atop_id):
    may_press(admin, "Accept this reading")
    with sending(admin):
        admin.get_by_role("button", name="Accept this reading").click()
    may_press(admin, "Import what was read")
    with sending(admin):
        admin.get_by_role("button", name="Import what was read").click()
    second.goto(admin.url)
    shoot(second, f"i3-second-{atop_id}")
    may_press(second, "Confirm the import")
    with sending(second):
        second.get_by_role("button", name="Confirm the import").click()
    site.manage("run_desk", "--once")
    done = second.get_by_role("link", name="imported 2", exact=True)
    expect(done).to_be_visible()  # once the page has loaded itself again
    second.goto(f"/sheets/{atop_id}/")
    expect(second.locator(f"#q{BROKEN} .answer")).to_have_text(f"Answer {BROKEN}.")


def look_at_the_files(second, shoot, atop_id):
    with sending(second):
        second.get_by_role("link", name="The file it was read from").click()
    expect(second.get_by_text(re.compile("is answer 14"))).to_be_visible()
    with second.expect_download() as download:
        second.get_by_role("link", name="Download").click()
    assert download.value.suggested_filename == f"{atop_id}.txt"
    second.goto(f"/sheets/{atop_id + 1}/originals/")
    with sending(second):
        second.get_by_role("link", name="Look at its pages").click()
    picture = second.get_by_alt_text("Page 1 of", exact=False)
    expect(picture).to_have_js_property("complete", True)
    assert picture.bounding_box()["width"] > 300
    shoot(second, f"i4-pages-{atop_id}")


def test_a_sheet_that_was_not_read_by_itself_is_corrected_and_enters_the_record(
    site, sign_in, shoot
):
    atop_id = 7200
    admin = sign_in("admin")
    put_on_the_desk(admin, site, shoot, atop_id)
    give_two_lines_to_the_question(admin, shoot, atop_id)
    second = sign_in("admin2")
    let_both_in(admin, second, site, shoot, atop_id)
    look_at_the_files(second, shoot, atop_id)


def test_many_files_with_one_kind_of_remark_are_accepted_on_a_narrow_screen(site, sign_in, shoot):
    admin = sign_in("admin", width=360)
    admin.goto("/sheets/import/")
    sheets = [typed_sheet(7500 + place, REWORDED) for place in range(62)]
    admin.get_by_label("Files", exact=True).set_input_files(
        [
            {"name": sheet.name, "mimeType": "text/plain", "buffer": sheet.content}
            for sheet in sheets
        ]
    )
    with sending(admin):
        admin.get_by_role("button", name="Put on the desk").click()
    site.manage("run_desk", "--once")
    with sending(admin):
        admin.get_by_role("link", name=KIND).click()
    expect(admin.get_by_text("50 files here, 12 more after these.")).to_be_visible()
    expect(admin.get_by_text("Nature of the limits")).to_have_count(50)
    shoot(admin, "i6-alike")
    assert is_no_wider_than_the_screen(admin)
    admin.get_by_label("7500.txt", exact=True).uncheck()
    may_press(admin, "Accept the ticked files as read")
    with sending(admin):
        admin.get_by_role("button", name="Accept the ticked files as read").click()
    expect(admin.get_by_text("49 files accepted as read.")).to_be_visible()
    for name in ("needs a person 13", "read 49"):
        expect(admin.get_by_role("link", name=name, exact=True)).to_be_visible()
    shoot(admin, "i7-batch-of-many")
    assert is_no_wider_than_the_screen(admin)


def is_no_wider_than_the_screen(page):
    return page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth")


def test_the_desk_works_without_scripts(site, sign_in, shoot):
    admin = sign_in("admin", java_script_enabled=False, width=360)
    admin.goto("/sheets/import/")
    admin.get_by_label("Files", exact=True).set_input_files(_files(7400)[:1])
    admin.get_by_role("button", name="Put on the desk").click()
    admin.wait_for_url(re.compile(r"/sheets/import/\d+/"))
    site.manage("run_desk", "--once")
    admin.reload()
    admin.get_by_role("link", name="7400.txt").click()
    admin.get_by_role("button", name="The page does not have it: leave blank").click()
    shoot(admin, "i5-without-scripts")
    admin.get_by_role("button", name="Accept this reading").click()
    expect(admin.get_by_text("7400.txt is ready to be imported.")).to_be_visible()
