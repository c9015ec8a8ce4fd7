"""Pasting from Word and PDF into an answer."""

from tests.browser.conftest import in_both_browsers

PASTE = """([kind, text]) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData(kind, text);
    const init = { clipboardData, dataType: kind, data: text }; // Firefox has names of its own
    document.activeElement.dispatchEvent(
        new ClipboardEvent("paste", { ...init, bubbles: true, cancelable: true })
    );
}"""
WORD = """<html><head><style>p { color: red }</style></head><body><!--StartFragment-->
<p class=MsoNormal><b>The  Parties</b>
agree.<o:p></o:p></p><ul><li style="color: red">They consult.</li></ul>
<table><tr><td>365</td><td>Russia</td></tr></table>
<!--EndFragment--></body></html>"""
PDF = """ARTICLE 5
The High Contracting Parties undertake the obli-
gation to consult each other without delay whenever one of
them considers that a threat has arisen."""
JOINED = (
    "ARTICLE 5\nThe High Contracting Parties undertake the obligation to consult each other "
    "without delay whenever one of them considers that a threat has arisen."
)


def _empty(page, number):
    page.goto(f"/sheets/4765/questions/{number}/")
    answer = page.get_by_label("Answer", exact=True)
    answer.fill("")
    answer.focus()
    return answer


@in_both_browsers
def test_of_word_the_paragraphs_stay_and_of_a_pdf_the_words(sign_in):
    page = sign_in("coder")
    answer = _empty(page, 43)
    page.evaluate(PASTE, ["text/html", WORD])
    assert answer.input_value() == "The Parties agree.\nThey consult.\n365 Russia"

    answer = _empty(page, 43)
    page.evaluate(PASTE, ["text/plain", PDF])
    panel = page.locator(".pasted")
    panel.wait_for()
    assert answer.input_value() == JOINED
    assert "obli- | gation → obligation" in panel.inner_text()
    page.keyboard.press("Control+z")
    assert answer.input_value() == PDF
    page.keyboard.press("Control+Shift+z")
    assert answer.input_value() == JOINED
    page.get_by_role("button", name="Write it as Article 5. “…”").click()
    assert answer.input_value().startswith("Article 5. “The High Contracting Parties undertake")
    assert answer.input_value().endswith("has arisen.”")


def test_what_was_joined_is_as_it_was_pasted_at_one_press(sign_in):
    page = sign_in("coder")
    page.goto("/sheets/4765/sections/context/")
    answer = page.locator("#text-47")
    answer.fill("As agreed: . So it was.")
    answer.evaluate("(box) => box.setSelectionRange(11, 11)")
    page.evaluate(PASTE, ["text/plain", PDF])
    page.get_by_text("4 lines joined to 2 paragraphs").wait_for()
    assert answer.input_value() == f"As agreed: {JOINED}. So it was."
    page.get_by_role("button", name="As it was pasted").click()
    assert answer.input_value() == f"As agreed: {PDF}. So it was."
    assert page.locator(".pasted").count() == 0
