"""PDFs with a font whose letters are drawings (Type 3), which knows no letters by itself."""

from coding.models.questionnaire import QUESTIONS

LETTERS = "abcdefghijklmnopqrstuvwxyz"
PLAIN = str.maketrans("“”’–—", '""\'--')
_HIGH, _LOW = "bdfhklt", "gjpqy"
_ROWS = 46  # lines of a page


def type_3_pdf(answered, drawn, *, named=True, to_unicode=None):
    """A sheet in Times, but for the answer to question ``drawn``, which is in the drawn font.

    Its letters have their usual names if ``named``; ``to_unicode`` says what each stands for.
    """
    rows = []
    for question in QUESTIONS:
        rows += [("F1", row) for row in _wrapped(f"{question.number}. {question.wording}")]
        font = "F2" if question.number == drawn else "F1"
        rows += [(font, row) for row in _wrapped(answered[question.number])]
    pages = [rows[start : start + _ROWS] for start in range(0, len(rows), _ROWS)]
    fonts = {
        3: b"<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman >>",
        4: _font(named, to_unicode),
    }
    further = {5 + n: _stream(_drawing(letter)) for n, letter in enumerate(LETTERS)}
    if to_unicode:
        further[40] = _stream(_cmap(to_unicode))
    for n, page in enumerate(pages):
        content, number = 50 + 2 * n, 51 + 2 * n
        further[content] = _stream(b"\n".join(_shown(page)))
        further[number] = (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> >>" % content
        )
    kids = b" ".join(b"%d 0 R" % (51 + 2 * n) for n in range(len(pages)))
    tree = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(pages))
    return _file({1: b"<< /Type /Catalog /Pages 2 0 R >>", 2: tree, **fonts, **further})


def _wrapped(text, most=85):
    rows = [""]
    for word in text.split():
        if len(rows[-1]) + len(word) > most:
            rows.append("")
        rows[-1] = f"{rows[-1]} {word}".strip()
    return [row for row in rows if row]


def _shown(page):
    for n, (font, text) in enumerate(page):
        said = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
        yield b"BT /%s 11 Tf 50 %d Td (%s) Tj ET" % (
            font.encode(),
            740 - 15 * n,
            said.translate(PLAIN).encode("ascii"),
        )


def _font(named, to_unicode):
    names = " ".join(f"/{letter if named else f'g{n}'}" for n, letter in enumerate(LETTERS))
    drawn = " ".join(
        f"/{letter if named else f'g{n}'} {5 + n} 0 R" for n, letter in enumerate(LETTERS)
    )
    widths = " ".join(["600"] * (123 - 32))
    unicode = "/ToUnicode 40 0 R" if to_unicode else ""
    return (
        "<< /Type /Font /Subtype /Type3 /FontBBox [0 -300 600 800] "
        "/FontMatrix [0.001 0 0 0.001 0 0] "
        f"/CharProcs << {drawn} >> /Encoding << /Type /Encoding /Differences [97 {names}] >> "
        f"/FirstChar 32 /LastChar 122 /Widths [{widths}] /Resources << >> {unicode} >>"
    ).encode()


def _drawing(letter):
    low = -200 if letter in _LOW else 0
    high = 700 if letter in _HIGH else 450
    return b"600 0 50 %d 550 %d d1 50 %d 500 %d re f" % (low, high, low, high - low)


def _cmap(to_unicode):
    rows = "\n".join(f"<{ord(a):02x}> <{ord(b):04x}>" for a, b in to_unicode.items())
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /A def "
        "1 begincodespacerange <00> <ff> endcodespacerange "
        f"{len(to_unicode)} beginbfchar\n{rows}\nendbfchar endcmap end end"
    ).encode()


def _stream(content):
    return b"<< /Length %d >> stream\n%s\nendstream" % (len(content), content)


def _file(objects):
    out, places = bytearray(b"%PDF-1.4\n"), {}
    for number, content in sorted(objects.items()):
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start, most = len(out), max(places) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n" % most
    for number in range(1, most):
        out += b"%010d 00000 %s \n" % (places.get(number, 0), b"n" if number in places else b"f")
    out += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (most, start)
    return bytes(out)
