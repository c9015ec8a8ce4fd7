"""Whether something that was changed past the site was taken over by a later save of the site.

Who saves a person saves all that the row says, also what somebody else put there with SQL; from
then on the last link fits. So what a row said before is linked as well, and has to be what it said
after the save before.
"""

from collections.abc import Iterator

from coding.models.chain import Link
from coding.models.covered_by_chain import ACCEPTED, WAS, compared_before
from coding.record.faults import Misfit

Row = tuple[str, int]


def faults() -> Iterator[Misfit]:
    """Yield each row of which that is so, unless it was put right since, or somebody answers."""
    covered = compared_before()
    names = [f"{name}{end}" for name in covered for end in ("", WAS, ACCEPTED)]
    links = Link.objects.filter(name__in=names).order_by("sequence")
    last: dict[Row, str] = {}
    taken: dict[Row, tuple[int, str]] = {}  # the link, and the content that the row should have
    for told, key, sequence, content in links.values_list("name", "row", "sequence", "content"):
        name = told.removesuffix(WAS).removesuffix(ACCEPTED)
        before = last.get((name, key)) or covered[name].hash_of_blank(key)
        if told == name:
            last[name, key] = content
            if (name, key) in taken and content == taken[name, key][1]:
                del taken[name, key]
        elif told.endswith(ACCEPTED):
            taken.pop((name, key), None)
        elif content != before:
            taken.setdefault((name, key), (sequence, before))
    for (name, key), (sequence, content) in taken.items():
        found = f"It was changed past the site, which saved it so (link {sequence})."
        yield Misfit(f"{name} {key}", found, f"as its content was, {content}")
