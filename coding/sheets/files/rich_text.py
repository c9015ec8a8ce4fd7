"""The words of a rich text file (RTF), to see whether a converter lost any.

Some of its groups – fonts, styles, pictures, instructions of fields – have words for programs only.
Unknown groups may have words for people.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

_TOKEN = re.compile(
    rb"\\([a-z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\(.)|([{}])|([^\\{}\r\n]+)", re.S
)
_SILENT = frozenset(
    b"fonttbl colortbl stylesheet info pict nonshppict listtable listoverridetable listtext pntext "
    b"pn pnseclvl rsidtbl revtbl generator themedata colorschememapping latentstyles datastore "
    b"xmlnstbl fldinst datafield formfield bkmkstart bkmkend pgdsctbl filetbl mmathPr objdata "
    b"objclass objname sp background header headerl headerr headerf footer footerl footerr footerf "
    b"ftnsep ftnsepc ftncn aftnsep aftnsepc aftncn atnid atnauthor atntime atndate atnicn atnref "
    b"atrfstart atrfend atnparent ud userprops docvar template panose falt defchp defpap "
    b"wgrffmtfilter fchars lchars blipuid picprop protusertbl hlinkbase tblsettings passwordhash "
    b"xmlopen xmlclose xmlname xmlattr oldcprops oldpprops oldtprops oldsprops ffname ffdeftext "
    b"ffformat ffhelptext ffstattext ffentrymcr ffexitmcr ffl keycode pgptbl svb hyphen g "
    b"writereservhash writereservation ebcstart ebcend fontemb fontfile cchs hsv".split()
)
_PARTING = frozenset(b"par tab line cell nestcell row nestrow sect page column softline".split())
_SIGNS = frozenset(b"emdash endash bullet lquote rquote ldblquote rdblquote".split())
_CODECS = {
    77: "mac_roman",
    128: "cp932",
    129: "cp949",
    134: "gbk",
    136: "big5",
    161: "cp1253",
    162: "cp1254",
    177: "cp1255",
    178: "cp1256",
    186: "cp1257",
    204: "cp1251",
    238: "cp1250",
}


@dataclass(frozen=True)
class _Group:
    """How to read the words of a group."""

    is_silent: bool = False
    is_fonts: bool = False
    skipped: int = 1  # letters for older programs that follow a Unicode letter
    font: int = 0


@dataclass
class _RichText:
    """The state of reading a file in one pass."""

    content: bytes
    group: _Group = field(default_factory=_Group)
    around: list[_Group] = field(default_factory=list)
    codec: str = "cp1252"
    codecs: dict[int, str] = field(default_factory=dict)
    waiting: bytearray = field(default_factory=bytearray)
    to_skip: int = 0
    position: int = 0

    def pieces(self) -> Iterator[str]:
        while token := _TOKEN.search(self.content, self.position):
            self.position = token.end()
            word, number, byte, sign, brace, text = token.groups()
            if byte is not None or text is not None:
                self._take(bytes.fromhex(byte.decode()) if byte else text)
                continue
            yield self._decoded()
            if brace:
                self._open_or_close(brace)
            elif word:
                yield self._word(word, int(number) if number else None)
            else:
                yield self._sign(sign)
        yield self._decoded()

    def _take(self, letters: bytes) -> None:
        skipped = min(self.to_skip, len(letters))
        self.to_skip -= skipped
        if not self.group.is_silent:
            self.waiting += letters[skipped:]

    def _decoded(self) -> str:
        text = self.waiting.decode(self.codecs.get(self.group.font, self.codec), "replace")
        self.waiting.clear()
        return text

    def _open_or_close(self, brace: bytes) -> None:
        self.to_skip = 0
        if brace == b"{":
            self.around.append(self.group)
        elif self.around:
            self.group = self.around.pop()

    def _word(self, word: bytes, number: int | None) -> str:
        if word in _SILENT:
            self.group = replace(self.group, is_silent=True, is_fonts=word == b"fonttbl")
        elif word == b"bin":
            self.position += max(number or 0, 0)
        elif word == b"ansicpg" and number in (*range(1250, 1259), 437, 850, 932, 936, 949, 950):
            self.codec = f"cp{number}"
        elif word == b"f" and number is not None:
            self.group = replace(self.group, font=number)
        elif word == b"fcharset" and self.group.is_fonts and number in _CODECS:
            self.codecs[self.group.font] = _CODECS[number]
        elif word == b"uc":
            self.group = replace(self.group, skipped=max(number or 0, 0))
        elif word == b"u" and number is not None:
            self.to_skip = self.group.skipped
            return "" if self.group.is_silent else chr(number % 0x10000)
        return " " if word in _PARTING else "-" if word in _SIGNS else ""

    def _sign(self, sign: bytes) -> str:
        if self.group.is_silent or sign in b"*-:|":
            return ""
        return {b"~": " ", b"\n": " ", b"\r": " ", b"_": "-"}.get(sign, sign.decode("latin-1"))


def words_of_rich_text(content: bytes) -> list[str]:
    text = "".join(_RichText(content).pieces())
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").split()
