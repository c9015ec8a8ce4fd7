"""Work left by authors who no longer write answers, by author."""

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from coding.models import Revision
from coding.models.membership import load_titles
from coding.models.people_names import with_username
from coding.pages.paging import cut_to_page
from coding.workflow.handing_over import left_by_authors

MOST = 200


@dataclass(frozen=True)
class WorkLeftBy:
    """One author with the work left."""

    author: Any
    left: list[Revision]

    @property
    def name(self) -> str:
        """The name in the record with the user name: two people may share a name."""
        return with_username(self.left[0].author_name, self.author.get_username())

    @property
    def is_switched_off(self) -> bool:
        return not self.author.is_active


def load_left_work(viewer: Any) -> tuple[list[WorkLeftBy], bool]:
    """Return the first of the work left, and whether there is more."""
    left = (
        left_by_authors(viewer)
        .select_related("author", "sheet__formation")
        .order_by("author_id", "sheet__atop_id", "sheet__phase", "question", "id")
    )
    listed, last = cut_to_page(list(left[: MOST + 1]), MOST)
    load_titles([revision.sheet for revision in listed])
    groups = groupby(listed, key=lambda work: work.author)
    return [WorkLeftBy(author, list(revisions)) for author, revisions in groups], last is not None
