"""Decode a text file: Unicode with or without a byte order mark, Windows, Mac or DOS.

An old encoding is chosen by where the signs beyond ASCII then stand: opening quotation marks before
words, closing ones after them, accented letters inside. The choice is listed.
"""

import quopri
import re
from collections.abc import Iterator
from functools import partial
from itertools import islice

from coding.sheets.document import Repair
from coding.sheets.printing.printable import MARK

_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b]")
_OVERSTRUCK = re.compile(r"(?P<bold>\S)(?:\x08(?P=bold))+|_\x08(?P<under>\S)(?:\x08(?P=under))*")
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_WITHOUT_MARK = ("utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be")
_OLD = {  # the first of those that fit equally well is taken
    "cp1252": "Windows text (cp1252)",
    "mac_roman": "text of an old Mac (Mac Roman)",
    "cp850": "DOS text (cp850)",
    "cp437": "DOS text (cp437)",
    "cp1250": "Windows text of Central Europe (cp1250)",
    "iso8859_2": "text of Central Europe (ISO 8859-2)",
    "cp1254": "Windows text of Turkey (cp1254)",
}
_GOOD = re.compile(
    r"(?:^|(?<=[\s(\[—–/-]))[“‘«„‚]+(?=[\w(….\[ ])"
    r"|(?<=[\w.,;:!?)….\]-])[”’»“]+(?=$|[\s.,;:!?)\]—–/-])"
    r"|(?<=\w)’(?=\w)|(?<=\s)[–—](?=\s)|(?<=\w)[–—](?=[\w|])|…|(?:^|(?<=\s))[•·](?=\s)|§(?=\s?\d)"
    r"|(?<=\d)[°½¼º]",
    re.MULTILINE,
)
_FOREIGN = re.compile(r"[^\x00-\x7f]")
_WORD = re.compile(r"\S*[^\x00-\x7f]\S*")
# UTF-8 that was read as Windows or Mac text, and saved again: "â€œ", "‚Äú", "Ã©".
_TWICE = {"cp1252": re.compile(r"[ÂÃâ][^\x00-\x7f]{1,2}"), "mac_roman": re.compile(r"‚Ä.")}
_RIGHT = re.compile(r"[\u00a0-\u00ff\u2010-\u2044\u20ac]")
_SOFT_LINE_END = re.compile(rb"=(?:20|3D)?\r?\n")
_PRINTABLE = re.compile(rb"=[0-9A-F]{2}")
_OF_UTF_7 = re.compile(rb"\+IB[A-Za-z0-9+/]+-?")  # quotation marks and dashes
MOST_SIGNS = 5000  # beyond ASCII, by which an encoding is judged
FEWEST = 3  # soft line ends, and encoded signs, that show the source text of an e-mail


class NoText(ValueError):
    """The file holds no text; the message is what was found."""


def decode(content: bytes) -> tuple[str, tuple[Repair, ...]]:
    """Return the text of a file, and the choices made in reading it. Raises NoText."""
    text, repairs = _decoded(content)
    text, struck = _struck_over(text)
    repairs += struck
    if "\0" in text or len(_CONTROL.findall(text)) > len(text) / 50:
        raise NoText(_CONTROL.sub(" ", text[:200]).strip() or "control characters")
    return text, tuple(repairs)


def _struck_over(text: str) -> tuple[str, list[Repair]]:
    """Read bold and underlined letters, which old programs struck twice, once: "S\\bSE\\bE"."""
    found = [match[0] for match in _OVERSTRUCK.finditer(text)]
    if not found:
        return text, []
    first = text[: text.index(found[0])].count("\n") + 1
    once = _OVERSTRUCK.sub(lambda match: match["bold"] or match["under"], text)
    what = f"Letters struck twice, for bold or underlined, read once at {len(found)} places"
    return once, [Repair(first, what, "".join(found).replace("\b", ""))]


def _decoded(content: bytes) -> tuple[str, list[Repair]]:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            try:
                return _put_right(content.decode(encoding))
            except UnicodeDecodeError:
                raise NoText("control characters") from None
    if b"\0" in content:
        return _padded(content) or _without_mark(content)
    if len(_SOFT_LINE_END.findall(content)) >= FEWEST <= len(_PRINTABLE.findall(content)):
        text, repairs = _decoded(quopri.decodestring(content))
        what = "The text of an e-mail as it is sent (quoted-printable), read as it is meant"
        return text, [Repair(None, what, "=3D"), *repairs]
    if content.isascii() and len(_OF_UTF_7.findall(content)) >= FEWEST:
        text = content.decode("utf-7", "replace")
        return text, [Repair(None, "UTF-7, read as such", _OF_UTF_7.findall(content)[0].decode())]
    try:
        return _put_right(content.decode("utf-8"))
    except UnicodeDecodeError as error:
        return _old(content, error.start)


def _padded(content: bytes) -> tuple[str, list[Repair]] | None:
    """Read a text that a program or a disk filled up with zero bytes; None if others stand in it.

    In UTF-16 and UTF-32 there are others, since letters of ASCII have one each.
    """
    bare = content.rstrip(b"\0")
    if b"\0" in bare:
        return None
    text, repairs = _decoded(bare)
    what = "Zero bytes at the end of the file cut off; compare the end with the original"
    return text, [*repairs, Repair(None, what, f"{len(content) - len(bare)} bytes")]


def _without_mark(content: bytes) -> tuple[str, list[Repair]]:
    """Read UTF-16 or UTF-32 without a byte order mark: most of its letters have to be ASCII."""
    for encoding in _WITHOUT_MARK:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text and sum(char.isascii() for char in text) > len(text) * 0.8:
            name = encoding[:6].upper()
            return text, [Repair(None, f"{name} without a mark that says so, read as such", name)]
    return content.decode("latin-1"), []


def _old(content: bytes, first: int) -> tuple[str, list[Repair]]:
    """Read text that is not Unicode, in the encoding that fits its signs best."""
    broken = content.decode("utf-8", "surrogateescape")
    whole, parted = len(_FOREIGN.findall(broken)), len(re.findall("[\udc80-\udcff]", broken))
    if parted * 3 < whole:
        return _mostly_unicode(broken)
    texts = {}
    for encoding in _OLD:
        try:
            texts[encoding] = content.decode(encoding)
        except UnicodeDecodeError:
            continue
    if not texts:
        raise NoText(content[:200].decode("ascii", "replace"))
    scores = {encoding: _sense(text) for encoding, text in texts.items()}
    best = max(scores, key=lambda encoding: scores[encoding])
    text = texts[best]
    line = content[:first].count(b"\n") + 1
    words = list(dict.fromkeys(_WORD.findall(text)))
    found = " ".join(words[:12])
    rivals = {texts[encoding] for encoding in texts if scores[encoding] >= scores[best]} - {text}
    doubtful = bool(rivals) or scores[best] < 0
    return text, [Repair(line, f"Not UTF-8; read as {_OLD[best]}", found, doubtful=doubtful)]


def _sense(text: str) -> int:
    """Return how many of the first MOST_SIGNS beyond ASCII stand where such signs belong."""
    places = [match.start() for match in islice(_FOREIGN.finditer(text), MOST_SIGNS)]
    if not places:
        return 0
    part = text[: places[-1] + 2]
    good = sum(len(signs) for signs in _GOOD.findall(part))
    good += sum(_is_in_place(text, place) for place in places)
    return good - 2 * (sum(not text[place].isspace() for place in places) - good)


def _is_in_place(text: str, place: int) -> bool:
    """Whether a letter stands in a word, and a capital at its start or in a word of capitals."""
    letter, before, after = (
        text[place],
        text[max(place - 1, 0) : place],
        text[place + 1 : place + 2],
    )
    if letter in "ªºµ" or not (before.isalpha() or after.isalpha()):
        return False
    is_capital_inside = before.isalpha() and not before.isupper()
    return letter.islower() or (letter.isupper() and not is_capital_inside)


def _mostly_unicode(broken: str) -> tuple[str, list[Repair]]:
    """Read UTF-8 with some bytes of another encoding; each line with such bytes is doubtful."""
    repairs = []
    lines = broken.split("\n")
    for number, line in enumerate(lines, start=1):
        if re.search("[\udc80-\udcff]", line):
            lines[number - 1] = re.sub("[\udc80-\udcff]", _of_windows, line)
            what = "Signs that are not UTF-8 in a text that is, read as Windows text"
            repairs.append(Repair(number, what, lines[number - 1], doubtful=True))
    text, more = _put_right("\n".join(lines))
    return text, [*repairs, *more]


def _of_windows(sign: re.Match[str]) -> str:
    return bytes([ord(sign[0]) - 0xDC00]).decode("cp1252", "replace")


def _put_right(text: str) -> tuple[str, list[Repair]]:
    """Repair UTF-8 that was once read as Windows or Mac text, and saved again."""
    repairs: list[Repair] = []
    if text.startswith(MARK):
        return text, []  # printed by this site, so each letter is right
    for encoding, twice in _TWICE.items():
        mistaken = [match[0] for match in twice.finditer(text) if _once(match[0], encoding)]
        if len(mistaken) < FEWEST and not any("â€" in sign for sign in mistaken):
            continue
        first = text[: text.index(mistaken[0])].count("\n") + 1
        text = twice.sub(partial(_meant, encoding=encoding), text)
        what = f"Letters that an earlier program mistook, put right at {len(mistaken)} places"
        became = "".join(dict.fromkeys(_once(sign, encoding) for sign in mistaken))
        repairs.append(Repair(first, what, " ".join(dict.fromkeys(mistaken)), became))
    return text, [*repairs, *_lost(text)]


def _meant(match: re.Match[str], encoding: str) -> str:
    return _once(match[0], encoding) or match[0]


def _once(twice: str, encoding: str) -> str:
    """Return what was meant by signs that were decoded twice, or ""."""
    try:
        meant = b"".join(_byte(char, encoding) for char in twice).decode("utf-8")
    except UnicodeError:
        return _once(twice[:-1], encoding) + twice[-1] if len(twice) > 2 else ""
    return meant if _RIGHT.fullmatch(meant[:1]) else ""


def _byte(char: str, encoding: str) -> bytes:
    """Return the byte that was read as a sign; five bytes have no sign in Windows' encoding."""
    if encoding == "cp1252" and "\x80" <= char <= "\x9f":
        return char.encode("latin-1")
    return char.encode(encoding)


def _lost(text: str) -> Iterator[Repair]:
    if "\ufffd" in text:
        for number, line in enumerate(text.split("\n"), start=1):
            if "\ufffd" in line:
                what = "A letter was lost before the file was saved"
                yield Repair(number, what, line.strip(), doubtful=True)
