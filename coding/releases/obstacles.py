"""What stands in the way of a freeze, and where it is mended."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Obstacle:
    """One thing in the way, and where to fix it.

    ``sheet`` is a sheet's key, or "" if the obstacle is elsewhere. ``question`` is one of its
    questions, ``cell`` a code that is entered there, ``revision`` the id of a revision that waits,
    ``thread`` that of comments which are not resolved.
    ``places`` are several questions with a cell each, for what lacks more than one code.
    """

    text: str
    sheet: str = ""
    question: int | None = None
    revision: int | None = None
    cell: str = ""
    thread: int | None = None
    places: tuple[tuple[int, str], ...] = ()
