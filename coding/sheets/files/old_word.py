"""The words of an old Word file (.doc), to see whether a converter lost any.

The file is a small file system (Compound File). Its stream "WordDocument" holds the text in pieces;
a table says where each piece is and whether its letters have one byte or two.
"""

import re
import struct
from collections.abc import Iterator

_FREE = 0xFFFFFFFA  # and above: no sector
_FIRST_OF_WORD_97 = 0x00C1
_SECOND_TABLE = 0x0200  # of the flags: the table is in the stream "1Table"
_CLX = 0x01A2  # where the place and size of the table of pieces are noted
_COUNTS = 0x004C  # of letters: text, footnotes, heads, macros, comments, endnotes, text boxes
_HEADS = 2
_ONE_BYTE = 0x40000000
_BEGIN, _RESULT, _END = "\x13", "\x14", "\x15"  # of a field
_MARK_OF_FIELD = re.compile("([\x13-\x15])")
_NO_LETTERS = re.compile(r"[\x00-\x08\x0e-\x1d\x1f]")


class NotKnown(ValueError):
    """The file is no Word file of 1997 or later, or damaged."""


def words_of_old_word(content: bytes) -> list[str]:
    """Return the words of the file, without heads and feet of pages. Raises NotKnown."""
    try:
        streams = _Streams(content)
        text = "".join(_without_codes(_text(streams["WordDocument"], streams)))
    except (struct.error, IndexError, KeyError, OverflowError) as error:
        raise NotKnown(str(error)) from None
    return _NO_LETTERS.sub("", text.replace("\x07", " ").replace("\x1e", "-")).split()


def _without_codes(text: str) -> Iterator[str]:
    """Yield a text without the codes of its fields; their results stand between two marks."""
    in_code: list[bool] = []  # of the fields that are open
    codes = 0
    for part in _MARK_OF_FIELD.split(text):
        if part == _BEGIN:
            in_code.append(True)
            codes += 1
        elif part in (_RESULT, _END):
            codes -= in_code.pop() if in_code else 0
            if part == _RESULT:
                in_code.append(False)
        elif not codes:
            yield part


class _Streams:
    """The streams of a Compound File, by name."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._size = 1 << struct.unpack_from("<H", content, 30)[0]
        self._table = self._sector_table()
        first, cutoff, small = (struct.unpack_from("<I", content, at)[0] for at in (48, 56, 60))
        entries = self._chain(first)
        self._entries = dict(map(_entry, _parts(entries, 128)))
        self._cutoff = cutoff
        root = struct.unpack_from("<I", entries, 116)[0]
        self._small = self._chain(root)
        self._small_table = _numbers(self._chain(small)) if small < _FREE else ()

    def __getitem__(self, name: str) -> bytes:
        first, size = self._entries[name]
        if size >= self._cutoff:
            return self._chain(first)[:size]
        sectors = _followed(first, self._small_table)
        return b"".join(self._small[64 * n : 64 * n + 64] for n in sectors)[:size]

    def _sector(self, number: int) -> bytes:
        return self._content[(number + 1) * self._size : (number + 2) * self._size]

    def _sector_table(self) -> tuple[int, ...]:
        listed = list(struct.unpack_from("<109I", self._content, 76))
        following, count = struct.unpack_from("<II", self._content, 68)
        for _ in range(min(count, len(self._content) // self._size)):
            *more, following = _numbers(self._sector(following))
            listed += more
        listed = [number for number in listed if number < _FREE]
        return _numbers(b"".join(map(self._sector, listed[: len(self._content) // self._size])))

    def _chain(self, first: int) -> bytes:
        return b"".join(map(self._sector, _followed(first, self._table)))


def _followed(first: int, table: tuple[int, ...]) -> Iterator[int]:
    """Yield the sectors of a chain; a circular chain ends, too."""
    for _ in range(len(table)):
        if first >= len(table):
            return
        yield first
        first = table[first]


def _numbers(content: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(content) // 4}I", content[: len(content) // 4 * 4])


def _parts(content: bytes, size: int) -> Iterator[bytes]:
    return (content[at : at + size] for at in range(0, len(content) - size + 1, size))


def _entry(entry: bytes) -> tuple[str, tuple[int, int]]:
    length, first, size = (
        struct.unpack_from(form, entry, at)[0]
        for form, at in (("<H", 64), ("<I", 116), ("<I", 120))
    )
    return entry[: max(length - 2, 0)].decode("utf-16-le", "replace"), (first, size)


def _text(document: bytes, streams: _Streams) -> str:
    version, flags = (struct.unpack_from("<H", document, at)[0] for at in (2, 10))
    if version < _FIRST_OF_WORD_97:
        raise NotKnown(f"version {version}")
    table = streams["1Table" if flags & _SECOND_TABLE else "0Table"]
    place, size = struct.unpack_from("<II", document, _CLX)
    text = "".join(_pieces(document, table[place : place + size]))
    counts = struct.unpack_from("<8I", document, _COUNTS)
    heads = sum(counts[:_HEADS])
    return text[:heads] + " " + text[heads + counts[_HEADS] :]


def _pieces(document: bytes, table: bytes) -> Iterator[str]:
    at = 0
    while table[at] == 1:  # changes of formatting, which have no words
        at += 3 + struct.unpack_from("<H", table, at + 1)[0]
    size = struct.unpack_from("<I", table, at + 1)[0]
    count = (size - 4) // 12
    ends = struct.unpack_from(f"<{count + 1}I", table, at + 5)
    left = len(document)
    for n in range(count):
        place = struct.unpack_from("<I", table, at + 5 + 4 * (count + 1) + 8 * n + 2)[0]
        letters = min(ends[n + 1] - ends[n], left)
        left -= max(letters, 0)
        start = place & ~_ONE_BYTE
        if place & _ONE_BYTE:
            yield document[start // 2 : start // 2 + letters].decode("cp1252", "replace")
        else:
            yield document[start : start + 2 * letters].decode("utf-16-le", "replace")
