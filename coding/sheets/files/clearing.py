"""Clear the lines of a file of what programs put into them: marks of quoting and of Markdown, signs
of symbol fonts, ligatures, zero-width characters. Visible changes are listed.

Lines that this site printed are left as they are.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from html import unescape

from coding.codebook.text import without_invisible
from coding.sheets.document import Document, PageLine, Repair
from coding.sheets.files.signs import write_signs
from coding.sheets.lines.rewrapped import join_rests
from coding.sheets.questions.placed import NUMBER

_LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl"}
_LIGATURE = re.compile(r"[\ufb00-\ufb04]")
# "obli\xadga\xad‐": where a soft hyphen ends the line, browsers add a hyphen and keep the soft one.
_SHOWN_SOFT_HYPHEN = ("\xad-", "\xad‐")
_QUOTED = re.compile(r"(?:[>»|]\s?)+")
_BOLD = re.compile(r"(?<![\w*])(\*\*|__)(?=\S)((?:(?!\1).)+)(?<=\S)\1(?![\w*])")
_STRAY_BOLD = re.compile(r"^\s*(?:\*\*|__)(?![\w_]+__)\s*|\s*(?:\*\*|__)\s*$")
_TITLE = re.compile(r"^#{1,6}\s+(.*?)(?:\s+#+)?$")
_ESCAPED = re.compile(r"\\(?=[.\-_*#()\[\]>~])")
_MARKDOWN = re.compile(r"^(?:#{1,6}\s+\S|(?:\*\*|__)\S|\d{1,2}\\\.)")
_OF_RULES = "_=*~#–—-"
_BESIDE_RULES = frozenset(f"{_OF_RULES} +|.:")
_DASHES = 6  # fewer may be an answer that says nothing, unless many lines have them
_BLANK_TO_FILL = re.compile(r"\s*_{3,}\s*")
_TYPESET = re.compile(
    r"&(?:[lr][ds]quo|[mn]dash|hellip|nbsp|#82\d\d|#x20[0-9a-f]{2});", re.IGNORECASE
)
_ENTITY = re.compile(
    r"&(?:[lr][ds]quo|[mn]dash|hellip|nbsp|quot|apos|amp|#8\d{3}|#160|#39|#x20[0-9a-f]{2});",
    re.IGNORECASE,
)
FEWEST_ENTITIES = 2  # lines
FEWEST = 6  # lines that are needed to judge the whole file


def clear(document: Document) -> Document:
    """Return the document without what programs added. Lines that this site printed stay."""
    steps = (_visible, _spelled_out, write_signs, _without_entities, _unquoted, _plain)
    for step in (*steps, _without_rules):
        document = step(document)
    is_settled = document.is_wrapped_once or any(line.as_printed for line in document.lines)
    return document if is_settled else join_rests(document)


def _visible(document: Document) -> Document:
    """Remove invisible characters but soft hyphens, which show the words split at a line end."""
    return _changed(document, lambda text: "\xad".join(map(without_invisible, text.split("\xad"))))


def _changed(document: Document, change: Callable[[str], str]) -> Document:
    lines = tuple(
        line if line.as_printed or not line.text else _with_text(line, change(line.text))
        for line in document.lines
    )
    return replace(document, lines=lines)


def _with_text(line: PageLine, text: str) -> PageLine:
    return line if text == line.text else replace(line, text=" ".join(text.split()))


def _with_repair(
    before: Document, after: Document, what: str, found: str = "", became: str = ""
) -> Document:
    """Return the changed document with one repair that says how many lines changed."""
    pairs = zip(before.lines, after.lines, strict=True)
    changed = [(line, new.text) for line, new in pairs if line.text != new.text]
    if not changed:
        return after
    first, text = changed[0]
    number = f" on {len(changed)} of {len(before.lines)} lines"
    repair = Repair(first.number, what + number, found or first.text, became or text)
    return replace(after, repairs=(*after.repairs, repair))


def _spelled_out(document: Document) -> Document:
    """Replace ligatures by letters, and hyphens shown for soft ones by soft hyphens."""
    document = _changed(document, _soft)
    words = (
        word for line in document.lines if _LIGATURE.search(line.text) for word in line.text.split()
    )
    word = next((word for word in words if _LIGATURE.search(word)), "")
    after = _changed(document, lambda text: text.translate(_LIGATURES))
    what = "Ligatures spelled out in letters"
    return _with_repair(document, after, what, word, word.translate(_LIGATURES))


def _soft(text: str) -> str:
    if not text.endswith(_SHOWN_SOFT_HYPHEN):
        return text
    start = text.rfind(" ") + 1
    return text[:start] + text[start:-1].replace("\xad", "") + "\xad"


def _without_entities(document: Document) -> Document:
    """Decode HTML entities, if several lines have them."""
    if sum(bool(_TYPESET.search(line.text)) for line in document.lines) < FEWEST_ENTITIES:
        return document
    after = _changed(document, lambda text: _ENTITY.sub(lambda name: unescape(name[0]), text))
    return _with_repair(document, after, "Signs in the form of a web page read as they are meant")


def _unquoted(document: Document) -> Document:
    """Remove the marks of quoting, if an e-mail quotes the sheet."""
    filled = [line for line in document.lines if line.text]
    quoted = [line for line in filled if line.text.startswith(">")]
    if len(quoted) < FEWEST or len(quoted) < 0.5 * len(filled):
        return document
    after = _changed(document, lambda text: _QUOTED.sub("", text, count=1))
    after = _with_repair(document, after, "Marks of quoting in an e-mail left out")
    first, last = quoted[0].number, quoted[-1].number
    lines = tuple(
        replace(line, outside=bool(line.text) and not first <= line.number <= last)
        for line in after.lines
    )
    return replace(after, lines=lines, repairs=(*after.repairs, *_replies(filled, first, last)))


def _replies(filled: list[PageLine], first: int, last: int) -> Iterator[Repair]:
    for line in filled:
        if first < line.number < last and not line.text.startswith(">"):
            what = "A line without a mark of quoting between lines that have one, kept"
            yield Repair(line.number, what, line.text, doubtful=True)


def _plain(document: Document) -> Document:
    """Remove the marks of Markdown, if the sheet is written in it."""
    if sum(bool(_MARKDOWN.match(line.text)) for line in document.lines) < FEWEST:
        return document
    after = _with_repair(
        document, _changed(document, _without_markdown), "Marks of Markdown left out"
    )
    return replace(after, repairs=(*after.repairs, *_odd_marks(document)))


def _without_markdown(text: str) -> str:
    if _is_rule(text):
        return ""
    text = _BOLD.sub(r"\2", _TITLE.sub(r"\1", text))
    return _ESCAPED.sub("", _STRAY_BOLD.sub("", text))


def _odd_marks(document: Document) -> Iterator[Repair]:
    """Yield lines that lost marks which may not be Markdown: "__init__", "No **"."""
    for line in document.lines:
        text = _TITLE.sub(r"\1", line.text)
        if line.verbatim or _is_rule(line.text) or NUMBER.match(_without_markdown(text)):
            continue
        inside = [match for match in _BOLD.finditer(text) if match[0] != text]
        is_stray = _STRAY_BOLD.search(_BOLD.sub(r"\2", text))
        if is_stray or any(match[1] == "__" for match in inside):
            what = "Marks taken for those of Markdown left out"
            yield Repair(line.number, what, line.text, doubtful=True)


def _without_rules(document: Document) -> Document:
    """Remove rules made of signs, and lines to write on, beside or instead of an answer."""
    short = Counter(line.text for line in document.lines if len(line.text) < _DASHES)
    after = _changed(document, lambda text: _without_rule(text, short[text]))
    return _with_repair(document, after, "Rules and lines to write on left out")


def _without_rule(text: str, times: int) -> str:
    is_answer = len(text) < _DASHES and "_" not in text and times < FEWEST
    if _is_rule(text) and not is_answer:
        return ""
    return _BLANK_TO_FILL.sub(" ", text) if "___" in text else text


def _is_rule(text: str) -> bool:
    return set(text) <= _BESIDE_RULES and any(text.count(sign) > 2 for sign in _OF_RULES)
