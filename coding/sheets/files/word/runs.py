"""What stands in a paragraph of a Word file: runs of words, fields, links, controls."""

from collections.abc import Callable
from typing import Any

from coding.sheets.files.word.drawings import DRAWINGS, write_drawing
from coding.sheets.files.word.fields import address_of, missing_result, shown_without_result
from coding.sheets.files.word.names import (
    ALTERNATIVES,
    AROUND,
    CONTROL,
    DELETED,
    EQUATIONS,
    HYPERLINK,
    LETTERS,
    RUN,
    SIGN,
    SIMPLE_FIELD,
    TEXT,
    R,
    W,
)
from coding.sheets.files.word.package import check_depth
from coding.sheets.files.word.properties import value_of
from coding.sheets.files.word.styles import PLAIN, RunStyle, look_of
from coding.sheets.files.word.symbols import UNKNOWN, letter_of
from coding.sheets.files.word.words import chosen, plain, sign, text_of, words_of
from coding.sheets.files.word.writing import DELETION, Writing, is_prompt

_NOTES = {
    f"{W}footnoteReference": "footnotes",
    f"{W}endnoteReference": "endnotes",
    f"{W}commentReference": "comments",
}
_OWN_MARK = f"{W}customMarkFollows"


def write_inline(container: Any, writing: Writing, depth: int = 0) -> None:
    """Write what a paragraph, link or control shows, however deep it is nested."""
    check_depth(depth)
    for child in container:
        tag = child.tag
        if tag == RUN:
            write_run(child, writing, depth)
        elif not isinstance(tag, str):
            continue
        elif tag in AROUND:
            write_inline(child, writing, depth + 1)
        elif tag in _IN_PARAGRAPHS:
            _IN_PARAGRAPHS[tag](child, writing, depth)
        else:
            writing.leave_out_unknown(child)


def _control(control: Any, writing: Writing, depth: int) -> None:
    if is_prompt(control):
        writing.leave_out_prompt(control)
    else:
        for content in control.iterchildren(f"{W}sdtContent"):
            write_inline(content, writing, depth + 1)


def _alternatives(element: Any, writing: Writing, depth: int) -> None:
    write_inline(chosen(element, writing.tally, writing.line), writing, depth + 1)


def _simple_field(element: Any, writing: Writing, depth: int) -> None:
    write_inline(element, writing, depth + 1)
    code = element.get(f"{W}instr", "")
    if plain(element):
        _list_address(address_of(code), plain(element), writing)
    else:
        writing.leave_out_added("A field that has no result", missing_result(code))


def _link(element: Any, writing: Writing, depth: int) -> None:
    write_inline(element, writing, depth + 1)
    _list_address(writing.notes.address(element.get(f"{R}id", "")), plain(element), writing)


def _list_address(address: str, shown: str, writing: Writing) -> None:
    if address and _bare(address) not in _bare(shown):
        writing.leave_out_added("Address behind a link", address)


def _bare(address: str) -> str:
    return address.removeprefix("mailto:").rstrip("/").partition("://")[2] or address.removeprefix(
        "mailto:"
    )


def _equation(element: Any, writing: Writing, _: int) -> None:
    words = words_of(element, writing.tally)
    writing.doubt("An equation, read letter by letter", words)
    writing.say(words, PLAIN)


def write_run(run: Any, writing: Writing, depth: int) -> None:
    look = _look(run, writing)
    children = iter(run)
    for child in children:
        tag = child.tag
        if tag == TEXT:
            writing.say(text_of(child), look)
        elif tag in LETTERS:
            writing.say(LETTERS[tag], look)
        elif not isinstance(tag, str):
            continue
        elif tag in _NOTES:
            writing.notes.refer(_NOTES[tag], child.get(f"{W}id", ""), writing.line)
            if child.get(_OWN_MARK) in ("1", "true", "on"):
                writing.tally.again += [plain(mark) for mark in children]
        elif tag in _IN_RUNS:
            _IN_RUNS[tag](child, writing, look)
        elif tag == f"{W}ruby":
            _ruby(child, writing, depth)
        elif tag == ALTERNATIVES:
            write_run(chosen(child, writing.tally, writing.line), writing, depth + 1)
        else:
            writing.leave_out_unknown(child)


def _look(run: Any, writing: Writing) -> RunStyle:
    properties = run.find(f"{W}rPr")
    below = writing.styles.look(writing.style_id, value_of(properties, "rStyle"))
    own = look_of(properties)
    return below if own == PLAIN else own.over(below)


def _sign(element: Any, writing: Writing, look: RunStyle) -> None:
    code, font = sign(element)
    letter = letter_of(code, font or look.font or "")
    if letter == UNKNOWN:
        words = f"U+{code:04X} of the font {font or 'that Word gives'}"
        writing.leave_out_added("A sign that is not known", words)
    writing.say(letter, RunStyle(look.struck, look.struck_twice, look.hidden), added=True)


def _mark_of_field(element: Any, writing: Writing, look: RunStyle) -> None:
    ended = writing.fields.mark(element)
    if ended is None:
        return
    if ended.has_result:
        _list_address(address_of("".join(ended.code)), writing.so_far, writing)
    elif shown := shown_without_result(ended):
        writing.say(shown, RunStyle(look.struck, look.struck_twice, look.hidden), added=True)
    else:
        words = missing_result("".join(ended.code))
        writing.leave_out_added("A field that has no result", words)


def _ruby(element: Any, writing: Writing, depth: int) -> None:
    """Write the words, and list the reading aid that stands above them."""
    for part in element:
        if part.tag == f"{W}rubyBase":
            write_inline(part, writing, depth + 1)
        elif part.tag == f"{W}rt":
            writing.leave_out("Small words above others", part)


_IN_PARAGRAPHS: dict[str, Callable[[Any, Writing, int], None]] = {
    CONTROL: _control,
    ALTERNATIVES: _alternatives,
    SIMPLE_FIELD: _simple_field,
    HYPERLINK: _link,
    **dict.fromkeys(DELETED, lambda deleted, writing, _: writing.leave_out_deleted(deleted)),
    **dict.fromkeys(EQUATIONS, _equation),
}
_IN_RUNS: dict[str, Callable[[Any, Writing, RunStyle], None]] = {
    SIGN: _sign,
    f"{W}fldChar": _mark_of_field,
    f"{W}instrText": lambda code, writing, _: writing.fields.add_code(code.text or ""),
    f"{W}delText": lambda text, writing, _: writing.leave_out(DELETION, text),
    **dict.fromkeys(DRAWINGS, lambda drawing, writing, _: write_drawing(drawing, writing)),
}
