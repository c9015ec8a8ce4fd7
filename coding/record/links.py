"""Whether the links follow each other: without gaps, each with the hash of the one before."""

from collections.abc import Collection, Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from django.db import connection

from coding.export.reports import Reporting, watched
from coding.models.chain import NOTHING_BEFORE, Link, link_hash
from coding.models.covered_rows import Covered
from coding.record.faults import Misfit

STEP = "links"
CHUNK = 2000


class Linked(NamedTuple):
    """The content of a row when it was linked, and where in the chain."""

    sequence: int
    content: str


class Chain:
    """Reads the chain once; tells its end, and which of the hashes that were kept are in it."""

    def __init__(self, kept: Collection[str] = ()) -> None:
        self.last, self.hash, self.at = 0, NOTHING_BEFORE, ""
        self.kept, self.found = frozenset(kept), set[str]()

    def faults(self, progress: Reporting) -> Iterator[Misfit]:
        """Yield the first link that does not follow, then each kept hash that is not there."""
        links, total = Covered.of(Link), Link.objects.count()
        for _, link in watched(links.rows(connection), progress, STEP, total):
            fault = self._take(link)
            if fault:
                yield fault
                break
        for missing in sorted(self.kept - self.found):
            found = f"No link has the hash {missing}: what was recorded until then is not here."
            yield Misfit("the chain", found, "in the chain")

    def _take(self, link: dict[str, Any]) -> Misfit | None:
        sequence, expected = link["sequence"], self.last + 1
        if sequence != expected:
            return Misfit(f"link {expected}", f"It is missing; {sequence} comes next.", "there")
        content = (link[name] for name in ("sequence", "at", "name", "row", "content"))
        right = link_hash(self.hash, *content)
        if link["hash"] != right:
            what = f"{link['name']} {link['row']}"
            found = f"Its hash does not follow from what it says of {what} and from the one before."
            return Misfit(f"link {sequence}", found, f"{right}, or what it says another")
        if link["at"] < self.at:
            found = f"It is dated {link['at']}, before the link before it."
            return Misfit(f"link {sequence}", found, f"{self.at} or later")
        self.last, self.hash, self.at = sequence, right, link["at"]
        if right in self.kept:
            self.found.add(right)
        return None


def by_name() -> Iterator[tuple[str, Iterator[tuple[int, list[Linked]]]]]:
    """Yield each name with its rows in order of their keys, each with its links in order."""
    links = Link.objects.order_by("name", "row", "sequence")
    every = links.values_list("name", "row", "sequence", "content").iterator(chunk_size=CHUNK)
    for name, of_name in groupby(every, key=itemgetter(0)):
        yield name, _by_row(of_name)


def _by_row(links: Iterator[tuple[Any, ...]]) -> Iterator[tuple[int, list[Linked]]]:
    for row, of_row in groupby(links, key=itemgetter(1)):
        yield row, [Linked(sequence, content) for _, _, sequence, content in of_row]
