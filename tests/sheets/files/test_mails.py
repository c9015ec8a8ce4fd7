"""E-mails as programs save them: the sheet in their text is read, however it was encoded."""

from email.message import EmailMessage

import pytest

from coding.codebook.problems import FileRefused
from coding.sheets.parser import read_sheet
from tests.sheets.typeset import answers, typed

SAID = "Traité d’amitié = “No”"


def mail(text, encoding, **content):
    made = EmailMessage()
    made["From"], made["Subject"] = "Ann Lee <ann@example.org>", "Sheet 4999"
    made.set_content(text, cte=encoding, **content)
    return made


@pytest.mark.parametrize("encoding", ["base64", "quoted-printable", "8bit"])
def test_the_sheet_in_an_e_mail_is_read(encoding):
    made = mail(typed(answers(q57=SAID)), encoding)
    made.add_attachment("words", filename="treaty.txt")
    sheet = read_sheet("sheet.eml", made.as_bytes())
    assert sheet.answers == answers(q57=SAID)
    listed = " ".join(map(str, [*sheet.repairs, *sheet.unread]))
    assert "ann@example.org" in listed
    assert "treaty.txt" in listed


def test_an_e_mail_that_is_a_web_page_says_what_to_do():
    with pytest.raises(FileRefused, match=r"web page only.*Save the sheet itself"):
        read_sheet("a.eml", mail("<p>1. ATOP ID</p>", "base64", subtype="html").as_bytes())


def test_damaged_base64_is_refused():
    made = mail(typed(answers()), "base64").as_bytes()
    with pytest.raises(FileRefused, match="damaged"):
        read_sheet("a.eml", made.rstrip().rstrip(b"=")[:-3])


@pytest.mark.parametrize("sender", [b"From: Ann :;;Lee <ann@a>", b"From: Ann Lee <\n\n@a>"])
def test_an_e_mail_with_a_damaged_head_is_refused(sender):
    made = mail(typed(answers()), "base64").as_bytes()
    damaged = made.replace(b"From: Ann Lee <ann@example.org>", sender)
    with pytest.raises(FileRefused, match="cannot be decoded"):
        read_sheet("a.eml", damaged)


def test_letters_of_windows_are_read_where_the_e_mail_names_latin_1():
    made = mail(typed(answers(q57=SAID)), "8bit").as_bytes().decode()
    sent = made.replace("utf-8", "iso-8859-1").encode("cp1252")
    assert read_sheet("a.eml", sent).answers == answers(q57=SAID)


def test_letters_that_do_not_fit_their_encoding_are_refused():
    damaged = mail(typed(answers(q57=SAID)), "8bit").as_bytes().replace("“".encode(), b"\x93")
    with pytest.raises(FileRefused, match="cannot be decoded"):
        read_sheet("a.eml", damaged)
