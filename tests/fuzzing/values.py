"""Values that somebody could send, from sensible to absurd."""

import json
from random import Random

ODD = (
    *("", " ", "\0", "a\0b", "\ud800", "x\udfffy", "\ufffe", "\u202eabc", "é", "e\u0301"),
    *("😀", "ﬁ", "\u2028", "0", "-0", "-1", "1", "00", "1e3", "1e400", "NaN", "Infinity"),
    *("0x10", "²", "٤", "𝟙", "1,000", "1.5", str(2 **31), str(2 **63 -1), str(2 **63)),
    *(str( -(2 **63) -1), "9" * 26, "9" * 4400, "-"+"9" * 40, "true", "True", "null"),
    *("None", "on", "[]", "{}", "[1]", '{"a":', '"\\ud800"', '{"a": "\\ud800"}'),
    *('{"a": 1e999}', "[" * 3000, '{"estmode": 99999999999999999999}'),
    *('{"estmode": true}', "'", '"', "\\", "%", "%s", "%(x)s", "%00", "_", ";--"),
    *("' OR 1=1", "\\x00", "$1", "{{ 7*7 }}", "<b>", "</textarea>", "&#0;", "&amp;"),
    *("../../etc/passwd", "..\\..", "/", "//evil.example/", "\r\nX: y"),
    *("javascript:alert(1)", "http://[", "https://user:pw@host/", "?", "#", "=", "&"),
    *(",", ",,", "a,b", "1,2,x", "0000-00-00", "0001-01-01", "9999-12-31", "2026-02-30"),
    *("2026-13-01", "20260101", "2026-W01-1", "0001-01-01T00:00:00+14:00"),
    *("9999-12-31T23:59:59-12:00", "2026-01-01T25:00", "2026-01-01T00:00:00%"),
    *("2026-01-01T00:00:00+00:00_9", "_", "_1", "2026-01-01_²", f"2026-01-01_{2**63}"),
    *("24:00", "12:60:00", "4765", "4765.1", "4765.0", "0000", "9999.9", "47650"),
    *("latest", "compare", "new", "add", "me", "coder", "admin", "~imports", "__all__"),
    *("pk", "id", "__class__", "password", "user__password"),
)  # fmt: skip
_LETTERS = (
    "abcxyz 019.,;:-_/\\'\"%&=?#[]{}()<>\n\r\t\x0b\x7f"
    "\x80\u00a0\u0130\u1e9e\u200b\ud7ff\ue000\U0010ffff"
)
_WORDS = ("word ", "a ", "a\n", "é", "(", '"a ')


def odd(random: Random) -> str:
    """One value; now and then a long or a random one."""
    kind = random.random()
    if kind < 0.75:
        return random.choice(ODD)
    if kind < 0.9:
        return "".join(random.choices(_LETTERS, k=random.randrange(1, 40)))
    if kind < 0.94:
        return random.choice(["word ", "a ", "a\n", "é", "(", '"a ']) * random.choice(
            [10, 60, 1200]
        )
    if kind < 0.97:
        return json.dumps({odd(random): random.choice([1, None, [], "x", 2**70])})
    return random.choice(ODD) + random.choice(ODD)


def changed(random: Random, value: str) -> str:
    """The value with a small change."""
    at = random.randrange(len(value) + 1)
    return random.choice([value[:at], value + value, value[:at] + odd(random)[:30] + value[at:]])
