"""What is pasted into an answer from a PDF or a word processor."""

from coding.sheets.lines.pasted import read_pasted

WRAPPED = """The High Contracting Parties undertake the obli-
gation to consult each other without delay whenever one of
them considers that a threat of armed attack has arisen.
They shall inform each other of non-
governmental means as well."""


def test_wrapped_lines_are_joined_and_parted_words_made_whole_and_listed():
    found = read_pasted(WRAPPED)
    assert found.text.startswith("The High Contracting Parties undertake the obligation to consult")
    assert "one of them considers" in found.text
    assert ("obli- | gation", "obligation") in found.parted
    assert "non-governmental means" in found.text
    assert found.lines == 5
    assert found.quoted == ""


def test_paragraphs_stay_apart_and_no_word_is_changed():
    text = "First paragraph.\n\nSecond paragraph, which is short.\n(a) an item\n(b) another"
    found = read_pasted(text)
    assert found.text == text.replace("\n\n", "\n")
    assert found.parted == []


def test_what_the_answer_says_already_tells_how_a_word_is_written():
    parted = (
        "They maintain a common fund of all the parties, and they pay for it in co-\noperation."
    )
    assert "cooperation" in read_pasted(parted, around="Cooperation is agreed.").text


def test_an_article_is_offered_in_the_form_of_answers():
    found = read_pasted("ARTICLE 5\nThe Parties agree.\nThey consult.\nArticle VI. Each one helps.")
    assert found.text == "ARTICLE 5\nThe Parties agree.\nThey consult.\nArticle VI. Each one helps."
    assert found.quoted == (
        "Article 5. “The Parties agree.\nThey consult.”\nArticle VI. “Each one helps.”"
    )
    assert read_pasted("ARTICLE 5 The Parties agree.").quoted == "Article 5. “The Parties agree.”"
    assert read_pasted("Article 5. “The Parties agree.”").quoted == (
        "Article 5. “The Parties agree.”"
    )


def test_nothing_comes_of_nothing():
    assert read_pasted(" \n ").text == ""
