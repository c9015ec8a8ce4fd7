"""One case: a request that follows from a seed and a number."""

from dataclasses import dataclass
from random import Random
from typing import Any
from urllib.parse import quote, quote_plus

from tests.fuzzing.addresses import PART, Form
from tests.fuzzing.values import changed, odd
from tests.fuzzing.world import World

Boxes = list[tuple[str, str]]
FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data; boundary=xx"
LOOKUPS = ("", "__exact", "__in", "__isnull", "__gte", "__range", "__regex", "__year", "__pk")
FIELDS = [
    "id",
    "pk",
    "status",
    "question",
    "sheet",
    "sheet__atop_id",
    "phase",
    "code",
    "spell",
    "at",
    "started_at",
    "succeeded",
    "is_active",
    "groups",
    "coder",
    "estmode",
    "base",
    "action_time",
]
ASKED = [
    "q",
    "p",
    "o",
    "e",
    "all",
    "_facets",
    "_popup",
    "_to_field",
    "_changelist_filters",
    "next",
    "after",
    "before",
    "at",
    "since",
    "until",
    "show",
    "page",
    "code",
    "state",
    "error",
]
TYPES = (
    *("application/json", "text/plain", "", "multipart/form-data", "text/xml; charset=utf-16"),
    *("multipart/form-data; boundary=", f"{FORM}; charset=none", "a/b; boundary=\x7f"),
)
HEADERS = [
    "USER_AGENT",
    "ACCEPT",
    "REFERER",
    "X_FORWARDED_FOR",
    "RANGE",
    "IF_NONE_MATCH",
    "IF_MODIFIED_SINCE",
    "ORIGIN",
    "ACCEPT_LANGUAGE",
    "X_FORWARDED_PROTO",
    "ACCEPT_ENCODING",
    "CONTENT_ENCODING",
]
METHODS = {"GET": 60, "POST": 30, "HEAD": 4, "PUT": 2, "OPTIONS": 2, "DELETE": 2}


@dataclass(frozen=True)
class Case:
    """A request, by whom."""

    who: str
    method: str
    path: str
    query: str
    body: bytes
    content_type: str
    headers: dict[str, str]

    def __str__(self) -> str:
        said = f" {self.content_type} {self.body[:2000]!r}" if self.method != "GET" else ""
        return f"{self.who}: {self.method} {self.path}?{self.query[:1500]}{said} {self.headers}"


def case_of(world: World, seed: int, number: int) -> Case:
    random = Random(f"{seed}:{number}")
    who = random.choice(list(world.browsers))
    kind = random.random()
    if kind < 0.45:
        return _of_form(world, random, who)
    if kind < 0.6:
        return _of_link(world, random, who)
    return _of_route(world, random, who)


def _of_form(world: World, random: Random, who: str) -> Case:
    """A form of a page, with some boxes changed, left out, doubled or added."""
    form: Form = random.choice(world.forms)
    boxes = _upset(world, random, form.boxes)
    path, _, query = form.action.partition("?")
    if form.method != "post":
        return _case(random, who, "GET", path, boxes)
    said = _sent(random, boxes)
    return _case(random, who, "POST", path, [], query, **said)


def _of_link(world: World, random: Random, who: str) -> Case:
    path, asked = random.choice(world.queries)
    return _case(random, who, "GET", path, _upset(world, random, asked))


def _of_route(world: World, random: Random, who: str) -> Case:
    """An address with values at its places, and parameters that it may know."""
    path = PART.sub(lambda part: _value(world, random, part[2]), random.choice(world.routes))
    if random.random() < 0.1:
        path = changed(random, path)
    boxes = [(_name(world, random), odd(random)) for _ in range(random.randrange(4))]
    method = random.choices(
        ("GET", "POST", "PUT", "HEAD", "OPTIONS", "DELETE"), (60, 30, 2, 4, 2, 2)
    )
    if method != ["POST"]:
        return _case(random, who, method[0], path, boxes)
    return _case(random, who, "POST", path, [], "", **_sent(random, boxes))


def _value(world: World, random: Random, name: str) -> str:
    known = world.parts.get(name)
    return random.choice(known) if known and random.random() < 0.85 else odd(random)


def _name(world: World, random: Random) -> str:
    kind = random.random()
    if kind < 0.4:
        return random.choice(world.names)
    if kind < 0.7:
        return random.choice(ASKED)
    return random.choice(FIELDS) + random.choice(LOOKUPS) if kind < 0.95 else odd(random)


def _upset(world: World, random: Random, boxes: Boxes) -> Boxes:
    """Change some of the boxes: one is enough to reach what lies behind the others."""
    after = [box for box in boxes if random.random() < 0.98]
    for _ in range(random.choice((0, 1, 1, 1, 2, 4))):
        if after and random.random() < 0.8:
            at = random.randrange(len(after))
            name, value = after[at]
            value = odd(random) if random.random() < 0.7 else changed(random, value)
            after[at] = (changed(random, name) if random.random() < 0.1 else name, value)
        else:
            after.insert(0, (_name(world, random), odd(random)))
    return after + random.choices(after, k=2) if after and random.random() < 0.1 else after


def _sent(random: Random, boxes: Boxes) -> dict[str, Any]:
    kind = random.random()
    if kind < 0.75:
        return {"body": _encoded(boxes).encode(), "content_type": FORM}
    if kind < 0.92:
        return {
            "body": _multipart(random, boxes),
            "content_type": "multipart/form-data; boundary=xx",
        }
    body = (
        odd(random).encode(errors="replace") if random.random() < 0.5 else _multipart(random, boxes)
    )
    return {"body": body, "content_type": random.choice(TYPES)}


def _encoded(boxes: Boxes) -> str:
    quoted = ((_quoted(name), _quoted(value)) for name, value in boxes)
    return "&".join(f"{name}={value}" for name, value in quoted)


def _quoted(text: str) -> str:
    return quote_plus(text.encode("utf-8", "surrogatepass"))


def _multipart(random: Random, boxes: Boxes) -> bytes:
    parts = b""
    for name, value in boxes:
        file = f'; filename="{odd(random)[:50]}.txt"' if random.random() < 0.2 else ""
        head = f'--xx\r\nContent-Disposition: form-data; name="{name}"{file}\r\n\r\n'
        parts += (head + value).encode("utf-8", "surrogatepass") + b"\r\n"
    whole = parts + b"--xx--\r\n"
    return whole if random.random() < 0.9 else whole[: random.randrange(len(whole))]


def _case(
    random: Random, who: str, method: str, path: str, asked: Boxes, query: str = "", **sent: Any
) -> Case:
    headers = {"HTTP_X_REQUESTED_WITH": "fetch"} if random.random() < 0.2 else {}
    if random.random() < 0.1:
        headers[f"HTTP_{random.choice(HEADERS)}"] = odd(random)
    if random.random() < 0.03:
        headers["HTTP_COOKIE"] = f"zone={odd(random)}; sessionid={odd(random)}; known={odd(random)}"
    clean = {name: _one_line(value) for name, value in headers.items()}
    said = {"body": b"", "content_type": "", **sent}
    raw = quote(path.encode("utf-8", "surrogatepass"), safe="/%:@")
    return Case(who, method, raw, query or _encoded(asked), headers=clean, **said)


def _one_line(text: str) -> str:
    """A header as a server hands it on: it refuses lines and characters of control."""
    said = "".join(sign for sign in text[:500] if sign.isprintable())
    return said.encode("utf-8", "replace").decode("latin-1")
