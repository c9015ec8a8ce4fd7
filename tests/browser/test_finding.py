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


@in_both_browsers
def test_conditions_are_set_in_boxes_and_kept_in_the_address(sign_in):
    coder = sign_in("coder")
    coder.goto("/sheets/?q=kazakhstan")
    coder.get_by_text("More conditions").click()
    coder.get_by_label("Member", exact=True).fill("USSR")
    with sending(coder):
        coder.get_by_role("button", name="Filter").click()
    assert "q=kazakhstan" in coder.url
    assert "state=USSR" in coder.url
    assert coder.locator(".counted").inner_text().startswith("2 sheets")
    assert coder.get_by_label("Member", exact=True).input_value() == "USSR"
