"""Finding a sheet from any page, without the mouse."""

from tests.browser.conftest import in_both_browsers, sending


@in_both_browsers
def test_the_box_in_the_head_finds_sheets_and_says_why(sign_in, shoot):
    coder = sign_in("coder")
    coder.goto("/codebook/")
    coder.keyboard.press("/")
    coder.keyboard.type("Q14:embassy côte")
    for _ in " côte":
        coder.keyboard.press("Backspace")
    with sending(coder):
        coder.keyboard.press("Enter")
    found = coder.get_by_role("list", name="Why 4765 is listed")
    assert "Embassy" in found.locator("mark").all_inner_texts()
    shoot(coder, "found")
    found.get_by_role("link", name="Q14 Termination dates").first.click()
    coder.wait_for_url("**/sheets/4765/#q14")


def test_conditions_are_set_in_boxes_and_kept_in_the_address(sign_in):
    coder = sign_in("coder")
    coder.goto("/sheets/?q=kazakhstan")
    coder.get_by_text("More conditions").click()
    coder.get_by_label("Member", exact=True).fill("USSR")
    with sending(coder):
        coder.get_by_role("button", name="Show").last.click()
    assert "q=kazakhstan" in coder.url
    assert "state=USSR" in coder.url
    assert coder.locator(".counted").inner_text().startswith("2 sheets")
    assert coder.get_by_label("Member", exact=True).input_value() == "USSR"


def test_an_admin_assigns_sheets_from_the_list_and_puts_one_aside(sign_in, shoot):
    coder, admin = sign_in("coder"), sign_in("admin")
    coder.goto("/sheets/new/")
    coder.get_by_label("ATOP ID", exact=False).last.fill("5993")
    with sending(coder):
        coder.get_by_role("button", name="Start").click()
    admin.goto("/sheets/")
    for key in ("4765", "5993"):
        admin.get_by_label(f"Select {key}").check()
    with sending(admin):
        admin.locator("[data-selection-button]").click()
    assert admin.locator("h1").inner_text() == "Assign 2 sheets"
    shoot(admin, "assign")
    to = admin.get_by_label("To").first
    to.select_option(to.locator("option", has_text="Sam Okafor").get_attribute("value"))
    with sending(admin):
        admin.get_by_role("button", name="Assign 2 sheets").click()
    admin.goto("/sheets/?assignee=coder2")
    assert admin.locator(".counted").inner_text().startswith("2 sheets")
    admin.goto("/sheets/5993/")
    with sending(admin):
        admin.get_by_role("link", name="Put it aside").click()
    admin.get_by_label("Why").fill("Typed the wrong number.")
    with sending(admin):
        admin.get_by_role("button", name="Put the sheet aside").click()
    assert "5993" in admin.locator(".entry").inner_text()
    shoot(admin, "put-aside")
    admin.goto("/sheets/?assignee=coder2")
    assert admin.locator(".counted").inner_text().startswith("1 sheet")
