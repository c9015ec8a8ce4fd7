"""Text files of all times are read: Unicode with a mark or none, Windows, Mac, DOS, mail."""

import quopri

import pytest

from coding.codebook.problems import FileRefused, quoted
from coding.sheets.parser import read_sheet
from tests.sheets.typeset import answers, expected, sample, typed

WORDS = "Traité d’amitié — Übereinkommen, Gutiérrez: “No”, ‘x’ … §\u00a04"


def read(text, encoding):
    content = text if isinstance(text, bytes) else text.encode(encoding)
    return read_sheet("a.txt", content)


def listed(sheet):
    return " ".join(map(str, sheet.repairs))


@pytest.mark.parametrize(
    ("encoding", "named"),
    [
        ("utf-8", ""),
        ("utf-8-sig", ""),
        ("utf-16", ""),
        ("utf-32", ""),
        ("utf-16-le", "UTF-16 without a mark"),
        ("utf-16-be", "UTF-16 without a mark"),
        ("utf-32-le", "UTF-32 without a mark"),
        ("cp1252", "Windows text (cp1252)"),
        ("mac_roman", "Mac Roman"),
        ("utf-7", "UTF-7"),
    ],
)
def test_each_encoding_gives_the_same_words(encoding, named):
    said = f"{WORDS}\n“Yes”"
    sheet = read(typed(answers(q18=said)), encoding)
    assert sheet.answers[18] == said.replace("\u00a0", " ")
    assert named in listed(sheet)


@pytest.mark.parametrize(
    ("encoding", "words"),
    [
        ("cp1250", "Wałęsa, Łódź, Gdańsk; “ą” Dubček, Škoda"),
        ("cp850", "Traité; Übereinkommen; Gutiérrez"),
        ("cp437", "Traité; Übereinkommen; ñandú"),
    ],
)
def test_letters_tell_an_old_encoding(encoding, words):
    text = typed(answers(q18=words)).replace("“treaty”", '"treaty"')
    assert read(text, encoding).answers[18] == words


@pytest.mark.parametrize("by", ["cp1252", "mac_roman"])
def test_letters_that_a_program_mistook_are_put_right(by):
    text = sample(4235)
    for sign in "“”—":
        twice = "".join(
            bytes([byte]).decode("latin-1" if by == "cp1252" and byte in (0x9D,) else by)
            for byte in sign.encode()
        )
        text = text.replace(sign, twice)
    sheet = read(text, "utf-8")
    assert sheet.answers == expected(4235)
    assert "an earlier program mistook" in listed(sheet)


def test_the_source_of_an_e_mail_is_read_as_it_is_meant():
    sheet = read(quopri.encodestring(sample(4235).encode()), "")
    assert sheet.answers == expected(4235)
    assert "quoted-printable" in listed(sheet)


def test_single_signs_of_another_encoding_are_doubted():
    content = typed(answers(q18="“Yes”", q21="“No”")).encode()
    sheet = read(content.replace("“Yes".encode(), b"\x93Yes"), "")
    assert sheet.answers[18] == "“Yes”"
    assert any("not UTF-8" in str(doubt) for doubt in sheet.doubts)


def test_a_letter_that_was_lost_before_is_doubted():
    assert read(typed(answers(q18="caf\ufffd")), "utf-8").doubts


def test_signs_of_symbol_fonts_come_into_no_answer():
    sheet = read(typed(answers(q18="\uf0b7 Article 1\n\ue123 Article 2")), "utf-8")
    assert sheet.answers[18] == "• Article 1\nArticle 2"


def test_a_web_page_is_refused_as_one():
    with pytest.raises(FileRefused, match="holds a web page"):
        read("<html><body><p>1. ATOP ID: 4235</p></body></html>", "utf-8")


def test_a_message_shows_what_nobody_can_see():
    assert quoted("12\u200b3\x07\u00ad") == "“12‹zero width space›3‹U+0007›‹soft hyphen›”"


def test_letters_that_an_old_program_struck_twice_are_read_once_and_listed():
    text = typed(answers(q15="_\bN_\bo"))
    text = text.replace("SECTION", "".join(f"{letter}\b{letter}" for letter in "SECTION"))
    sheet = read(text, "utf-8")
    assert sheet.answers == answers()
    assert "Letters struck twice, for bold or underlined, read once at 37 places" in listed(sheet)


def test_zero_bytes_at_the_end_are_cut_off_and_listed():
    sheet = read(typed(answers(q57="Traité")).encode() + b"\0" * 300, "")
    assert sheet.answers == answers(q57="Traité")
    assert "Zero bytes at the end of the file cut off" in listed(sheet)
    assert "300 bytes" in listed(sheet)


def test_zero_bytes_inside_a_text_are_no_padding():
    text = typed(answers()).encode()
    with pytest.raises(FileRefused, match="holds no text"):
        read(text[:200] + b"\0" * 300 + text[200:], "")
